"""A visit is noted when it begins and now and then, never at each page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.db import db
from app.members.models import AccessSession, Member

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
EVENING = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
PAGE = "/c/quatorze/membres"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`at(40)`: it is forty minutes past six."""

    def move(minutes: int) -> None:
        monkeypatch.setattr(database, "clock", lambda: EVENING + timedelta(minutes=minutes))

    move(0)
    return move


def seen(member: Find, name: str = "Bob") -> tuple[int | None, int | None]:
    """When the visit before ended and when this one was last noted, in minutes past six."""
    db.session.rollback()
    bob = member(name)
    times = [bob.previous_visit_at, bob.last_seen_at]
    db.session.rollback()
    first, last = (None if time is None else int((time - EVENING).total_seconds() // 60) for time in times)
    return first, last


def test_a_long_visit_is_one_visit(sign_in: SignIn, member: Find, at: Callable[[int], None]) -> None:
    bob = sign_in("Bob")
    for minute in range(0, 120, 3):
        at(minute)
        bob.get(PAGE)
    assert seen(member) == (None, 114)
    at(150)
    bob.get(PAGE)
    assert seen(member) == (114, 150)


def test_reading_within_a_visit_writes_nothing(
    sign_in: SignIn, at: Callable[[int], None], count_queries: list[str]
) -> None:
    bob = sign_in("Bob")
    bob.get(PAGE)
    count_queries.clear()
    for minute in range(5):
        at(minute)
        bob.get(PAGE)
    assert not any(statement.startswith("UPDATE") for statement in count_queries)


def test_a_page_never_waits_for_a_writer(
    app: Flask, sign_in: SignIn, member: Find, at: Callable[[int], None]
) -> None:
    bob = sign_in("Bob")
    at(60)
    with db.engine.connect() as other:  # someone is in the middle of a long write
        if other.dialect.name == "sqlite":
            other.exec_driver_sql("SELECT 1")
        other.execute(sa.update(Member).values(previous_visit_at=None))
        database.reading()
        assert bob.get(PAGE).status_code == 200
        other.rollback()
    database._reads_only.set(False)
    assert seen(member) == (None, 0)
    bob.get(PAGE)
    assert seen(member) == (0, 60)


def test_a_write_notes_the_visit_too(sign_in: SignIn, member: Find, at: Callable[[int], None]) -> None:
    bob = sign_in("Bob")
    at(60)
    bob.post("/c/quatorze/moi", data={"name": "Bob"})
    assert seen(member) == (0, 60)


def test_entering_begins_a_visit(app: Flask, member: Find, at: Callable[[int], None]) -> None:
    from app.members import slips

    [issued] = slips.issue([member("Bob")], member("Farid"))
    db.session.commit()
    app.test_client().post("/entrer", data={"code": issued.code})
    assert seen(member) == (None, 0)
    at(90)
    app.test_client().post("/entrer", data={"code": issued.code})
    assert seen(member) == (0, 90)


def test_each_browser_has_its_own_last_use(sign_in: SignIn, member: Find, at: Callable[[int], None]) -> None:
    phone, desk = sign_in("Bob"), sign_in("Bob")
    at(20)
    phone.get(PAGE)
    at(22)
    desk.get(PAGE)
    at(60)
    phone.get(PAGE)
    db.session.rollback()
    used = db.session.scalars(sa.select(AccessSession.last_used_at).order_by(AccessSession.id)).all()
    assert [(time - EVENING).total_seconds() // 60 for time in used] == [60, 22]
