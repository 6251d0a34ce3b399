"""A charter amended by several hands, and a venue that it judges through two of its versions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.acts import HOME, address
from tests.browser.charter_acts import WAYS, Arrive, begin, decide, gathered, put_down, write_first_charter
from tests.browser.conftest import Server, Walker


@pytest.mark.parametrize("way", WAYS)
def test_competing_amendments_are_ordered_decided_in_turn_and_compared(
    empty_instance: Server, walker: Arrive, way: dict[str, object]
) -> None:
    alice, bob, chloe = gathered(empty_instance, walker, way)
    decide(write_first_charter(bob), alice, bob, chloe)
    short = amend(bob, "Sans exception", {"Texte de L1": "Le lieu accueille tout le monde, sans exception."})
    long = amend(
        chloe, "Accueillir vraiment", {"Texte de L1": "Chaque personne est accueillie, et son nom reste tu."}
    )
    order(alice)
    decide(short, alice, bob, chloe)
    choose_between_versions(chloe, long)
    decide(long, alice, bob, chloe)
    compare(walker(empty_instance, **way))


@pytest.mark.parametrize("way", WAYS)
def test_a_shop_is_accredited_renewed_under_a_new_version_then_revoked_with_reasons(
    empty_instance: Server, walker: Arrive, way: dict[str, object]
) -> None:
    alice, bob, chloe = gathered(empty_instance, walker, way)
    decide(write_first_charter(bob), alice, bob, chloe)
    apply(walker(empty_instance, **way))
    alice.go(f"{HOME}/lieux")
    alice.follow("^Le Verger")
    venue = address(alice)
    alice.press("^Prendre en instruction")
    visit(alice, bob)
    assess(bob, venue, {"L1": "oui", "L2": "non"})
    bob.reads("1 critère sur 2 rempli")
    decide(put_forward(alice, venue, "Conventionner", "L’accueil y est."), alice, bob, chloe)
    public = walker(empty_instance, **way)
    public.go(venue)
    public.reads("^Conventionné$")
    public.reads("L’accueil y est.")
    decide(amend(bob, "Tout remplir", {"Nombre de critères": "2"}, foresees="Le Verger"), alice, bob, chloe)
    public.go(venue)
    public.reads("à réexaminer")
    public.reads("La convention tient toujours")
    assess(bob, venue, {"L2": "oui"})
    decide(put_forward(alice, venue, "Renouveler", "Le prix suit désormais."), alice, bob, chloe)
    public.go(venue)
    public.does_not_read("à réexaminer")
    public.reads("Charte, version 2")
    decide(put_forward(alice, venue, "Déconventionner", "Le verger est vendu."), alice, bob, chloe)
    public.go(venue)
    public.reads("^Déconventionné$")
    public.reads("Le verger est vendu.")


def amend(person: Walker, title: str, fields: dict[str, str], foresees: str = "") -> str:
    """A proposal that types other words in these fields; the page says which venue it would touch."""
    begin(person, title)
    for label, text in fields.items():
        person.fill(f"^{label}", text)
    proposal = put_down(person)
    if foresees:
        person.follow("^Ce que cela changerait pour les lieux")
        person.reads(foresees)
    return proposal


def order(alice: Walker) -> None:
    """The furthest from the text comes first; Alice puts the other before it."""
    alice.go(f"{HOME}/charte/amendements")
    proposed = alice.page.locator("ol.vote-order h3")
    assert proposed.all_inner_texts() == ["Accueillir vraiment", "Sans exception"]
    alice.press("^Mettre aux voix plus tôt")
    alice.reads("Ordre choisi par Alice")
    assert proposed.all_inner_texts() == ["Sans exception", "Accueillir vraiment"]


def choose_between_versions(chloe: Walker, proposal: str) -> None:
    """Her text and the one just adopted change the same words: she is asked, and keeps hers."""
    chloe.go(f"{proposal}/charte")
    chloe.reads("deux versions se contredisent")
    chloe.press("^Enregistrer le changement")
    chloe.reads("[Cc]hoisissez|[Dd]ites")
    chloe.choose("^Ma version")
    chloe.press("^Enregistrer le changement")
    chloe.reads("son nom reste tu")


def compare(public: Walker) -> None:
    public.go(f"{HOME}/charte/texte")
    public.reads("Chaque personne est accueillie, et son nom reste tu.")
    public.go(f"{HOME}/charte/comparer/1...2")
    public.reads("sans exception")
    public.go(f"{HOME}/charte/comparer/2...3")
    public.reads("Chaque personne")
    public.go(f"{HOME}/charte/clauses/L1")
    public.reads("Sans exception")
    public.reads("Accueillir vraiment")


def apply(shop: Walker) -> None:
    shop.go(f"{HOME}/lieux")
    shop.follow("^Présenter un lieu")
    shop.fill("^Nom du lieu", "Le Verger")
    shop.select("^Genre de lieu", "Producteur ou productrice")
    shop.fill("^Quartier ou commune", "Essonne")
    shop.fill("^En quelques phrases", "Des pommes et des poires.")
    shop.choose("^Pommes")
    shop.fill("^Votre nom", "Renée")
    shop.fill("^Téléphone ou adresse", "par la grille du verger")
    shop.press("^Envoyer la candidature")
    shop.reads("Notez ce code")


def visit(alice: Walker, bob: Walker) -> None:
    alice.follow("^Préparer une visite")
    alice.fill("^Jour de la visite", in_days(7))
    alice.choose("^Alice", nth=0)
    alice.choose("^Bob", nth=1)
    alice.press("^Prévoir la visite")
    bob.go(alice.page.url)
    bob.fill("^Points forts", "Des arbres de soixante ans.")
    bob.press("^Enregistrer le compte rendu")
    bob.press("^Signer")
    bob.reads("a signé")


def in_days(number: int) -> str:
    return str((datetime.now(UTC) + timedelta(days=number)).date())


def assess(person: Walker, venue: str, findings: dict[str, str]) -> None:
    person.go(venue)
    person.follow("^Évaluer")
    for code, answer in findings.items():
        group = person.page.get_by_role("group", name=re.compile(rf"^{code}, est-ce ainsi"))
        person.mark(group.get_by_label(answer, exact=True))
        person.fill(f"^Ce qui le montre, pour {code}", "Vu sur place.")
    person.press("^Enregistrer l’évaluation")


def put_forward(alice: Walker, venue: str, act: str, reasons: str) -> str:
    """A proposal to decide `act` of the venue, put down; return its address."""
    alice.go(venue)
    alice.press("^Proposer une décision")
    alice.choose(f"^{act}")
    if act != "Déconventionner":
        alice.fill("^Jusqu’au", in_days(365))
    alice.fill("^Les raisons", reasons)
    alice.press("^Garder cette décision")
    alice.reads("La décision proposée est gardée")
    alice.press("^Déposer la proposition")
    alice.reads("La proposition est déposée")
    return address(alice)
