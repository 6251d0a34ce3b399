"""The menu of a collective: one line above what one works on, from the width that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessible import is_accessible
from tests.browser.conftest import Server
from tests.browser.walker import enter_as

SHOWN_FROM, DESK = 896, {"width": 1024, "height": 768}
TARGET = 44
ENTRIES = 10
# Where each entry stands: its top and its size.
BOXES = """[...document.querySelectorAll(".menu li a")].map(entry => {
    const box = entry.getBoundingClientRect();
    return [Math.round(box.top), box.width, box.height];
})"""


@pytest.fixture
def page(browser: Browser, demo: Server) -> Iterator[Page]:
    """Whoever administers, at the desk of a session."""
    context = browser.new_context(base_url=demo.address, locale="fr-FR", viewport=DESK, bypass_csp=True)
    opened = context.new_page()
    enter_as(opened, "administrator")
    opened.locator(".menu a", has_text="Séances").click()
    opened.get_by_role("link", name="Relire la charte, article par article").click()
    opened.get_by_role("link", name="Animer").first.click()
    yield opened
    context.close()


@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("language", ["Français", "English"])
def test_the_menu_is_one_line_from_the_width_that_shows_it(page: Page, language: str) -> None:
    page.get_by_role("link", name=language).click()
    for width in range(SHOWN_FROM, 1301, 12):
        page.set_viewport_size({"width": width, "height": 768})
        boxes = page.evaluate(BOXES)
        assert len(boxes) == ENTRIES
        assert len({top for top, _width, _height in boxes}) == 1, width
        assert all(min(wide, high) >= TARGET for _top, wide, high in boxes), (width, boxes)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size(DESK)
    is_accessible(page)
    page.set_viewport_size({"width": SHOWN_FROM - 1, "height": 768})
    page.get_by_role("button", name="Menu").click()
    boxes = page.evaluate(BOXES)
    assert len({top for top, _width, _height in boxes}) == ENTRIES, "narrower, it opens as a list"
    assert all(high >= TARGET for _top, _width, high in boxes)
