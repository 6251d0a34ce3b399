"""« Rejouer la soirée » before one's eyes: steps are pressed in one window, three screens move in theirs."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Server
from tests.browser.walker import enter_as

DESK = {"width": 1024, "height": 768}
WALL = {"width": 1920, "height": 1080}


def press(page: Page, until: str) -> None:
    """Press « Suite » until the step that begins so is done."""
    for _step in range(30):
        button, progress = (
            page.get_by_role("button", name=re.compile("^Suite")),
            page.get_by_role("progressbar"),
        )
        said = button.inner_text().partition(":")[2].strip()
        done = int(progress.get_attribute("value") or 0)
        button.click()
        expect(progress).to_have_attribute("value", str(done + 1))
        if said.startswith(until):
            return
    raise AssertionError(until)


def test_the_three_screens_move_while_the_evening_plays(browser: Browser, demo: Server) -> None:
    entered = browser.new_context(base_url=demo.address, viewport=DESK, locale="fr-FR")
    player = entered.new_page()
    enter_as(player, "facilitator")
    player.goto(re.sub(r"(/c/[^/]+).*", r"\1/rejouer", player.url))
    player.get_by_role("button", name="Rejouer la soirée").click()
    player.wait_for_url(re.compile(r"/rejouer/\d+$"))
    session = player.url.replace("/rejouer/", "/seances/")
    press(player, "Amina B.")

    def screen(name: str, viewport: dict[str, int]) -> Page:
        page = browser.new_context(
            viewport=viewport, locale="fr-FR", storage_state=entered.storage_state(), bypass_csp=True
        ).new_page()
        page.goto(f"{session}/{name}")
        return page

    wall, desk, phone = screen("mur", WALL), screen("animer", DESK), screen("participer", PHONE)
    press(player, "Un binôme se forme")
    for page in (wall, desk):
        expect(page.get_by_text("Le couscous du vendredi")).to_be_visible()
    expect(phone.get_by_role("heading", name="Faire connaissance")).to_be_visible()
    press(player, "Les téléphones parient")
    expect(wall.get_by_text("personnes ont parié")).to_be_visible()
    expect(phone.get_by_role("heading", name="Faire collectif")).to_be_visible()
    press(player, "Le portrait de la salle")
    for page in (wall, phone):
        expect(page.get_by_role("heading", name="Âge moyen")).to_be_visible()
    # Nothing of the portrait is behind the foot of the wall.
    wall.wait_for_function(
        "() => { const body = document.querySelector('.wall-body'); "
        "return body.querySelector('.portraits') && body.scrollHeight <= body.clientHeight + 1 }"
    )
    for page in (wall, desk, phone, player):
        page.context.close()
