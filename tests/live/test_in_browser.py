"""Screens in Chromium: they change by themselves, keep what is typed, survive the network and the server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.conftest import Change
from tests.live.hall import SAID
from tests.live.test_faults import kept
from tests.serving import Place, Server, gone

pytestmark = pytest.mark.browser
Arrive = Callable[..., Page]
Changing = Callable[[str], Change]
SOON = 20_000  # milliseconds, on a machine that does much else


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """`arrive(address, "blue")` is one more phone, on the page of the hall "blue"."""
    contexts: list[BrowserContext] = []

    def come(address: str, key: str, *, script: str = "", **options: object) -> Page:
        context = browser.new_context(base_url=address, locale="fr-FR", **options)  # type: ignore[arg-type]
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(f"/hall/{key}")
        return page

    yield come
    for context in contexts:
        context.close()


def texts(page: Page) -> list[str]:
    return page.locator(".said li").all_inner_texts()


def said(database: str, hall: str) -> list[str]:
    """What was said in a hall, once for each time it was counted."""
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        found = list(connection.scalars(sa.select(SAID.c.text).filter_by(hall=hall).order_by(SAID.c.number)))
    engine.dispose()
    return found


def say(page: Page, text: str) -> None:
    page.get_by_label("Dire").fill(text)
    page.get_by_role("button", name="Envoyer").click()


def follows(page: Page) -> None:
    """Wait until the page has heard its stream."""
    expect(page.locator("html[data-followed]")).to_be_attached(timeout=SOON)


def test_what_one_says_is_seen_by_the_other_without_reloading(hall: Server, arrive: Arrive) -> None:
    alice, bob = arrive(hall.address, "blue"), arrive(hall.address, "blue")
    follows(bob)
    bob.evaluate("window.isTheSamePage = true")
    say(alice, "Bonsoir")
    expect(bob.locator(".said li")).to_have_text(["Bonsoir"], timeout=SOON)
    expect(bob.get_by_text("1 dans le tiroir")).to_be_visible(timeout=SOON)
    expect(alice.get_by_text("C’est noté.").first).to_be_visible(timeout=SOON)
    assert bob.evaluate("window.isTheSamePage")


def test_what_is_being_typed_stays_when_the_region_is_shown_again(hall: Server, arrive: Arrive) -> None:
    alice, bob = arrive(hall.address, "typing"), arrive(hall.address, "typing")
    follows(bob)
    field = bob.get_by_label("Dire")
    field.fill("Je pense que")
    field.press("ArrowLeft")
    say(alice, "Bonsoir")
    expect(bob.locator(".said li")).to_have_text(["Bonsoir"], timeout=SOON)
    expect(field).to_be_focused()
    bob.keyboard.type("X")
    expect(field).to_have_value("Je pense quXe")


def test_a_button_stays_under_the_finger_that_presses_it(hall: Server, arrive: Arrive) -> None:
    alice, bob = arrive(hall.address, "press"), arrive(hall.address, "press")
    follows(bob)
    bob.get_by_label("Dire").fill("Moi aussi")
    bob.get_by_role("button", name="Envoyer").hover()
    bob.mouse.down()
    say(alice, "Bonsoir")
    expect(alice.locator(".said li")).to_have_text(["Bonsoir"], timeout=SOON)
    expect(bob.get_by_text("1 dans le tiroir")).to_be_visible(timeout=SOON)  # where no finger is
    assert texts(bob) == []
    bob.mouse.up()
    expect(bob.locator(".said li")).to_have_text(["Bonsoir", "Moi aussi"], timeout=SOON)


def test_what_comes_by_the_stream_can_be_sent_by_each_and_is_counted_for_each(
    hall: Server, arrive: Arrive
) -> None:
    """A form shown to all has nobody's token and nobody's key: each page puts its own."""
    phones = [arrive(hall.address, "same") for _ in range(3)]
    for phone in phones:
        follows(phone)
    say(phones[0], "Bonsoir")
    for phone in phones[1:]:
        expect(phone.locator(".said li")).to_have_text(["Bonsoir"], timeout=SOON)
    for phone in phones[1:]:
        say(phone, "Moi aussi")
    expect(phones[0].locator(".said li")).to_have_text(["Bonsoir", "Moi aussi", "Moi aussi"], timeout=SOON)
    assert said(hall.database, "same") == ["Bonsoir", "Moi aussi", "Moi aussi"]


def test_what_is_new_is_announced_once(hall: Server, arrive: Arrive, change: Changing) -> None:
    alice, bob = arrive(hall.address, "aloud"), arrive(hall.address, "aloud")
    follows(bob)
    line = bob.locator("#live-said")
    expect(line).to_have_text("")
    say(alice, "Bonsoir")
    expect(line).to_have_text("1 choses dites", timeout=SOON)
    bob.evaluate("document.getElementById('live-said').textContent = ''")
    bob.evaluate("document.addEventListener('live:shown', () => { document.body.dataset.shown = 'again'; })")
    change(hall.database)("lounge/aloud", "board")
    expect(bob.locator("body[data-shown=again]")).to_be_attached(timeout=SOON)
    expect(line).to_have_text("")


@pytest.mark.parametrize("wrong_by", [-3_600_000, 0, 3_600_000])
def test_a_timer_is_right_on_a_phone_whose_clock_is_not(hall: Server, arrive: Arrive, wrong_by: int) -> None:
    shifted = f"const now = Date.now; Date.now = () => now.call(Date) + {wrong_by};"
    page = arrive(hall.address, "clock", script=shifted)
    follows(page)
    expect(page.locator("#timer")).to_have_text(re.compile(r"^01:(30|2\d|1\d)$"))
    expect(page.locator("#paused")).to_have_text("1:02:03")
    before = page.locator("#timer").inner_text()
    expect(page.locator("#timer")).not_to_have_text(before, timeout=SOON)


def test_a_tap_is_saved_and_says_so_and_so_is_going_back_on_it(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "tap")
    for choice in ("Du pain", "Du vin", "Du pain"):
        page.get_by_label(choice).check()
        expect(page.locator("form[data-outbox-tap] [data-outbox-said]")).to_have_text("C’est noté.")
        page.evaluate("document.querySelector('form[data-outbox-tap] [data-outbox-said]').textContent = ''")
    assert said(hall.database, "tap") == ["du pain", "du vin", "du pain"]


def test_what_is_said_without_network_waits_and_leaves_once_in_order(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "cut")
    follows(page)
    page.context.set_offline(True)
    expect(page.get_by_text("Hors ligne : la page reprendra d’elle-même.")).to_be_visible(timeout=SOON)
    say(page, "Premier")
    say(page, "Second")
    expect(page.get_by_text("En attente du réseau.").first).to_be_visible(timeout=SOON)
    assert said(hall.database, "cut") == []
    page.context.set_offline(False)
    expect(page.locator(".said li")).to_have_text(["Premier", "Second"], timeout=SOON)
    expect(page.locator("#live-state")).to_have_text("")
    assert said(hall.database, "cut") == ["Premier", "Second"]
    assert page.evaluate("localStorage.getItem('blason.outbox')") == "[]"


def test_what_waits_leaves_even_after_the_page_was_closed(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "closed-page")
    page.context.set_offline(True)
    say(page, "Je reviens")
    expect(page.get_by_text("En attente du réseau.").first).to_be_visible(timeout=SOON)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/hall/closed-page")
    expect(page.locator(".said li")).to_have_text(["Je reviens"], timeout=SOON)


def test_on_a_shared_phone_what_waits_leaves_when_who_said_it_holds_it_again(
    hall: Server, arrive: Arrive
) -> None:
    page = arrive(hall.address, "shared?who=alice")
    follows(page)
    page.context.set_offline(True)
    say(page, "De la part d’Alice")
    expect(page.get_by_text("En attente du réseau.").first).to_be_visible(timeout=SOON)
    page.route("**/hall/shared/say", lambda route: route.abort())  # still on its way when the phone is passed
    page.context.set_offline(False)
    page.goto("/hall/shared?who=bob")
    page.unroute("**/hall/shared/say")
    follows(page)
    say(page, "De la part de Bob")
    expect(page.locator(".said li")).to_have_text(["De la part de Bob"], timeout=SOON)
    page.goto("/hall/shared?who=alice")
    expect(page.locator(".said li")).to_have_text(["De la part de Bob", "De la part d’Alice"], timeout=SOON)


def test_an_older_telephone_follows_and_answers(hall: Server, arrive: Arrive) -> None:
    older = "delete AbortSignal.timeout; delete HTMLFormElement.prototype.requestSubmit;"
    page, other = arrive(hall.address, "older", script=older), arrive(hall.address, "older")
    follows(page)
    page.get_by_label("Du pain").check()
    expect(page.locator("form[data-outbox-tap] [data-outbox-said]")).to_have_text("C’est noté.")
    say(other, "Bonsoir")
    expect(page.locator(".said li")).to_have_text(["du pain", "Bonsoir"], timeout=SOON)
    expect(page.get_by_text("2 dans le tiroir")).to_be_visible(timeout=SOON)


def test_an_answer_lost_on_the_way_back_is_not_counted_twice(hall: Server, arrive: Arrive) -> None:
    """The server counted it, the phone did not hear so: it sends the same again."""
    page = arrive(hall.address, "lost")
    attempts: list[str] = []

    def lose_the_first(route: object, request: object) -> None:
        attempts.append(request.post_data)  # type: ignore[attr-defined]
        if len(attempts) == 1:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/hall/lost/say", lose_the_first)
    say(page, "Une fois")
    expect(page.get_by_text("C’est noté.").first).to_be_visible(timeout=SOON)
    assert len(attempts) == 2
    assert said(hall.database, "lost") == ["Une fois"]


def test_what_is_refused_says_why_and_gives_the_text_back(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "refused")
    say(page, "x" * 300)
    expect(page.get_by_text("C’est trop long.")).to_be_visible(timeout=SOON)
    expect(page.get_by_label("Dire")).to_have_value("x" * 300)
    assert said(hall.database, "refused") == []


def test_without_scripts_it_is_an_ordinary_form(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "plain", java_script_enabled=False)
    say(page, "Sans script")
    expect(page.locator(".said li")).to_have_text(["Sans script"])


def test_a_fifth_screen_takes_the_place_of_the_first_which_asks_instead(hall: Server, arrive: Arrive) -> None:
    first = arrive(hall.address, "tabs")
    follows(first)
    others = [first.context.new_page() for _ in range(4)]
    for other in others:
        other.goto("/hall/tabs")
        follows(other)
    say(others[-1], "Partout")
    for page in (first, *others):
        expect(page.locator(".said li")).to_have_text(["Partout"], timeout=SOON)


def test_who_may_follow_no_more_reads_the_page_again_and_only_once(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "over")
    follows(page)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    say(page, "Je ferme")
    expect(page.locator(".said li")).to_have_text(["Je ferme"], timeout=SOON)
    page.context.set_offline(True)
    page.context.set_offline(False)  # the stream is opened again
    page.wait_for_event("load", timeout=SOON)
    page.wait_for_timeout(5_000)
    assert len(loads) == 1


def test_no_rule_of_the_browser_is_broken(hall: Server, arrive: Arrive) -> None:
    complaints: list[str] = []
    page = arrive(hall.address, "rules")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    follows(page)
    say(page, "Bonsoir")
    expect(page.locator(".said li")).to_have_text(["Bonsoir"], timeout=SOON)
    assert complaints == []


def test_a_page_survives_its_server_and_what_was_typed_meanwhile_is_sent_once(
    place: Place, arrive: Arrive, change: Changing
) -> None:
    process: subprocess.Popen[bytes] = place.start()
    try:
        page = arrive(place.address, "killed")
        follows(page)
        page.evaluate("window.isTheSamePage = true")
        rest = place.server(process).children("")
        process.kill()
        process.wait()
        assert gone(*rest)
        say(page, "Entre-temps")
        expect(page.get_by_text("En attente du réseau.").first).to_be_visible(timeout=SOON)
        process = place.start()
        expect(page.locator(".said li")).to_have_text(["Entre-temps"], timeout=2 * SOON)
        assert said(place.database, "killed") == ["Entre-temps"]
        assert page.evaluate("window.isTheSamePage")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_where_no_stream_is_held_the_page_asks(place: Place, arrive: Arrive) -> None:
    process = place.start()
    try:
        os.kill(kept(place, process)[0], signal.SIGTERM)
        alice, bob = arrive(place.address, "asking"), arrive(place.address, "asking")
        say(alice, "Sans flux")
        expect(bob.locator(".said li")).to_have_text(["Sans flux"], timeout=SOON)
        expect(bob.locator("#live-state")).to_have_text("")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
