"""A screen whose stream is closed, refused or dead goes on: it asks, or follows again."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest
from playwright.sync_api import expect

from tests.live.conftest import Arrive
from tests.live.test_faults import kept
from tests.live.visitors import SOON, Changing, follows, said, say
from tests.serving import Place, Server, gone

pytestmark = pytest.mark.browser


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
