"""Once a session is over, no screen is a dead end, and none counts people who are on their way home."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.workshops.models import Participant
from app.workshops.services import arriving
from tests.workshops.room import OpenRoom, Room


def _ended(room: Room) -> None:
    assert room.press("passage", to="end", seen=room.workshop.version).status_code == 303
    db.session.expire_all()
    assert room.workshop.is_ended


def test_a_guest_is_led_to_what_the_collective_publishes(room_at: OpenRoom) -> None:
    room = room_at("welcome")
    fatou = room.phone("Fatou")
    _ended(room)
    page = fatou.page()
    assert "La séance est terminée" in page.replace("\u00a0", " ")
    assert 'href="/c/quatorze/"' in page
    assert "/absence" not in page


def test_a_member_is_led_to_what_came_of_it(room_at: OpenRoom) -> None:
    room = room_at("welcome")
    arriving.arrive_as(room.workshop, room.leader)
    db.session.commit()
    _ended(room)
    page = room.desk_client.get(f"{room.base}/participer").text
    assert f'href="{room.base}/absence"' in page
    assert room.desk_client.get(f"{room.base}/absence").status_code == 200


def test_the_wall_counts_nobody_any_more(room_at: OpenRoom) -> None:
    room = room_at("welcome")
    room.phone("Fatou")
    assert "personne dans la salle" in room.wall()
    _ended(room)
    assert "dans la salle" not in room.wall()


def test_who_does_not_scan_is_told_where_to_type_the_code(room_at: OpenRoom) -> None:
    room = room_at("welcome")
    assert "localhost/s</strong>" in room.wall()
    assert room.app.test_client().get("/s").status_code == 200


def test_nobody_leaves_a_session_that_is_over(room_at: OpenRoom) -> None:
    """The minutes say who left before the end: a tap on the way home is no such thing."""
    room = room_at("welcome")
    fatou = room.phone("Fatou")
    _ended(room)
    people = room.desk_client.get(f"{room.base}/personnes").text
    assert "est venu·e" in people
    assert "Parti·e" not in people
    assert fatou.say("depart").status_code == 303
    assert db.session.scalars(sa.select(Participant.left_at)).all() == [None]
