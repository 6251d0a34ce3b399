"""« Qui sommes-nous ? » in five browsers, one of them without JavaScript; no barrier for anyone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import barriers
from tests.browser.conftest import Server
from tests.browser.evening_acts import SOON, Arrive, Evening, gather, smallest_text

NAMES = ["Fatou", "Malik", "Inès", "Odette", "Wei"]


def everywhere(evening: Evening) -> None:
    """The wall, the desk and a phone are sound, and the wall is read from the back of the room."""
    for page in (evening.wall, evening.desk.page, evening.phones[0].page):
        assert barriers(page) == [], page.url
    assert smallest_text(evening.wall) >= 1 / 25


@pytest.mark.timeout(400)
def test_a_room_guesses_answers_without_names_and_sees_who_it_is(
    empty_instance: Server, walker: Arrive
) -> None:
    evening = gather(empty_instance, walker, NAMES)
    for title in ("Accueil des participants", "Introduction", "Faire connaissance", "Faire collectif"):
        evening.next(title)
    guess(evening)
    tell(evening)
    evening.press("^Révéler")
    evening.on_wall("Part de femmes")
    evening.on_wall("100\\s*%")
    evening.on_wall("Au plus près\u00a0: Fatou")
    evening.refresh()
    evening.paper.reads("Part de femmes")
    everywhere(evening)
    evening.picture("04-quiz")


def guess(evening: Evening) -> None:
    """A guess is kept when the finger leaves the field; a plain phone has a button."""
    evening.press("^Ouvrir les paris")
    fatou = evening.phones[0]
    expect(fatou.page.locator("#live-said")).to_contain_text("Les paris sont ouverts", timeout=SOON)
    fatou.fill("^Quelle est la part de femmes", "90")
    fatou.page.keyboard.press("Tab")
    expect(fatou.page.locator("[data-outbox-said]").first).to_contain_text("Noté à", timeout=SOON)
    evening.refresh()
    paper = evening.paper
    paper.fill("^Quel est l’âge moyen", "9")
    paper.press("^Garder ma réponse", nth=1)
    paper.reads("Entre 10 et 110")
    assert paper.page.get_by_label(re.compile("^Quel est l’âge moyen")).input_value() == "9"
    paper.fill("^Quel est l’âge moyen", "44")
    paper.press("^Garder ma réponse", nth=1)
    paper.reads("Noté à")
    evening.on_wall("2\\s*personnes ont parié")
    everywhere(evening)


def tell(evening: Evening) -> None:
    """Everyone answers about themselves, once; what is wrong stays typed."""
    evening.press("^Clore les paris")
    for phone in evening.phones:
        woman = phone.page.get_by_label("Femme", exact=True)
        expect(woman).to_be_attached(timeout=SOON)
        woman.check()
        phone.page.get_by_role("button", name="Mêler ma réponse").click()
        expect(phone.page.locator("#mine")).to_contain_text("mêlée à celles des autres", timeout=SOON)
    everywhere(evening)
    evening.refresh()
    paper = evening.paper
    paper.choose("^Femme$")
    paper.fill("^Votre âge", "200")
    paper.press("^Mêler ma réponse")
    paper.reads("Un âge va de 10 à 110 ans")
    paper.fill("^Votre âge", "38")
    paper.press("^Mêler ma réponse")
    paper.reads("mêlée à celles des autres")
    evening.on_wall("5\\s*personnes sur 5 ont répondu")
