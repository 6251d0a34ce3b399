"""Groups and post-its in the browser: three screens, one phone without JavaScript, axe and large letters."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.blason_acts import draw_groups, put_together, write_in_blason, write_notes
from tests.browser.conftest import PHONE, Server
from tests.browser.evening_acts import DESK, Arrive, Evening, gather, smallest_text

# The projector's text is large and its code is for the room: axe reads it as any other page.
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def is_clean(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    found = Axe().run(page, options=WCAG).response["violations"]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url


@pytest.mark.timeout(500)
def test_the_workshop_of_the_blason_on_every_screen(empty_instance: Server, walker: Arrive) -> None:
    evening = gather(empty_instance, walker, ["Fatou", "Malik", "Wei"])
    begin_at_blason(evening)
    draw_groups(evening)
    large_and_clean(evening, "06-groupes")
    write_notes(evening)
    large_and_clean(evening, "06-post-it")
    put_together(evening)
    large_and_clean(evening, "06-blason")
    pages_of_the_desk_are_clean(evening)
    write_in_blason(evening)


def begin_at_blason(evening: Evening) -> None:
    """Straight to the workshop: what comes before is walked elsewhere."""
    evening.press("^Aller à : Construire notre blason")
    evening.on_wall("Construire notre blason")


def large_and_clean(evening: Evening, name: str) -> None:
    """Every text of the wall is read from the back of the room; no screen refuses anyone."""
    assert smallest_text(evening.wall) >= 1 / 25
    for page in (evening.wall, evening.phones[0].page):  # axe itself needs JavaScript
        is_clean(page)
    evening.picture(name)


def pages_of_the_desk_are_clean(evening: Evening) -> None:
    """On a laptop and on a phone."""
    page = evening.desk.page
    bench = page.url.split("#")[0]
    for address in (
        f"{evening.address}/animer",
        bench.removesuffix("/post-it") + "/groupes",
        bench,
        f"{bench}/papier",
        bench.removesuffix("/post-it") + "/inscription",
    ):
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.goto(address)
            is_clean(page)
    page.set_viewport_size(DESK)
