"""What is sent from a phone is saved, says so, waits for the network and is counted once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.live.conftest import Arrive
from tests.live.visitors import SOON, follows, said, say
from tests.serving import Server

pytestmark = pytest.mark.browser


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
    expect(page.get_by_text("Hors ligne\u00a0: la page reprendra d’elle-même.")).to_be_visible(timeout=SOON)
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
