"""From an empty instance to a charter amended by consent, after an objection was met, read by the public."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.acts import HOME, address, enter, found, invite
from tests.browser.conftest import DESKTOP, PHONE, ROOT, Keyboard, Mouse, Server, Walker

Arrive = Callable[..., Walker]
WAYS = [
    pytest.param({"viewport": PHONE, "javascript": True, "hands": Mouse}, id="phone"),
    pytest.param({"viewport": DESKTOP, "javascript": True, "hands": Mouse}, id="desktop"),
    pytest.param({"viewport": PHONE, "javascript": False, "hands": Mouse}, id="phone-without-javascript"),
    pytest.param({"viewport": DESKTOP, "javascript": False, "hands": Mouse}, id="desktop-without-javascript"),
    pytest.param({"viewport": PHONE, "javascript": True, "hands": Keyboard}, id="phone-keyboard"),
    pytest.param(
        {"viewport": DESKTOP, "javascript": False, "hands": Keyboard}, id="keyboard-without-javascript"
    ),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_collective_founds_itself_decides_and_is_read(
    empty_instance: Server, walker: Arrive, way: dict[str, object], tmp_path: Path
) -> None:
    alice = walker(empty_instance, **way)
    found(alice, "geneve")
    codes = invite(alice, ["Bob", "Chloé", "Farid"])
    write_blason(alice)
    bob, chloe, farid = (walker(empty_instance, **way) for _ in range(3))
    for person, name in ((bob, "Bob"), (chloe, "Chloé"), (farid, "Farid")):
        enter(person, codes[name])
    deliberate(alice, bob, chloe)
    propose(bob)
    first = open_decision(alice)
    object_and_be_heard(first, bob, chloe, alice)
    amend(bob)
    second = open_next_round(alice)
    consent(second, alice, bob, chloe, farid)
    public = walker(empty_instance, **way)
    read_in_public(public, first, second)
    verify(empty_instance, public, second, tmp_path)


def write_blason(alice: Walker) -> None:
    alice.go(f"{HOME}/blason/modifier")
    for kind, text in (
        ("purpose", "Que chacun mange à sa faim"),
        ("value", "Dignité"),
        ("prohibition", "Demander une preuve de pauvreté"),
    ):
        part = alice.page.locator(f"section.quarter-{kind}")
        alice.type_into(part.locator("textarea, input[type=text]").last, text)
        alice.leave(part.get_by_role("button", name="Ajouter"))
    alice.go(f"{HOME}/blason")
    alice.reads("Demander une preuve de pauvreté")


def deliberate(alice: Walker, bob: Walker, chloe: Walker) -> None:
    alice.go(f"{HOME}/deliberations/nouvelle")
    alice.fill("^La question", "Quels lieux voulons-nous conventionner ?")
    alice.fill("^Le contexte", "En Gironde, un lieu doit remplir trois critères sur cinq.")
    alice.press("^Poser la question")
    bob.go(f"{HOME}/deliberations/1")
    bob.choose("^Argument pour")
    bob.fill("^Votre contribution", "Un seuil laisse à chaque lieu sa façon d’y arriver.")
    bob.press("^Publier")
    bob.reads("Un seuil laisse à chaque lieu")
    chloe.go(f"{HOME}/deliberations/1")
    chloe.follow("^Répondre")
    chloe.fill("^Votre réponse", "Et si un lieu est presque au seuil ?")
    chloe.press("^Publier")
    chloe.go(f"{HOME}/deliberations/1")
    chloe.reads("Et si un lieu est presque au seuil")


def propose(bob: Walker) -> None:
    bob.go(f"{HOME}/deliberations/1")
    bob.follow("Écrire une proposition")
    bob.fill("^Titre", "Écrire une première charte")
    bob.fill("^Texte de la proposition", "Un préambule et deux critères, pour commencer.")
    bob.choose("^Changer la charte")
    bob.press("^Garder le brouillon")
    for button, code, title, text in (
        ("Un paragraphe de préambule", "PRE1", "Pourquoi", "Nous voulons bien manger, toutes et tous."),
        ("Un critère pour les lieux", "L1", "Accueil", "Le lieu accueille tout le monde."),
        ("Un critère pour les lieux", "L2", "Prix", "Le prix paie le travail."),
    ):
        bob.press(f"^{button}")
        bob.fill(f"^Titre de {code}", title)
        bob.fill(f"^Texte de {code}", text)
    bob.fill("^Nombre de critères", "1")
    bob.press("^Enregistrer le changement")
    bob.reads("Le prix paie le travail.")
    bob.follow("^Répondez aux interdits")
    bob.choose("^La proposition le respecte")
    bob.press("^Enregistrer les réponses")
    bob.press("^Déposer la proposition")
    bob.reads("La proposition est déposée")


def open_decision(alice: Walker) -> str:
    """Alice facilitates: she opens the decision in the mode the blason says; return its address."""
    alice.go(f"{HOME}/propositions/1")
    alice.follow("Soumettre à la décision")
    alice.reads("onsentement")
    alice.press("^Ouvrir la décision")
    alice.reads("La décision est ouverte")
    return address(alice)


def object_and_be_heard(decision: str, bob: Walker, chloe: Walker, alice: Walker) -> None:
    alice.go(decision)
    alice.open("Aller à une autre phase")
    alice.press("^Objecter")
    chloe.go(decision)
    chloe.choose("^J’ai une objection majeure")
    chloe.fill("^Pourquoi", "Un seul critère, c’est trop peu : n’importe quel lieu passerait.")
    chloe.press("^M’exprimer")
    bob.go(decision)
    bob.reads("Un seul critère, c’est trop peu")
    bob.open("^Proposer une modification")
    bob.fill("^Ce qui changerait dans le texte", "Deux critères sur deux.")
    bob.press("^Proposer$")
    chloe.go(decision)
    chloe.reads("Deux critères sur deux.")
    chloe.press("^Cette modification lève l’objection")
    chloe.reads("L’objection est intégrée")


def amend(bob: Walker) -> None:
    bob.go(f"{HOME}/propositions/1/charte")
    bob.fill("^Nombre de critères", "2")
    bob.press("^Enregistrer le changement")
    bob.reads("attend un nouveau tour")


def open_next_round(alice: Walker) -> str:
    alice.go(f"{HOME}/propositions/1")
    alice.open("^Ouvrir un nouveau tour")
    alice.press("^Oui, ouvrir un nouveau tour")
    alice.reads("Un nouveau tour est ouvert sur le texte amendé")
    return address(alice)


def consent(decision: str, alice: Walker, *others: Walker) -> None:
    alice.go(decision)
    alice.open("Aller à une autre phase")
    alice.press("^Objecter")
    for person in (alice, *others):
        person.go(decision)
        person.choose("^Je consens(?! avec)")
        person.press("^M’exprimer")
        person.reads("Vous avez exprimé")
    alice.go(decision)
    alice.open("^Clore la décision")
    alice.press("^Oui, clore la décision")
    alice.reads("Adoptée : 4 consentements".replace(" :", "\u00a0:"))


def read_in_public(public: Walker, first: str, second: str) -> None:
    public.go(f"{HOME}/charte")
    public.reads("Le prix paie le travail.")
    public.follow("^Lire le texte entier")
    public.reads("au moins 2 critères sur 2")
    public.reads("Adoptée : 4 consentements".replace(" :", "\u00a0:"))
    public.go(f"{HOME}/charte/comparer/0...1")
    public.reads("Nous voulons bien manger")
    public.go(second)
    public.reads("4 consentements")
    public.does_not_read("Chloé")
    public.go(first)
    public.reads("Un seul critère, c’est trop peu")
    public.reads("Deux critères sur deux.")


def verify(server: Server, public: Walker, decision: str, folder: Path) -> None:
    """Anyone recounts the published decision offline; whoever has the server verifies its register."""
    file = folder / "decision.json"
    file.write_text(public.page.request.get(decision + ".json").text(), encoding="utf-8")
    recount = flask(server, "recount", str(file))
    assert recount.returncode == 0, recount.stderr
    altered = json.loads(file.read_text())
    altered["outcome"]["result"] = "rejected"
    file.write_text(json.dumps(altered))
    assert flask(server, "recount", str(file)).returncode == 1
    verified = flask(server, "register", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def flask(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": server.database, "BLASON_SECRET_KEY": "only-for-tests"},
        capture_output=True,
        text=True,
        check=False,
    )
