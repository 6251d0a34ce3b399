"""Screens in Chromium change by themselves: seen by all, announced once, nothing under the hand lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.live.conftest import Arrive
from tests.live.visitors import SOON, Changing, follows, said, say, texts
from tests.serving import Server

pytestmark = pytest.mark.browser


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


def test_an_older_telephone_follows_and_answers(hall: Server, arrive: Arrive) -> None:
    older = "delete AbortSignal.timeout; delete HTMLFormElement.prototype.requestSubmit;"
    page, other = arrive(hall.address, "older", script=older), arrive(hall.address, "older")
    follows(page)
    page.get_by_label("Du pain").check()
    expect(page.locator("form[data-outbox-tap] [data-outbox-said]")).to_have_text("C’est noté.")
    say(other, "Bonsoir")
    expect(page.locator(".said li")).to_have_text(["du pain", "Bonsoir"], timeout=SOON)
    expect(page.get_by_text("2 dans le tiroir")).to_be_visible(timeout=SOON)


def test_without_scripts_it_is_an_ordinary_form(hall: Server, arrive: Arrive) -> None:
    page = arrive(hall.address, "plain", java_script_enabled=False)
    say(page, "Sans script")
    expect(page.locator(".said li")).to_have_text(["Sans script"])


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
