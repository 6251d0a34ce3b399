"""Every square that people scan is read by a decoder that we did not write, on paper and in the room."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import found, invite
from tests.browser.conftest import DESKTOP, PHONE, Server, Walker
from tests.browser.scanning import scan
from tests.browser.walker import enter_as

Arrive = Callable[..., Walker]
HOME = "/c/la-table-du-quatorze"
pytestmark = pytest.mark.xdist_group("demonstration")


def test_the_poster_leads_to_the_charter_in_brief(demo: Server, walker: Arrive) -> None:
    page = walker(demo).page
    page.goto(f"{HOME}/charte/affiche")
    page.emulate_media(media="print")
    (address,) = scan(page.locator("svg.qr"))
    phone = walker(demo, viewport=PHONE)
    phone.go(address)
    assert phone.page.url == f"{demo.address}{HOME}/charte", "without a detour"
    phone.reads("La charte en bref")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_square_on_the_wall_leads_into_the_room(
    demo: Server, walker: Arrive, scheme: Literal["light", "dark"]
) -> None:
    page = walker(demo, scheme=scheme, viewport=DESKTOP).page
    enter_as(page, "facilitator")
    room, title = coming_session(page)
    page.goto(f"{room}/mur")
    (address,) = scan(page.locator("svg.qr").first)
    assert re.fullmatch(rf"{demo.address}/s/\S+", address), address
    phone = walker(demo, viewport=PHONE)
    phone.go(address)
    phone.reads(re.escape(title))


def coming_session(page: Page) -> tuple[str, str]:
    """Where the session that is not over yet is, and its title."""
    page.goto(f"{HOME}/seances")
    links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.pathname)")
    room = next(path for path in links if re.fullmatch(rf"{HOME}/seances/\d+", path))
    page.goto(room)
    return room, page.locator("h1").inner_text()


def test_the_slip_of_a_member_opens_the_door(empty_instance: Server, walker: Arrive) -> None:
    alice = walker(empty_instance, javascript=False)
    found(alice, "geneve")
    codes = invite(alice, ["Bob", "Farid"])
    (address,) = scan(alice.page.locator(".slips li", has_text="Bob").locator("svg.qr"))
    bob = walker(empty_instance, viewport=PHONE, javascript=False)
    bob.go(address)
    expect(bob.page.get_by_label("Code du billet")).to_have_value(codes["Bob"])
