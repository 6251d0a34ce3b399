"""A timer that ends: light on every screen, soft notes at the desk, a sentence said once; each can be cut."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app import create_app
from app.db import db
from app.members.models import Member
from app.workshops.models import Workshop
from app.workshops.reading import current, items_of
from app.workshops.services import leading
from tests.browser.accessible import is_accessible
from tests.browser.conftest import Server
from tests.browser.evening_acts import DESK, SOON, Arrive, Evening, gather

NOTES, SHORT = 3, timedelta(seconds=5)
NARROW = {"width": 360, "height": 740}
OVER = "Le temps est écoulé."
# Hears what a page plays, and what it says aloud.
EARS = """
window.notes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
window.heard = [];
addEventListener("DOMContentLoaded", () => {
  const said = document.getElementById("live-said");
  const hear = new MutationObserver(() => window.heard.push(said.textContent));
  if (said) hear.observe(said, { childList: true });
});
"""


class Timers:
    """The session's timer, as whoever leads sets it, only shorter than a minute."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def start(self, length: timedelta = SHORT) -> None:
        with self.app.app_context():
            workshop, lead = self._found()
            item = current(items_of(workshop))
            assert item is not None
            leading.set_timer(workshop, lead, item, length)
            self._done()

    def extend(self, more: timedelta = SHORT) -> None:
        with self.app.app_context():
            workshop, lead = self._found()
            item = current(items_of(workshop))
            assert item is not None
            assert leading.extend_timer(workshop, lead, item, more)
            self._done()

    def _found(self) -> tuple[Workshop, Member]:
        workshop = db.session.scalars(sa.select(Workshop)).one()
        return workshop, db.session.get_one(Member, workshop.created_by_id)

    def _done(self) -> None:
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


class Room:
    """The screens of an evening that has begun, heard from now on."""

    def __init__(self, evening: Evening, timers: Timers) -> None:
        self.evening, self.timers = evening, timers
        self.desk, self.wall, self.phone = evening.desk.page, evening.wall, evening.phones[0].page
        evening.press("^Commencer")
        for page in self.screens():
            page.add_init_script(EARS)
            page.reload()
            expect(page.locator("html[data-followed]")).to_be_attached(timeout=SOON)

    def screens(self) -> tuple[Page, ...]:
        return self.desk, self.wall, self.phone

    def open(self, screen: str) -> Page:
        """One more window of whoever leads."""
        page = self.desk.context.new_page()
        page.add_init_script(EARS)
        page.set_viewport_size(DESK)
        page.goto(f"{self.evening.address}/{screen}")
        expect(page.locator("html[data-followed]")).to_be_attached(timeout=SOON)
        return page


@pytest.fixture
def room(empty_instance: Server, walker: Arrive) -> Room:
    app = create_app({"SQLALCHEMY_DATABASE_URI": empty_instance.database, "SECRET_KEY": "only-for-tests"})
    return Room(gather(empty_instance, walker, ["Fatou", "Wei"]), Timers(app))


def is_over(page: Page, light: str | None = "now") -> None:
    """The screen says that the time is up; `light` tells of its frame."""
    expect(page.locator(".timer-box.rung .timer-over")).to_be_visible(timeout=SOON)
    expect(page.locator("[role=timer]")).to_have_text("00:00")
    if light is None:
        expect(page.locator("[data-rung]")).to_have_count(0)
    else:
        expect(page.locator("main[data-rung]")).to_have_attribute("data-rung", light)


def runs(page: Page) -> None:
    expect(page.locator("[role=timer]")).to_have_text(re.compile(r"00:0[1-9]"), timeout=SOON)
    expect(page.locator(".rung, [data-rung]")).to_have_count(0)


def notes(page: Page) -> int:
    played: int = page.evaluate("window.notes")
    return played


def said(page: Page) -> int:
    """How many times the page said aloud that the time is up."""
    heard: list[str] = page.evaluate("window.heard")
    return heard.count(OVER)


def sound(page: Page) -> str:
    return page.locator("[data-signal=sound]").inner_text()


