"""A whole charter, decided article by article; venues, brought in from a spreadsheet."""

from __future__ import annotations

import pytest

from tests.browser.acts import HOME
from tests.browser.charter_acts import WAYS, Arrive, decide, gathered, write_first_charter
from tests.browser.conftest import Server, Walker

TABLE = "Lieu;Genre;Où\nLe Fournil;Boulange;Paris 14e\nLe Verger;Commerce;Essonne\n"


@pytest.mark.parametrize("way", WAYS[1:3])
def test_a_first_charter_is_cut_into_articles_decided_apart_and_in_any_order(
    empty_instance: Server, walker: Arrive, way: dict[str, object]
) -> None:
    alice, bob, chloe = gathered(empty_instance, walker, way)
    bob.go(write_first_charter(bob))
    bob.follow("^La faire décider article par article")
    bob.reads("L2 Prix")
    bob.reads("Le seuil et les taux")
    bob.open("^Partager en 3 articles")
    bob.press("^Oui, partager en 3 articles")
    bob.reads("La proposition est partagée en 3 articles. 1 reste parmi vos brouillons.")
    for title in ("L2 Prix", "L1 Accueil"):
        decide(_found(bob, title), alice, bob, chloe)
    bob.go(_found(bob, "Le seuil et les taux"))
    bob.press("^Déposer la proposition")
    decide(_found(bob, "Le seuil et les taux"), alice, bob, chloe)
    public = walker(empty_instance, **way)
    public.go(f"{HOME}/charte")
    public.reads("Un lieu est conventionné s’il remplit au moins 1 critère sur 2.")
    public.reads("Version 3")


def _found(person: Walker, title: str) -> str:
    person.go(f"{HOME}/deliberations/1")
    address = person.page.get_by_role("link", name=title).first.get_attribute("href")
    assert address is not None
    return address


@pytest.mark.parametrize("way", WAYS[1:3])
def test_a_spreadsheet_is_tried_mended_in_place_and_brought_in_once_every_line_is_good(
    empty_instance: Server, walker: Arrive, way: dict[str, object]
) -> None:
    alice, *_others = gathered(empty_instance, walker, way)
    alice.go(f"{HOME}/lieux")
    alice.follow("^Importer un tableur")
    alice.fill("^Le tableau", TABLE)
    alice.press("^Vérifier, sans rien ajouter")
    alice.reads("1 ligne est à corriger")
    alice.reads("Boulange")
    alice.fill("^Le tableau", TABLE.replace("Boulange", "Commerce"))
    alice.press("^Vérifier, sans rien ajouter")
    alice.reads("Toutes les lignes sont bonnes")
    alice.press("^Ajouter ces 2 lieux")
    alice.reads("Le Fournil")
    alice.reads("Le Verger")
