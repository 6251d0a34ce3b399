"""Standing in a shop: from the home page to the charter in a minute, to the words looked for, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import is_accessible
from tests.browser.conftest import DESKTOP, PHONE, Keyboard, Mouse, Server, Walker

HOME = "/c/la-table-du-quatorze/"
WAYS = [
    pytest.param({"viewport": PHONE, "javascript": False, "hands": Mouse}, id="phone-without-javascript"),
    pytest.param({"viewport": DESKTOP, "javascript": True, "hands": Mouse}, id="desktop"),
    pytest.param({"viewport": DESKTOP, "javascript": True, "hands": Keyboard}, id="desktop-keyboard"),
]


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("way", WAYS)
def test_the_public_reads_in_a_minute_searches_and_finds_the_whole_text_at_the_clause(
    demo: Server, walker: Callable[..., Walker], way: dict[str, object]
) -> None:
    reader = walker(demo, **way)
    reader.go(HOME)
    if way["viewport"] is PHONE:
        reader.activate(reader.page.get_by_role("button", name="Menu"))
    reader.follow("^Charte$")
    reader.reads("Un lieu est conventionné s’il remplit au moins 3 critères sur 5.")
    reader.reads("Les paysannes et les paysans y gagnent leur vie.")
    reader.reads("L’Épicerie du Passage")
    reader.fill("^Chercher dans la charte", "saison")
    reader.press("^Chercher")
    reader.follow("^Prix convenus ensemble")
    clause = reader.page.locator("#L3\\.a")
    expect(clause).to_be_in_viewport()
    expect(clause).to_contain_text("Le prix est convenu avec la ferme avant la saison.")
    reader.page.go_back()
    reader.reads("1 clause")
    reader.page.go_back()
    reader.reads("Un lieu est conventionné s’il remplit au moins 3 critères sur 5.")
    reader.follow("^Lire le texte entier")
    reader.reads("La caisse est ouverte à toutes et à tous, sans condition de revenu.")


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_each_step_is_accessible_in_both_schemes(
    demo: Server, walker: Callable[..., Walker], viewport: dict[str, int]
) -> None:
    reader = walker(demo, viewport=viewport)
    for rest in ("charte", "charte/texte", "charte/recherche?q=prix", "charte/affiche"):
        reader.go(f"{HOME}{rest}")
        is_accessible(reader.page)
