"""What browsers do with a slip that is scanned, and what the page says on a device that cannot encrypt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Request, expect

from app.db import db
from app.votes.urn import chain, credentials
from app.votes.urn.archive import read
from app.votes.urn.canonical import hexadecimal
from tests.browser.accessible import is_accessible
from tests.browser.scanning import scan
from tests.votes.urn.people import SCRUTINEERS, Assembly
from tests.votes.urn.registering import KEEPER, Window

pytestmark = pytest.mark.browser  # what browsers do is the same whatever the database is
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
SLOW = 30_000  # milliseconds
Serving = Callable[[], AbstractContextManager[str]]
REMOTE = "caisse.example"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR", viewport=PHONE)
    context.set_default_timeout(8000)
    yield context
    context.close()


def is_accessible_at_any_size(page: Page) -> None:
    """On a phone and on a desktop; nothing needs to be moved sideways to be read."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        is_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size


def sent_by(page: Page) -> list[str]:
    """Everything that leaves the browser from now on, but the ballots, which are encrypted."""
    told: list[str] = []

    def note(request: Request) -> None:
        told.extend((request.url, str(request.headers), request.post_data or ""))

    page.on("request", note)
    return told


def test_a_scanned_slip_is_typed_and_checked_and_leaves_no_trace(
    assembly: Assembly, serving: Serving, phone: BrowserContext
) -> None:
    (first, _public), (second, _other), *_rest = assembly.slips
    address = assembly.public()
    with serving() as server:
        page = phone.new_page()
        told = sent_by(page)
        page.goto(f"{server}{address}#{first}")
        expect(page.get_by_role("button", name="Chiffrer mon bulletin")).to_be_visible(timeout=SLOW)
        expect(page.locator("#slip")).to_have_value(first)
        assert page.url == f"{server}{address}"
        assert page.evaluate("history.length") == 2  # the blank page, and this one, without the code
        page.get_by_label("Pour").check()

        page.evaluate("code => { location.hash = code }", second)  # another person scans on the same phone
        expect(page.locator("#slip")).to_have_value(second, timeout=SLOW)
        expect(page.get_by_role("button", name="Chiffrer mon bulletin")).to_be_visible(timeout=SLOW)
        expect(page.get_by_label("Pour")).not_to_be_checked()
        assert page.url == f"{server}{address}"

        wrong = f"{first[:-1]}{'a' if first[-1] != 'a' else 'b'}"
        page.goto("about:blank")
        page.goto(f"{server}{address}#{wrong}")
        expect(page.locator("[data-complaint]")).to_contain_text("faute de frappe", timeout=SLOW)
        expect(page.locator("#slip")).to_have_value(wrong)
        assert page.url == f"{server}{address}"
    everything = "\n".join(told)
    assert address in everything
    assert not [code for code in (first, second, wrong) if code in everything]


def cannot_vote(page: Page, address: str) -> None:
    """The page says why in plain words, and the two other ways; nothing can be typed."""
    page.goto(address)
    notice = page.locator("[data-unable]")
    expect(notice).to_be_visible()
    for words in ("navigateur récent", "https", "l’appareil partagé de la salle", "votez sur papier"):
        expect(notice).to_contain_text(words)
    expect(page.locator("#slip")).to_be_hidden()


def test_an_old_browser_is_told_so_and_shown_the_other_ways(
    assembly: Assembly, serving: Serving, browser: Browser
) -> None:
    address = assembly.public()
    with serving() as server:
        for age in ("without big integers", "that cannot read the module"):
            context = browser.new_context(locale="fr-FR", viewport=PHONE)
            page = context.new_page()
            if age == "without big integers":
                context.add_init_script("delete globalThis.BigInt")
            else:
                page.route(
                    "**/a/urn/**", lambda route: route.fulfill(body="0n0", content_type="text/javascript")
                )
            cannot_vote(page, server + address)
            context.close()


