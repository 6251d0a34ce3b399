"""Two people lead the same session, each in their own browser: acts meet, and nobody is left in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import HOME, invite
from tests.browser.conftest import Server
from tests.browser.evening_acts import DESK, SOON, Arrive, Evening, gather, tap

TOLD = "Quelqu’un d’autre vient de faire avancer la séance. L’écran est à jour, rien n’a été fait deux fois."
UNDONE = "Le dernier geste est annulé."


@dataclass
class Two:
    """Alice's desk and Bob's, on the same evening."""

    evening: Evening
    alice: Page
    bob: Page

    def both(self) -> tuple[Page, Page]:
        return self.alice, self.bob

    def at(self, title: str) -> None:
        """Both desks show that item."""
        for page in self.both():
            expect(page.locator("#now")).to_have_text(title, timeout=SOON)


@pytest.fixture
def two(empty_instance: Server, walker: Arrive) -> Two:
    evening = gather(empty_instance, walker, ["Fatou", "Wei"])
    alice = evening.desk
    code = invite(alice, ["Bob", "Chloé"])["Bob"]
    alice.go(f"{HOME}/membres")
    alice.follow("^Bob$")
    alice.choose("^Facilitateur·rice")
    alice.press("^Confier ce rôle")
    alice.go(f"{evening.address}/animer")
    bob = walker(empty_instance, viewport=DESK)
    bob.page.context.set_default_timeout(SOON)
    bob.go(f"{HOME}/entrer")
    bob.fill("^Code du billet", code)
    bob.leave(bob.page.locator("form:has(input[name=code])").get_by_role("button", name="Entrer"))
    bob.go(f"{evening.address}/animer")
    evening.press("^Commencer")
    two = Two(evening, alice.page, bob.page)
    two.at("Accueil des participants")
    for page in two.both():
        expect(page.locator("html[data-followed]")).to_be_attached(timeout=SOON)
    return two


def press_at_once(pages: tuple[Page, Page], name: str) -> None:
    """Both press what begins so, before either has heard of the other."""
    at = pages[0].evaluate("Date.now() + 1500")
    for page in pages:
        page.evaluate(
            """([at, name]) => setTimeout(() => [...document.querySelectorAll("#desk button")]
                .find((one) => one.textContent.trim().startsWith(name)).click(), at - Date.now())""",
            [at, name],
        )


def who_was_told(two: Two) -> Page:
    """The desk that comes to say something."""
    for _try in range(100):
        for page in two.both():
            if page.locator("#desk-said").inner_text():
                return page
        two.alice.wait_for_timeout(100)
    raise AssertionError("nobody was told")


@pytest.mark.timeout(300)
def test_two_press_next_at_once_and_the_second_is_told(two: Two) -> None:
    press_at_once(two.both(), "Suivant")
    two.at("Introduction")
    late = who_was_told(two)
    (other,) = (page for page in two.both() if page is not late)
    expect(late.locator("#desk-said")).to_have_text(TOLD)
    expect(other.locator("#desk-said")).to_have_text("")
    # The next act of the one who was told takes the message away.
    late.locator("#desk").get_by_role("button", name=re.compile("^Suivant")).click()
    two.at("Faire connaissance")
    expect(late.locator("#desk-said")).to_have_text("")


@pytest.mark.timeout(300)
def test_one_takes_back_a_vote_that_opened_while_the_other_looks(two: Two) -> None:
    fatou = two.evening.phones[0]
    two.evening.press(r"^Aller à\s: Notre règle de décision")
    two.at("Notre règle de décision")
    two.evening.press("^Ouvrir le vote")
    expect(two.bob.locator("#desk").get_by_role("button", name="Clore le vote")).to_be_visible(timeout=SOON)
    expect(fatou.page.locator("#mine label.choice").first).to_be_visible(timeout=SOON)
    tap(fatou, "^\\s*Consentement")
    expect(fatou.page.locator("[data-outbox-said]").first).to_contain_text("Noté", timeout=SOON)
    two.bob.locator("#desk").get_by_role("button", name="Annuler le dernier geste").click()
    expect(two.bob.locator("#desk-said")).to_have_text(UNDONE, timeout=SOON)
    for page in two.both():
        expect(page.locator("#desk").get_by_role("button", name="Rouvrir le vote")).to_be_visible(
            timeout=SOON
        )
        expect(page.locator("#desk").get_by_role("button", name="Clore le vote")).to_have_count(0)
    expect(fatou.page.locator("#mine label.choice")).to_have_count(0, timeout=SOON)
    two.at("Notre règle de décision")
    # Opened again by the other one, it finds the answer that it had.
    two.evening.press("^Rouvrir le vote")
    chosen = fatou.page.locator("#mine label.choice").filter(has_text=re.compile("^\\s*Consentement"))
    expect(chosen.locator("input")).to_be_checked(timeout=SOON)


@pytest.mark.timeout(300)
def test_two_take_back_at_once_and_one_move_is_taken_back(two: Two) -> None:
    two.evening.press("^Suivant")
    two.at("Introduction")
    two.evening.press("^Suivant")
    two.at("Faire connaissance")
    press_at_once(two.both(), "Annuler le dernier geste")
    two.at("Introduction")
    for page in two.both():
        expect(page.locator("#desk-said")).not_to_have_text("", timeout=SOON)
    assert sorted(page.locator("#desk-said").inner_text() for page in two.both()) == sorted([UNDONE, TOLD])
