"""The gallery in Chromium: no accessibility fault, large targets, a menu that opens without a script."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from app.collectives.models import Collective
from tests.browser.accessible import barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_gallery_has_no_accessibility_fault(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    page = browser.new_page(locale="fr-FR", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{address}/composants")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def test_every_target_is_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    page = browser.new_page(locale="fr-FR", viewport={"width": 360, "height": 800})
    page.goto(f"{address}/composants")
    for control in page.locator(".button:visible, input[type=text]:visible, select:visible, .choice").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44, control.inner_text()
    page.context.close()


def test_the_menu_opens_on_a_phone_without_javascript(
    browser: Browser, address: str, collective: Collective
) -> None:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{address}/c/{collective.slug}/blason")
    expect(page.get_by_role("link", name="Accueil", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Accueil", exact=True)).to_be_visible()
    context.close()


def test_the_menu_lies_open_on_a_wide_screen(browser: Browser, address: str, collective: Collective) -> None:
    page = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/c/{collective.slug}/blason")
    expect(page.get_by_role("link", name="Accueil", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    page.context.close()