@pytest.mark.timeout(300)
def test_every_screen_says_once_that_the_time_is_up(room: Room) -> None:
    assert sound(room.desk) == "Activer le son"  # nobody has touched the page yet: it may not be heard
    room.desk.locator("h2").first.click()
    expect(room.desk.locator("[data-signal=sound]")).to_have_text("Couper le son")
    room.timers.start()
    for page in room.screens():
        runs(page)
    for page in room.screens():
        is_over(page)
    assert [notes(page) for page in room.screens()] == [NOTES, 0, 0]
    assert [said(page) for page in room.screens()] == [1, 1, 1]
    for page in room.screens():
        is_accessible(page)
    # Shown again for another reason, or opened later, a screen tells it and does not ring.
    times = room.desk.locator(".desk-times")
    before = times.inner_text()
    room.evening.press(r"^\+5 min")
    expect(times).not_to_have_text(before, timeout=SOON)
    late = room.open("animer")
    is_over(late, "past")
    assert (notes(late), said(late)) == (0, 0)
    room.phone.reload()
    is_over(room.phone, "past")
    assert said(room.phone) == 0
    assert [notes(room.desk), said(room.desk)] == [NOTES, 1]
    # One more moment takes the signal back, and rings at the new end.
    room.timers.extend()
    for page in (*room.screens(), late):
        runs(page)
    for page in (*room.screens(), late):
        is_over(page)
    assert [notes(room.desk), said(room.desk)] == [2 * NOTES, 2]


@pytest.mark.timeout(300)
def test_once_the_time_is_up_the_desk_offers_more_of_it_and_no_pause(room: Room) -> None:
    desk = room.desk
    run_out = ("+1\u00a0min au minuteur", "+5\u00a0min au minuteur", "Relancer", "Arrêter le minuteur")
    pause = desk.get_by_role("button", name="Pause")
    room.timers.start()
    runs(desk)
    expect(pause).to_be_visible()
    expect(desk.get_by_role("button", name="Relancer")).to_be_hidden()
    is_over(desk)  # by itself: nothing has been shown again
    for again in (False, True):
        expect(pause).to_be_hidden()
        for name in run_out:
            expect(desk.get_by_role("button", name=name)).to_be_visible()
        if not again:
            desk.reload()
    is_accessible(desk)
    desk.set_viewport_size(NARROW)
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_label("Minuteur, en minutes").fill("3")
    desk.get_by_role("button", name="Relancer").click()
    expect(desk.locator("[role=timer]")).to_have_text(re.compile(r"0?[23]:\d\d"), timeout=SOON)
    expect(pause).to_be_visible()
    expect(desk.get_by_role("button", name="Relancer")).to_be_hidden()


@pytest.mark.timeout(300)
def test_a_phone_without_network_rings_by_itself_and_only_once(room: Room) -> None:
    room.timers.start(timedelta(seconds=8))
    runs(room.phone)
    room.phone.context.set_offline(True)
    is_over(room.phone)
    room.phone.context.set_offline(False)
    expect(room.phone.locator("html[data-followed]")).to_be_attached(timeout=SOON)
    room.evening.press(r"^\+5 min")
    is_over(room.phone)
    assert said(room.phone) == 1


@pytest.mark.timeout(300)
def test_sound_and_light_are_cut_each_on_its_own_and_the_device_remembers(room: Room) -> None:
    desk, wall = room.desk, room.wall
    desk.locator("[data-signal=light]").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-signal=light]")).to_have_text("Remettre la lumière")
    expect(desk.locator("[data-signal=sound]")).to_have_text("Couper le son")  # by that touch
    desk.get_by_role("button", name="Couper le son").click()
    wall.get_by_role("button", name="Activer le son").click()
    expect(wall.locator("[data-signal=sound]")).to_have_text("Couper le son")
    assert (notes(desk), notes(wall)) == (0, 1)  # one hears how loud it is
    for page in (desk, wall):
        for button in page.locator("[data-signal]").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
    desk.reload()
    desk.locator("h2").first.click()
    expect(desk.locator("[data-signal=sound]")).to_have_text("Activer le son")
    expect(desk.locator("[data-signal=light]")).to_have_text("Remettre la lumière")
    room.timers.start()
    is_over(desk, None)
    is_over(wall)
    assert (notes(desk), notes(wall), said(desk)) == (0, 1 + NOTES, 1)
    expect(room.phone.locator("[data-signals]")).to_have_count(0)


@pytest.mark.timeout(300)
def test_a_device_that_keeps_nothing_is_obeyed_until_the_page_is_left(room: Room) -> None:
    refused = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
    room.desk.context.add_init_script(refused)
    room.desk.reload()
    room.desk.get_by_role("button", name="Couper la lumière").click()
    room.timers.start()
    is_over(room.desk, None)
    room.desk.reload()
    is_over(room.desk, "past")


@pytest.mark.timeout(300)
def test_nothing_moves_where_one_asked_for_less_motion(room: Room) -> None:
    moving = """() => document.getAnimations({ subtree: true })
        .filter((one) => one.animationName === "breathe").length"""
    room.wall.emulate_media(reduced_motion="reduce")
    room.timers.start()
    for page in room.screens():
        is_over(page)
    assert room.wall.evaluate(moving) == 0
    assert room.phone.evaluate(moving) == 1
    room.phone.wait_for_function(f"() => ({moving})() === 0", timeout=SOON)  # then it stays
    is_over(room.phone)
