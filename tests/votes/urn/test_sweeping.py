"""Once swept, the disk has nothing left of what an urn removed: sealed codes, the order of signatures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

import app.db as database
from app.db import db
from app.votes.models import VoterRoll
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnRegistration
from tests.votes.urn.people import Assembly
from tests.votes.urn.registering import Window

REGISTERED = ("Alice", "Farid", "Bob", "Chloé", "Membre 000", "Membre 001")


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


@pytest.fixture(autouse=True)
def alone(app: Flask) -> None:
    """Two tables as new, and nobody else in their database.

    What another test left open would hold dead rows back; what it left dead on a page that is full would have
    PostgreSQL clean it by itself, as would its own sweeper.
    """
    if not is_postgresql():
        return
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        others = sa.text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        server.execute(others)
        for table in ("urn_registrations", "voter_rolls"):
            server.execute(sa.text(f"ALTER TABLE {table} SET (autovacuum_enabled = false)"))
            server.execute(sa.text(f"VACUUM FULL {table}"))


def on_disk(table: str) -> bytes:
    """The bytes of a table as they lie; on SQLite those of everything, the write-ahead log included."""
    db.session.commit()
    if not is_postgresql():
        path = Path(db.engine.url.database or "")
        log = path.with_name(f"{path.name}-wal")  # the last one out removes it
        return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.execute(sa.text("CHECKPOINT"))
        asked = sa.text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
        return bytes(server.execute(asked, {"table": table}).scalar_one())


def versions(table: str) -> int:
    """How many versions of rows lie in the first page of a table, dead ones included."""
    db.session.commit()
    with db.engine.begin() as server:
        server.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pageinspect"))
        asked = sa.text("SELECT count(*) FROM heap_page_items(get_raw_page(:table, 0)) WHERE lp_len > 0")
        return int(server.execute(asked, {"table": table}).scalar_one())


def test_codes_that_were_sealed_and_the_order_of_signatures_leave_the_disk(
    app: Flask, gather: Callable[..., Assembly]
) -> None:
    window = Window.prepared(gather())
    window.set()
    window.register(*REGISTERED)
    # The beginning of each: SQLite cuts what is long over several pages.
    sealed = [one[:100].encode() for one in db.session.scalars(sa.select(UrnRegistration.sealed))]
    window.end()
    window.publish()
    assert any(one in on_disk("urn_registrations") for one in sealed)
    people = db.session.scalar(sa.select(sa.func.count()).select_from(VoterRoll))
    if is_postgresql():
        assert versions("voter_rolls") > people

    assert app.test_cli_runner().invoke(args=["votes", "sweep"]).exit_code == 0

    left = on_disk("urn_registrations")
    assert not [one for one in sealed if one in left]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(VoterRoll)) == people
    if is_postgresql():
        assert versions("voter_rolls") == people


@contextmanager
def someone_reads(app: Flask) -> Iterator[threading.Event]:
    """Elsewhere a reading whose statements all see the rows of now, until the event is set."""
    begun, over, elsewhere = threading.Event(), threading.Event(), copy_context()
    elsewhere.run(database.reading)

    def read() -> None:
        with app.app_context(), db.engine.connect() as reader:
            if is_postgresql():
                reader.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            reader.execute(sa.select(sa.func.count()).select_from(VoterRoll))
            begun.set()
            over.wait(20)

    thread = threading.Thread(target=elsewhere.run, args=(read,))
    thread.start()
    assert begun.wait(10)
    yield over
    over.set()
    thread.join(10)


@pytest.fixture
def ended(gather: Callable[..., Assembly]) -> list[bytes]:
    """The beginning of what was sealed in a window that is over: rows that are dead, not gone."""
    window = Window.prepared(gather())
    window.set()
    window.register(*REGISTERED)
    sealed = [one[:100].encode() for one in db.session.scalars(sa.select(UrnRegistration.sealed))]
    db.session.commit()
    return sealed


def test_a_reading_begun_before_is_waited_for(app: Flask, ended: list[bytes]) -> None:
    with someone_reads(app) as over:
        db.session.execute(sa.delete(UrnRegistration))
        db.session.commit()
        threading.Timer(0.5, over.set).start()
        swept = app.test_cli_runner().invoke(args=["votes", "sweep"])
    assert swept.exit_code == 0, swept.output
    left = on_disk("urn_registrations")
    assert not [one for one in ended if one in left]


def test_a_reading_that_lasts_is_told(
    app: Flask, ended: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.votes.sweeping.PATIENCE", 0.2)
    with someone_reads(app):
        db.session.execute(sa.delete(UrnRegistration))
        db.session.commit()
        swept = app.test_cli_runner().invoke(args=["votes", "sweep"])
    assert swept.exit_code == 1
    assert "dure encore" in swept.output
    assert app.test_cli_runner().invoke(args=["votes", "sweep"]).exit_code == 0
    left = on_disk("urn_registrations")
    assert not [one for one in ended if one in left]


def test_an_urn_that_is_open_goes_on_after_it(assembly: Assembly) -> None:
    before = assembly.vote((0, (1, 0, 0)), (1, (0, 1, 0)))
    assert assembly.app.test_cli_runner().invoke(args=["votes", "sweep"]).exit_code == 0
    after = assembly.vote((2, (1, 0, 0)))
    assembly.count()
    counted = recount(assembly.archive())
    assert counted.counts == ((2, 1, 0),)
    assert set(counted.trackers) == {*before, *after}
