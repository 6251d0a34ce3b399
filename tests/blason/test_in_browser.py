"""The shield and its poster, measured where they are read: in a browser, with the fonts it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.blason.arms import shield
from app.blason.document import Blason, ItemKind
from app.votes.presets import COUSERANS

pytestmark = pytest.mark.browser

# What each text takes, in the drawing's own units: its field is known by its place.
MEASURE = """() => [...document.querySelectorAll('svg text')].map(text => {
  const box = text.getBBox();
  return [text.textContent, Number(text.getAttribute('x')), box.x, box.x + box.width, box.y + box.height];
})"""


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="fr-FR", viewport={"width": 840, "height": 1060})
    yield page
    page.close()


def _crowded() -> Blason:
    blason = Blason(name="Caisse alimentaire MUTUELLE du Quatorzième et de ses voisin·es", rules=COUSERANS)
    for kind in ItemKind:
        blason = blason.with_item(kind, "MWŒM " * 20).with_item(kind, "Anticonstitutionnellement " * 4)
        blason = blason.with_item(kind, "団結 " * 30).with_item(kind, "🌾🥕" * 30)
    return blason


def test_no_word_leaves_its_field(app: Flask, screen: Page) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        screen.set_content(f"<div>{shield(_crowded())}</div>")
    measured = screen.evaluate(MEASURE)
    assert len(measured) > 20
    for words, x, left, right, bottom in measured:
        start, end = (90, 750) if x == 420 else ((60, 420) if x < 420 else (420, 780))
        assert start <= left, words
        assert right <= end, words
        assert bottom <= 1060, words


def test_the_poster_is_one_sheet(app: Flask, browser: Browser) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        drawing = shield(_crowded())
    style = app.test_client().get("/a/blason.css").text
    page = browser.new_page(locale="fr-FR")
    page.set_content(f'<style>{style}</style><main class="page"><div class="poster">{drawing}</div></main>')
    printed = page.pdf(format="A4")
    page.close()
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
