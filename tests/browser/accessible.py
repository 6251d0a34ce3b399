"""No fault of WCAG 2.2 AA on what a page shows now, in light and in dark colours."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.test_every_page import WCAG

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def is_accessible(page: Page) -> None:
    """Looked at twice, once in each scheme."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour on its way
        faults = Axe().run(page, options=WCAG).response["violations"]
        found = [f"{scheme}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in faults]
        assert not found, found
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
