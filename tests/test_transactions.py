"""Who reads waits for nobody; who writes holds the database for the act alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.write_queue import WriteQueue

SignIn = Callable[[str | None], FlaskClient]


def test_a_refusal_does_not_wait_for_a_writer(app: Flask, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    with db.engine.connect() as other:  # someone is in the middle of a long write
        other.execute(sa.update(Collective).values(territory="Ailleurs"))
        assert bob.post("/c/quatorze/decisions", data={"question": "Et si ?"}).status_code == 403
        other.rollback()


def test_what_was_read_is_kept_when_writing_begins(collective: Collective, count_queries: list[str]) -> None:
    database.reading()
    found = db.session.scalars(sa.select(Collective)).one()
    database.go_on_writing()
    count_queries.clear()
    assert found.name == "Caisse du 14e"
    assert count_queries == []
    found.territory = "Paris"
    db.session.commit()
    assert found.territory == "Paris"


def test_what_must_be_written_waits_until_writing_begins(collective: Collective) -> None:
    done: list[str] = []
    database.reading()
    database.when_writing(lambda: done.append("noted"))
    assert done == []
    database.go_on_writing()
    assert done == ["noted"]
    database.when_writing(lambda: done.append("at once"))
    assert done == ["noted", "at once"]


def test_a_crowd_of_writers_all_get_their_turn(app: Flask, collective: Collective) -> None:
    number = collective.id
    db.session.commit()
    failed: list[Exception] = []

    def write(name: str) -> None:
        with app.app_context():
            database.writing()
            try:
                db.session.add(Member(collective_id=number, name=name, folded_name=name.lower()))
                db.session.commit()
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=write, args=(f"Voix {n}",)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert db.session.scalar(sa.select(sa.func.count(Member.id))) == 28


def test_a_writer_who_gives_up_lets_the_next_one_in(collective: Collective) -> None:
    for _again in range(3):
        db.session.execute(sa.update(Collective).values(territory="Ailleurs"))
        db.session.rollback()
        db.session.remove()
    with db.engine.begin() as other:
        other.execute(sa.update(Collective).values(territory="Paris"))
    assert db.session.scalar(sa.select(Collective.territory)) == "Paris"


def test_processes_take_turns_too(tmp_path: Path) -> None:
    """Each process opens the file for itself; two queues stand for two processes."""
    here, there = (WriteQueue(str(tmp_path / "queue")) for _process in range(2))
    order: list[str] = []
    assert here.enter()

    def write_there() -> None:
        there.enter()
        order.append("there")
        there.leave()

    waiting = threading.Thread(target=write_there)
    waiting.start()
    time.sleep(0.05)
    order.append("here")
    here.leave()
    waiting.join(10)
    assert order == ["here", "there"]


def test_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.write_queue.PATIENCE", 0.01)
    queue = WriteQueue("")
    assert queue.enter()
    assert not queue.enter()
    queue.leave()
    assert queue.enter()
    queue.leave()
