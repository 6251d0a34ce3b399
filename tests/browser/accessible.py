"""No fault of WCAG 2.2 AA on what a page shows now, in light and in dark colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# A colour on its way from one to another is neither: a change of scheme sets links in motion.
SETTLE = "document.getAnimations().filter(it => it instanceof CSSTransition).forEach(it => it.finish())"


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it looks now: the rule, and the first element that breaks it."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLE)
    faults = Axe().run(page, options=WCAG).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in faults]


def in_each_scheme(page: Page) -> Iterator[str]:
    """The page in light, then in dark colours; then in light again, as it was met."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield scheme
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")


def is_accessible(page: Page) -> None:
    """Looked at twice, once in each scheme."""
    for scheme in in_each_scheme(page):
        assert barriers(page) == [], (scheme, page.url)
