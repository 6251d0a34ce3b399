"""A poll of the room as its tests play it: opened, answered, closed, counted."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.workshops.poll_models import Poll
from app.workshops.polls import tally_of
from tests.workshops.room import Phone, Room


def poll() -> Poll:
    db.session.expire_all()
    return db.session.scalars(sa.select(Poll)).one()


def opened(room: Room) -> Poll:
    assert room.press("sondages", item=room.item.id, name="rule").status_code == 303
    return poll()


def vote(phone: Phone, key: str) -> int:
    return phone.say(f"sondages/{poll().id}", {"choice": key}).status_code


def close(room: Room) -> None:
    assert room.press(f"sondages/{poll().id}/fermeture").status_code == 303


def counts() -> dict[str, int]:
    return {one.key: one.total for one in tally_of(poll()).counts}