@pytest.fixture
def elsewhere(
    browser_type: BrowserType, browser_type_launch_args: dict[str, object], browser: Browser
) -> Iterator[Browser]:
    """A browser for which the server is on another machine, under a name."""
    flags = [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {REMOTE} 127.0.0.1"]  # type: ignore[misc]
    found = browser_type.launch(**{**browser_type_launch_args, "args": flags})  # type: ignore[arg-type]
    yield found
    found.close()


def test_a_page_that_is_not_on_https_is_told_so(
    assembly: Assembly, serving: Serving, elsewhere: Browser
) -> None:
    scrutineer = assembly.sign_in(SCRUTINEERS[0])
    cookie = scrutineer.get_cookie("blason")
    assert cookie is not None
    voting, counting = assembly.public(), assembly.at("/scrutateur")
    with serving() as server:
        remote = server.replace("127.0.0.1", REMOTE)
        context = elsewhere.new_context(locale="fr-FR", viewport=PHONE)
        context.add_cookies([{"name": "blason", "value": cookie.value, "url": remote}])
        page = context.new_page()
        cannot_vote(page, remote + voting)
        assert page.evaluate("isSecureContext") is False

        assembly.close()
        db.session.commit()
        page.goto(remote + counting)
        expect(page.locator("[data-unable]")).to_contain_text("une adresse qui commence par https")
        expect(page.get_by_role("button", name="Contrôler l’archive")).to_be_hidden()
        context.close()


def signed_in(assembly: Assembly, name: str, context: BrowserContext, server: str) -> Page:
    """A page of a member who came in."""
    cookie = assembly.sign_in(name).get_cookie("blason")
    assert cookie is not None
    db.session.commit()
    context.clear_cookies()
    context.add_cookies([{"name": "blason", "value": cookie.value, "url": server}])
    return context.new_page()


def test_a_member_s_browser_draws_the_code_and_the_server_learns_that_there_is_one(
    gather: Callable[..., Assembly], serving: Serving, phone: BrowserContext
) -> None:
    assembly = gather()
    window = Window.prepared(assembly)
    window.set()
    address, public, uuid = assembly.at("/inscription"), assembly.public(), assembly.urn.uuid
    with serving() as server:
        page = signed_in(assembly, "Bob", phone, server)
        told = sent_by(page)
        page.goto(server + address)
        is_accessible_at_any_size(page)
        page.get_by_role("button", name="Tirer mon code au hasard").click()
        shown = page.locator(".slip-code")
        expect(shown).to_have_count(1, timeout=SLOW)
        code = shown.inner_text()
        assert scan(page.locator("svg.qr")) == [f"{server}{public}#{code}"]
        is_accessible_at_any_size(page)
        with page.expect_download() as saved:
            page.get_by_role("button", name="Enregistrer").click()
        text = saved.value.path().read_text()
        assert code in text.splitlines()
        assert f"{server}{public}#{code}" in text.splitlines()
        with page.expect_navigation():
            page.get_by_role("button", name="Je l’ai gardé").click()
        expect(page.get_by_text("Vous êtes inscrit·e", exact=True)).to_be_visible()
        is_accessible_at_any_size(page)
        known = str(credentials.public(code, uuid))
        everything = "\n".join(told)
        assert "sealed=" in everything
        assert not [secret for secret in (code, code.replace("-", ""), known) if secret in everything]


def test_without_javascript_the_page_of_registration_shows_the_other_ways(
    gather: Callable[..., Assembly], serving: Serving, browser: Browser
) -> None:
    assembly = gather()
    Window.prepared(assembly).set()
    address = assembly.at("/inscription")
    with serving() as server:
        without = browser.new_context(locale="fr-FR", java_script_enabled=False, viewport=PHONE)
        page = signed_in(assembly, "Membre 003", without, server)
        page.goto(server + address)
        for words in ("navigateur récent", "l’appareil partagé de la salle", "votez sur papier"):
            expect(page.locator("[data-unable]")).to_contain_text(words)
        without.close()


def test_the_keeper_s_browser_opens_what_was_registered_and_publishes_the_list(
    gather: Callable[..., Assembly], serving: Serving, phone: BrowserContext
) -> None:
    assembly = gather()
    window = Window.prepared(assembly)
    window.set()
    window.register("Alice", "Farid", "Bob", "Membre 000", "Membre 001")
    window.end()
    address, preparation = assembly.at("/scrutateur"), assembly.at()
    with serving() as server:
        page = signed_in(assembly, "Farid", phone, server)
        page.goto(server + preparation)
        page.get_by_text("Changer les heures d’inscription").click()
        is_accessible_at_any_size(page)
        page = signed_in(assembly, KEEPER, phone, server)
        page.goto(server + address)
        registrations = page.locator("[data-open-registrations]")
        registrations.get_by_label("La phrase de votre clé").fill(assembly.phrases["Bob"])
        registrations.get_by_role("button", name="Ouvrir les inscriptions").click()
        expect(registrations.locator("[data-complaint]")).to_contain_text("pas la phrase", timeout=SLOW)
        registrations.get_by_label("La phrase de votre clé").fill(assembly.phrases[KEEPER])
        registrations.get_by_role("button", name="Ouvrir les inscriptions").click()
        expect(registrations.locator("[data-fill=readable]")).to_have_text("5", timeout=SLOW)
        expect(registrations.locator("[data-fill=registered]")).to_have_text("5")
        is_accessible_at_any_size(page)
        with page.expect_navigation():
            page.get_by_role("button", name="Publier la liste triée").click()
        expect(page.get_by_text("La liste est faite : 5 codes de vote.")).to_be_visible()
    listed = [public for _slip, public in assembly.slips]
    assert json.loads(assembly.urn.credentials or "") == sorted(listed, key=int)


def test_anyone_s_browser_recounts_and_sees_an_archive_that_lost_something(
    assembly: Assembly, serving: Serving, phone: BrowserContext, tmp_path: Path
) -> None:
    assembly.vote((0, (1, 0, 0)), (1, (1, 0, 0)), (2, (0, 1, 0)))
    begun = assembly.archive()
    assembly.count()
    archive, address = assembly.archive(), assembly.public("/bulletins")
    kept = tmp_path / "kept.bel"
    with serving() as server:
        page = phone.new_page()
        page.goto(server + address)
        part = page.locator("[data-recount]")

        def recount(before: bytes, served: bytes = archive) -> None:
            kept.write_bytes(before)
            page.route("**/*.bel", lambda route: route.fulfill(body=served))
            page.reload()
            part.get_by_label("Une archive gardée d’un autre jour").set_input_files(kept)
            part.get_by_role("button", name="Contrôler l’archive").click()

        page.reload()
        part.get_by_role("button", name="Contrôler l’archive").click()
        expect(part.locator("[data-fill=result]")).to_have_text(
            "Pour 2, Contre 1, Abstention 0", timeout=SLOW
        )
        expect(part.locator("[data-fill=fingerprint]")).to_have_text(hexadecimal(archive))
        expect(part.locator("[data-same]")).to_be_hidden()
        is_accessible_at_any_size(page)
        recount(begun)
        expect(part.locator("[data-same]")).to_be_visible(timeout=SLOW)
        recount(archive, served=begun)
        complaint = part.locator("[data-complaint]")
        expect(complaint).to_contain_text("quelque chose en a été retiré", timeout=SLOW)
        recount(b"", served=archive[:-700])
        expect(complaint).to_contain_text("ne tient pas", timeout=SLOW)
        steps = chain.steps_of(read(archive)[1])
        recount(b"", served=chain.write(0, [*steps[:2], *steps[3:]]))  # one ballot less, rightly chained
        expect(complaint).to_contain_text("ne tient pas", timeout=SLOW)
        is_accessible_at_any_size(page)
