"""What every journey begins with: a collective founded, its people invited, a door opened by a slip."""

from __future__ import annotations

import re

from tests.browser.conftest import Walker

HOME = "/c/caisse-du-quatorze"


def describe_collective(alice: Walker, preset: str) -> None:
    """Alice fills the founder's guide, under the rules of a preset."""
    alice.go("/")
    alice.fill("^Nom du collectif", "Caisse du Quatorze")
    alice.fill("^Territoire", "Paris 14e")
    alice.fill("^Votre nom ou pseudonyme", "Alice")
    alice.mark(alice.page.locator(f"input[name=preset][value={preset}]"))


def found(alice: Walker, preset: str) -> None:
    """Alice founds the collective."""
    describe_collective(alice, preset)
    alice.press("^Fonder le collectif")
    alice.reads("Votre collectif est fondé")


def invite(alice: Walker, names: list[str]) -> dict[str, str]:
    """People by their names alone, then a printed slip for each; return the codes on the slips."""
    alice.go(f"{HOME}/membres/inviter/liste")
    alice.fill("^Une personne par ligne", "\n".join(names))
    alice.press("^Relire la liste")
    alice.press(f"^Inscrire ces {len(names)} personnes")
    alice.go(f"{HOME}/billets")
    alice.press("^Préparer les billets")
    slips = alice.page.locator(".slips li")
    return {
        slip.locator(".slip-name").inner_text(): slip.locator(".slip-code").inner_text()
        for slip in slips.all()
    }


def enter(person: Walker, code: str) -> None:
    """Come in with the code of a printed slip."""
    person.go(f"{HOME}/entrer")
    person.fill("^Code du billet", code)
    person.leave(person.page.locator("form:has(input[name=code])").get_by_role("button", name="Entrer"))
    person.page.wait_for_url(f"**{HOME}/**")
    person.go(f"{HOME}/membres")
    person.reads("Farid")


def address(person: Walker) -> str:
    """Where a person stands, without the host."""
    return re.sub(r"^https?://[^/]+|#.*$", "", person.page.url)
