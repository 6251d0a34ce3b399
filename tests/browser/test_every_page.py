"""Every page reached by following links: accessible, in light and dark, and no wider than the screen."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.exceptions import HTTPException

from tests.browser.accessible import barriers
from tests.browser.conftest import DESKTOP, PHONE, Server
from tests.browser.walker import enter_as, excess_width

# Whoever administers reaches all that facilitators do.
ROLES = ("public", "member", "administrator")
# Each page is loaded once and looked at twice: its rules of style are the same file for all.
APPEARANCES: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "light"), (DESKTOP, "dark"))
# A decision or a proposal shows other parts in each mode and state: several of them are read.
READ_AT_MOST = {"votes.show": 22, "proposals.show": 8, "deliberations.show": 3}


@pytest.fixture
def locale() -> str:
    return "fr-FR"


@pytest.fixture
def context(browser: Browser, demo: Server, locale: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=demo.address, locale=locale, bypass_csp=True, reduced_motion="reduce"
    )
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def pages_within_reach(page: Page, endpoint_of: Callable[[str], str | None]) -> Iterator[str]:
    """Walk the links breadth first, yielding each page once it is shown."""
    waiting, met, read = deque([page.url]), {page.url}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(address)
        if endpoint is None or read[endpoint] >= READ_AT_MOST.get(endpoint, 1):
            continue
        answer = page.request.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        read[endpoint] += 1
        page.goto(address)
        yield endpoint
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")
        for link in links:
            if link not in met and urlsplit(link).netloc == urlsplit(address).netloc:
                met.add(link)
                waiting.append(link)


def faults_shown(page: Page) -> Iterator[str]:
    """What is wrong with the page as it looks now."""
    yield from barriers(page)
    if (wide := excess_width(page)) > 0:
        yield f"{wide} px too wide"


@pytest.fixture
def endpoint_of(app: Flask) -> Callable[[str], str | None]:
    """The endpoint that answers an address by GET, None when none does or when reading changes something."""
    adapter = app.url_map.bind("127.0.0.1")

    def find(address: str) -> str | None:
        try:
            endpoint, _ = adapter.match(urlsplit(address).path, method="GET")
        except HTTPException:
            return None
        return None if endpoint in ("language", "static") else endpoint

    return find


@pytest.mark.xdist_group("demonstration")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("role", ROLES)
def test_has_no_accessibility_fault(
    context: BrowserContext, endpoint_of: Callable[[str], str | None], role: str
) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    enter_as(page, role)
    faults: list[str] = []
    seen: list[str] = []
    for endpoint in pages_within_reach(page, endpoint_of):
        seen.append(endpoint)
        for viewport, scheme in APPEARANCES:
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            faults += [f"{page.url}, {scheme}: {fault}" for fault in faults_shown(page)]
    assert len(set(seen)) >= (8 if role == "public" else 15), seen
    assert faults + complaints == []


@pytest.mark.xdist_group("demonstration")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("locale", ["en-GB"])
def test_is_no_wider_than_a_phone_in_english(
    context: BrowserContext, endpoint_of: Callable[[str], str | None]
) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    enter_as(page, "administrator")
    wide: list[str] = []
    seen: list[str] = []
    for endpoint in pages_within_reach(page, endpoint_of):
        seen.append(endpoint)
        assert page.locator("html").get_attribute("lang") == "en", page.url
        if (pixels := excess_width(page)) > 0:
            wide.append(f"{page.url}: {pixels} px")
    assert len(set(seen)) >= 15, seen
    assert wide == []
