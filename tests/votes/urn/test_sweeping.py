"""Once swept, the disk has nothing left of what an urn removed: sealed codes, the order of signatures."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
def roomy(app: Flask) -> None:
    """Two tables as new: of a page that other tests filled, PostgreSQL clears what is dead by itself."""
    if not is_postgresql():
        return
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
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


Going = Callable[[Flask], AbstractContextManager[threading.Event]]


@contextmanager
def someone_reads(app: Flask) -> Iterator[threading.Event]:
    """Elsewhere a reading whose statements all see the rows of now, until the event is set."""

    def read() -> Iterator[None]:
        with app.app_context(), db.engine.connect() as reader:
            if is_postgresql():
                reader.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            reader.execute(sa.select(sa.func.count()).select_from(VoterRoll))
            yield

    with _meanwhile(read) as over:
        yield over


@contextmanager
def someone_writes_in_another_database(app: Flask) -> Iterator[threading.Event]:
    """On the same server a writing that is not committed, until the event is set."""
    other = sa.create_engine(db.engine.url.set(database="postgres"))

    def write() -> Iterator[None]:
        with other.connect() as writer:
            writer.execute(sa.text("SELECT pg_current_xact_id()"))
            yield

    with _meanwhile(write) as over:
        yield over
    other.dispose()


@contextmanager
def _meanwhile(act: Callable[[], Iterator[None]]) -> Iterator[threading.Event]:
    begun, over, elsewhere = threading.Event(), threading.Event(), copy_context()
    elsewhere.run(database.reading)

    def run() -> None:
        for _between in act():
            begun.set()
            over.wait(20)

    thread = threading.Thread(target=elsewhere.run, args=(run,))
    thread.start()
    assert begun.wait(10)
    yield over
    over.set()
    thread.join(10)


ONE_FILE = pytest.mark.skipif(
    not os.environ.get("TEST_DATABASE_URL"), reason="a file of SQLite has no other database beside it"
)
GOING_ON = pytest.mark.parametrize(
    "going_on", [someone_reads, pytest.param(someone_writes_in_another_database, marks=ONE_FILE)]
)


@pytest.fixture
def ended(gather: Callable[..., Assembly]) -> list[bytes]:
    """The beginning of what was sealed in a window that is over: rows that are dead, not gone."""
    window = Window.prepared(gather())
    window.set()
    window.register(*REGISTERED)
    sealed = [one[:100].encode() for one in db.session.scalars(sa.select(UrnRegistration.sealed))]
    db.session.commit()
    return sealed


@GOING_ON
def test_what_began_before_is_waited_for(app: Flask, ended: list[bytes], going_on: Going) -> None:
    with going_on(app) as over:
        db.session.execute(sa.delete(UrnRegistration))
        db.session.commit()
        threading.Timer(0.5, over.set).start()
        swept = app.test_cli_runner().invoke(args=["votes", "sweep"])
    assert swept.exit_code == 0, swept.output
    left = on_disk("urn_registrations")
    assert not [one for one in ended if one in left]


@GOING_ON
def test_what_lasts_is_told(
    app: Flask, ended: list[bytes], going_on: Going, monkeypatch: pytest.MonkeyPatch
) -> None:
    with going_on(app), monkeypatch.context() as impatient:
        impatient.setattr("app.votes.sweeping.PATIENCE", 0.2)
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
