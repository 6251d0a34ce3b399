"""Writing an amendment in a real browser, on a phone without JavaScript and on a screen with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app.charter.models import CharterVersion
from app.db import db
from app.proposals.models import Proposal
from tests.browser.accessible import barriers
from tests.charter.charters import small

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


def nothing_is_wrong_with(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    assert barriers(page) == []


@pytest.mark.parametrize(("width", "script"), [(360, False), (1280, True)])
def test_an_amendment_is_written_then_read(
    browser: Browser,
    address: str,
    adopt: Callable[..., CharterVersion],
    draft: Callable[..., Proposal],
    sign_in: Callable[[str | None], FlaskClient],
    width: int,
    script: bool,
) -> None:
    adopt(small())
    path = f"{address}/c/quatorze/propositions/{draft().id}/charte"
    cookie = sign_in("Bob").get_cookie("blason")
    db.session.commit()
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, locale="fr-FR"
    )
    context.add_cookies([{"name": "blason", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(path)
    page.get_by_label("Texte de L2").fill("Le prix paie tout le travail.")
    page.locator("#L3").get_by_role("button", name="Monter").click()
    assert page.url.endswith("#L3")
    page.get_by_role("button", name="Une recommandation").click()
    page.get_by_label("Titre de R1").fill("Une fête par an")
    page.locator("#P1").get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("button", name="Remettre P1")).to_be_visible()
    page.get_by_role("button", name="Remettre P1").click()
    page.get_by_role("button", name="Voir ce qui change").last.click()
    expect(page.locator("#so-far ins").first).to_contain_text("tout")
    expect(page.locator("#so-far")).to_contain_text("Désormais après L1")
    page.get_by_label("Texte de L1").fill("Le lieu accueille.")
    page.get_by_label("Texte de PRE1").fill("Nous mangeons ensemble. La moitié des produits vient d’à côté.")
    page.get_by_label("Texte de L3").fill("À voir.")
    page.get_by_role("button", name="Renuméroter dans l’ordre de lecture").click()
    expect(page.locator("#so-far ins.moved")).to_contain_text("vient de L3")
    expect(page.locator("#so-far del.moved")).to_contain_text("passe dans PRE1")
    expect(page.locator("#so-far .renumbered")).to_contain_text("Universalité")
    if script:
        nothing_is_wrong_with(page)
    page.get_by_role("button", name="Enregistrer le changement").click()
    expect(page.get_by_text("Le changement est enregistré.")).to_be_visible()
    expect(page.get_by_text("Une fête par an")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_public_charter_has_no_accessibility_fault(
    browser: Browser, address: str, adopt: Callable[..., CharterVersion], width: int, scheme: str
) -> None:
    adopt(small())
    db.session.commit()
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="fr-FR", bypass_csp=True
    )
    page = context.new_page()
    for path in ("", "/texte", "/versions", "/versions/1", "/comparer/0...1"):
        page.goto(f"{address}/c/quatorze/charte{path}")
        nothing_is_wrong_with(page)
    context.close()
