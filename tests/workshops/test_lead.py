"""Leading a session: next, back, the end, minutes, timers, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

import app.db as database
from app.db import db
from app.workshops.models import AgendaItem, Move, Workshop, WorkshopState
from app.workshops.reading import items_of, room_of

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]


def at(workshop: Workshop) -> str | None:
    """The title of the item the room is at."""
    db.session.expire_all()
    here = room_of(workshop).current
    return here.title if here else None


class Desk:
    """The buttons of « Animer »."""

    def __init__(self, client: FlaskClient, workshop: Workshop) -> None:
        self.client, self.base = client, f"/c/quatorze/seances/{workshop.id}/animer"
        self.workshop = workshop

    def press(self, button: str, **fields: object) -> int:
        return self.client.post(f"{self.base}/{button}", data=fields).status_code

    def next(self, seen: int | None = None) -> int:
        following = room_of(self.workshop).following
        fields = {"to": following.id if following else "end"}
        return self.press("passage", **fields, **({} if seen is None else {"seen": seen}))

    def undo(self) -> int:
        db.session.expire_all()
        last = db.session.scalar(sa.select(sa.func.max(Move.number)).filter_by(undone_at=None))
        return self.press("annulation", move=last)


@pytest.fixture
def desk(sign_in: SignIn, evening: Evening) -> Desk:
    return Desk(sign_in("Farid"), evening())


def test_a_session_begins_at_its_first_item_and_goes_on_item_by_item(desk: Desk) -> None:
    titles = [item.title for item in items_of(desk.workshop)]
    for title in titles:
        assert desk.next() == 303
        assert at(desk.workshop) == title
    assert desk.next() == 303
    assert at(desk.workshop) is None
    assert desk.workshop.state is WorkshopState.ENDED
    assert all(item.ended_at for item in items_of(desk.workshop))


def test_next_pressed_twice_for_the_same_state_advances_once(desk: Desk) -> None:
    desk.next()
    seen = desk.workshop.version
    second = items_of(desk.workshop)[1]
    for _press in range(2):
        assert desk.press("passage", to=second.id, seen=seen) == 303
    assert at(desk.workshop) == second.title
    assert desk.workshop.version == seen + 1
    page = desk.client.get(desk.base).text
    assert "Quelqu’un d’autre vient de faire avancer la séance" in page


def test_going_back_takes_the_item_up_again_where_it_had_begun(desk: Desk) -> None:
    desk.next()
    first, second = items_of(desk.workshop)[:2]
    began = first.started_at
    desk.next()
    assert desk.press("passage", to=first.id) == 303
    db.session.expire_all()
    assert at(desk.workshop) == first.title
    assert (first.started_at, first.ended_at, second.started_at) == (began, None, None)


def test_one_may_go_to_any_item(desk: Desk) -> None:
    desk.next()
    fifth = items_of(desk.workshop)[4]
    desk.press("passage", to=fifth.id)
    assert at(desk.workshop) == fifth.title
    assert [item.title for item in items_of(desk.workshop) if item.is_current] == [fifth.title]


def test_every_move_can_be_taken_back_one_after_the_other(desk: Desk) -> None:
    desk.next()
    desk.next()
    item = room_of(desk.workshop).current
    assert item is not None
    desk.press("duree", item=item.id, minutes=5)
    desk.press("minuteur", item=item.id, act="start", minutes=20)
    db.session.expire_all()
    assert (item.extra_minutes, item.timer_ends_at is not None) == (5, True)
    desk.undo()
    db.session.expire_all()
    assert (item.extra_minutes, item.timer_ends_at) == (5, None)
    desk.undo()
    db.session.expire_all()
    assert item.extra_minutes == 0
    desk.undo()
    assert at(desk.workshop) == items_of(desk.workshop)[0].title
    desk.undo()
    assert at(desk.workshop) is None
    assert desk.workshop.state is WorkshopState.PREPARED


def test_the_end_itself_can_be_taken_back(desk: Desk) -> None:
    desk.next()
    last = items_of(desk.workshop)[-1]
    desk.press("passage", to=last.id)
    desk.press("passage", to="end")
    desk.undo()
    assert at(desk.workshop) == last.title
    assert desk.workshop.state is WorkshopState.RUNNING


def test_a_move_already_taken_back_is_not_taken_back_twice(desk: Desk) -> None:
    desk.next()
    desk.next()
    number = db.session.scalar(sa.select(sa.func.max(Move.number)))
    for _press in range(2):
        assert desk.press("annulation", move=number) == 303
    assert at(desk.workshop) == items_of(desk.workshop)[0].title


def test_minutes_given_live_make_the_end_slide(desk: Desk) -> None:
    desk.next()
    before = room_of(desk.workshop)
    assert before.current is not None
    end = before.ends_at
    desk.press("duree", item=before.current.id, minutes=5)
    db.session.expire_all()
    after = room_of(desk.workshop).ends_at
    assert end is not None
    assert after is not None
    assert abs((after - end) - timedelta(minutes=5)) <= timedelta(seconds=2)


def test_an_item_keeps_one_minute_at_least(desk: Desk) -> None:
    desk.next()
    first = items_of(desk.workshop)[0]
    for _press in range(3):
        desk.press("duree", item=first.id, minutes=-5)
    db.session.expire_all()
    assert first.minutes + first.extra_minutes == 1


def test_a_timer_pauses_goes_on_is_prolonged_and_stops(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.next()
    item: AgendaItem = items_of(desk.workshop)[0]
    start = database.now()
    monkeypatch.setattr(database, "clock", lambda: start)
    desk.press("minuteur", item=item.id, act="start", minutes=20)
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(minutes=5))
    desk.press("minuteur", item=item.id, act="pause")
    db.session.expire_all()
    assert (item.timer_left, item.timer_ends_at) == (15 * 60, None)
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(minutes=8))
    desk.press("minuteur", item=item.id, act="pause")
    desk.press("minuteur", item=item.id, act="more")
    db.session.expire_all()
    assert item.timer_ends_at == start + timedelta(minutes=8 + 15 + 1)
    desk.press("minuteur", item=item.id, act="stop")
    db.session.expire_all()
    assert (item.timer_left, item.timer_ends_at) == (None, None)


def test_a_timer_that_has_rung_is_prolonged_from_now_or_begun_again_never_paused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.next()
    item: AgendaItem = items_of(desk.workshop)[0]
    start = database.now()
    monkeypatch.setattr(database, "clock", lambda: start)
    desk.press("minuteur", item=item.id, act="start", minutes=20)
    rings, late = start + timedelta(minutes=20), start + timedelta(minutes=22)
    for moment in (rings, late):  # the desk was read before it rang, the button pressed after
        monkeypatch.setattr(database, "clock", lambda moment=moment: moment)
        assert desk.press("minuteur", item=item.id, act="pause") == 303
        db.session.expire_all()
        assert (item.timer_left, item.timer_ends_at) == (None, rings)
    assert db.session.scalar(sa.select(sa.func.max(Move.number))) == 2, "there is nothing to take back"
    desk.press("minuteur", item=item.id, act="more-5")
    db.session.expire_all()
    assert item.timer_ends_at == late + timedelta(minutes=5)
    desk.press("minuteur", item=item.id, act="start", minutes=3)
    db.session.expire_all()
    assert item.timer_ends_at == late + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("duree", {"minutes": "300"}, "une ou cinq minutes"),
        ("minuteur", {"act": "start", "minutes": "0"}, "d’une minute à cinq heures"),
        ("minuteur", {"act": "start", "minutes": "301"}, "d’une minute à cinq heures"),
        ("minuteur", {"act": "start", "minutes": "deux"}, "plus à jour"),
        ("minuteur", {"act": "explode"}, "se met en pause"),
        ("passage", {"to": "plus loin"}, "plus à jour"),
    ],
)
def test_what_the_desk_cannot_do_is_refused_and_said(
    desk: Desk, act: str, fields: dict[str, str], said: str
) -> None:
    desk.next()
    item = items_of(desk.workshop)[0]
    answer = desk.client.post(f"{desk.base}/{act}", data={"item": item.id, **fields})
    assert answer.status_code == 422
    assert said in answer.text


def test_an_item_of_another_session_does_not_exist(desk: Desk, evening: Evening) -> None:
    other = items_of(evening())[0]
    assert desk.press("passage", to=other.id) == 404


def test_an_ended_session_moves_no_more(desk: Desk) -> None:
    desk.next()
    desk.press("passage", to="end")
    assert desk.press("passage", to=items_of(desk.workshop)[0].id) == 409


def test_the_second_of_two_who_press_is_told_at_the_desk_itself(desk: Desk) -> None:
    first, second = items_of(desk.workshop)[:2]
    as_htmx = {"HX-Request": "true", "HX-Target": "desk"}
    seen = desk.workshop.version
    for to, said in ((first, False), (second, True)):
        answer = desk.client.post(
            f"{desk.base}/passage",
            data={"to": to.id, "seen": seen},
            headers=as_htmx,
            follow_redirects=True,
        )
        assert answer.status_code == 200
        assert ("Quelqu’un d’autre vient de faire avancer la séance" in answer.text) is said
        assert 'data-told="desk-said"' in answer.text
    assert at(desk.workshop) == first.title
    # What follows the stream asks for the desk alone, and takes nobody's message.
    assert "desk-said" not in desk.client.get(f"{desk.base}/pupitre", headers={"HX-Request": "true"}).text


def test_the_square_to_scan_is_large_while_people_come_in(desk: Desk) -> None:
    shown = []
    for _press in range(3):
        shown.append('class="wall-door"' in desk.client.get(desk.base.replace("/animer", "/mur")).text)
        desk.next()
    assert shown == [True, True, False]
