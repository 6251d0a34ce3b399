"""What the journeys of a charter share: a collective at work, a charter written, a proposal decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.acts import HOME, address, enter, found, invite
from tests.browser.conftest import DESKTOP, PHONE, Server, Walker

Arrive = Callable[..., Walker]
WAYS = [
    pytest.param({"viewport": PHONE, "javascript": True}, id="phone"),
    pytest.param({"viewport": DESKTOP, "javascript": True}, id="desktop"),
    pytest.param({"viewport": PHONE, "javascript": False}, id="phone-without-javascript"),
    pytest.param({"viewport": DESKTOP, "javascript": False}, id="desktop-without-javascript"),
]


def gathered(server: Server, walker: Arrive, way: dict[str, object]) -> tuple[Walker, Walker, Walker]:
    """A collective that decides by simple majority: Alice, who facilitates, Bob, Chloé; Farid, away."""
    alice, bob, chloe = (walker(server, **way) for _ in range(3))
    found(alice, "simple_majority")
    codes = invite(alice, ["Bob", "Chloé", "Farid"])
    enter(bob, codes["Bob"])
    enter(chloe, codes["Chloé"])
    alice.go(f"{HOME}/deliberations/nouvelle")
    alice.fill("^La question", "Quels lieux voulons-nous conventionner ?")
    alice.fill("^Le contexte", "Une question pour commencer.")
    alice.press("^Poser la question")
    return alice, bob, chloe


def begin(person: Walker, title: str) -> None:
    """A draft that changes the charter, open in its editor."""
    person.go(f"{HOME}/deliberations/1")
    person.follow("Écrire une proposition")
    person.fill("^Titre", title)
    person.fill("^Texte de la proposition", "Voir le texte de la charte.")
    person.choose("^Changer la charte")
    person.press("^Garder le brouillon")


def put_down(person: Walker) -> str:
    person.press("^Enregistrer le changement")
    person.press("^Déposer la proposition")
    person.reads("La proposition est déposée")
    return address(person)


def write_first_charter(bob: Walker) -> str:
    begin(bob, "Une première charte")
    for code, title, text in (
        ("L1", "Accueil", "Le lieu accueille tout le monde."),
        ("L2", "Prix", "Le prix paie le travail."),
    ):
        bob.press("^Un critère pour les lieux")
        bob.fill(f"^Titre de {code}", title)
        bob.fill(f"^Texte de {code}", text)
    bob.fill("^Nombre de critères", "1")
    bob.fill("^Ajouter un type de produit", "Pommes")
    bob.press("^Voir ce qui change")
    bob.fill("^Pommes, 1 critère rempli", "50")
    bob.fill("^Pommes, 2 critères remplis", "80")
    return put_down(bob)


def decide(proposal: str, alice: Walker, *others: Walker) -> None:
    """Alice opens the decision, everyone is for it, she closes it: it is adopted."""
    alice.go(proposal)
    alice.follow("Soumettre à la décision")
    alice.press("^Ouvrir la décision")
    alice.reads("La décision est ouverte")
    decision = address(alice)
    for person in (alice, *others):
        person.go(decision)
        person.choose("^Pour(?!quoi)")
        person.press("^M’exprimer")
        person.reads("Vous avez exprimé")
    alice.go(decision)
    alice.open("^Clore la décision")
    alice.press("^Oui, clore la décision")
    alice.reads("^Adoptée")
