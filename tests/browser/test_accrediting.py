"""A venue applies without an account, is visited and assessed, and is put to a decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Server, Walker
from tests.browser.walker import enter_as

Arrive = Callable[..., Walker]
HOME = "/c/la-table-du-quatorze"
WAYS = [
    pytest.param({"viewport": PHONE, "javascript": False}, id="phone-without-javascript"),
    pytest.param({"viewport": DESKTOP, "javascript": True}, id="desktop"),
]


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("way", WAYS)
def test_a_venue_applies_is_visited_assessed_and_put_forward(
    demo: Server, walker: Arrive, way: dict[str, object]
) -> None:
    shop, julien, bernard = walker(demo, **way), walker(demo, **way), walker(demo, **way)
    enter_as(julien.page, "facilitator")
    enter_as(bernard.page, "member")
    name = f"Le Verger {uuid4().hex[:6]}"
    code = apply(shop, name)
    julien.go(f"{HOME}/lieux?q={name[-6:]}")
    julien.follow(f"^{name}")
    here = julien.page.url
    julien.press("^Prendre en instruction")
    julien.reads("En instruction")
    visit(julien, bernard)
    assess(bernard, here)
    bernard.reads("3 critères sur 5 remplis")
    answer(shop, code)
    propose(julien, here)
    julien.reads("Le seuil était clair, et il est atteint.")
    julien.reads("Nous ouvrons aussi le dimanche.")
    julien.reads("3 critères remplis sur 5")


def apply(shop: Walker, name: str) -> str:
    shop.go(f"{HOME}/lieux")
    shop.follow("^Présenter un lieu")
    shop.fill("^Nom du lieu", name)
    shop.select("^Genre de lieu", "Producteur ou productrice")
    shop.fill("^Quartier ou commune", "Essonne")
    shop.fill("^En quelques phrases", "Des pommes et des poires.")
    shop.choose("^Fruits et légumes")
    shop.fill("^Votre nom", "Renée")
    shop.fill("^Téléphone ou adresse", "par la grille du verger")
    shop.press("^Envoyer la candidature")
    shop.reads("Notez ce code")
    return shop.page.locator("strong.code").inner_text()


def visit(julien: Walker, bernard: Walker) -> None:
    julien.follow("^Préparer une visite")
    julien.fill("^Jour de la visite", "2030-05-04")
    julien.choose("^Moussa K.", nth=0)
    julien.choose("^Bernard L.", nth=1)
    julien.press("^Prévoir la visite")
    julien.reads("La visite est prévue")
    julien.reads("On ne juge pas sur place")
    bernard.go(julien.page.url)
    bernard.fill("^Points forts", "Des arbres de soixante ans.")
    bernard.press("^Enregistrer le compte rendu")
    bernard.press("^Signer")
    bernard.reads("a signé")


def assess(bernard: Walker, here: str) -> None:
    bernard.go(here)
    bernard.follow("^Évaluer")
    for clause in ("L3.a", "L3.b", "L4.a", "L5.a", "L5.b"):
        group = bernard.page.get_by_role("group", name=re.compile(rf"^{re.escape(clause)}, est-ce ainsi"))
        bernard.mark(group.get_by_label("oui", exact=True))
        bernard.fill(f"^Ce qui le montre, pour {re.escape(clause)}", "Vu sur place.")
    bernard.press("^Enregistrer l’évaluation")


def answer(shop: Walker, code: str) -> None:
    shop.go(f"{HOME}/lieux/suivi")
    shop.fill("^Code de suivi", code.lower())
    shop.press("^Voir où elle en est")
    shop.fill("^Votre réponse", "Nous ouvrons aussi le dimanche.")
    shop.press("^Joindre ma réponse")
    shop.reads("Votre réponse est jointe au dossier")


def propose(julien: Walker, here: str) -> None:
    julien.go(here)
    julien.press("^Proposer une décision")
    julien.choose("^Conventionner")
    julien.press("^Garder cette décision")
    julien.reads("Une convention a un terme")
    julien.fill("^Jusqu’au", "2028-05-04")
    julien.fill("^Les raisons", "Le seuil était clair, et il est atteint.")
    julien.press("^Garder cette décision")
    julien.reads("La décision proposée est gardée")
