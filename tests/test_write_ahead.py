"""Who is answered has their word on the disk; nobody holds the others up while the disk works."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import app.db as database
from app.write_ahead import reach_disk

INSERT = sa.text("INSERT INTO words VALUES ('dit')")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """A file with one table, as a request that may write finds it."""
    monkeypatch.setattr(database, "_reads_only", ContextVar("reads_only", default=False))
    made = sa.create_engine(f"sqlite:///{tmp_path}/words.sqlite3")
    with made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE words (said TEXT)"))
    yield made
    made.dispose()


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the file was at each wait for the disk, in bytes."""
    waits: list[int] = []
    real = os.fdatasync

    def wait(file: int) -> None:
        waits.append(os.fstat(file).st_size)
        real(file)

    monkeypatch.setattr("app.write_ahead.os.fdatasync", wait)
    return waits


def _length(engine: sa.Engine) -> int:
    return Path(f"{engine.url.database}-wal").stat().st_size


def _by_session(engine: sa.Engine) -> None:
    with Session(engine) as session:
        session.execute(INSERT)
        session.commit()


def _by_connection(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(INSERT)


@pytest.mark.parametrize("write", [_by_session, _by_connection])
def test_what_is_committed_is_on_the_disk_before_one_is_told(
    write: Callable[[sa.Engine], None], engine: sa.Engine, flushed: list[int]
) -> None:
    before = _length(engine)
    write(engine)
    assert flushed == [_length(engine)]
    assert flushed[0] > before


def test_who_only_reads_waits_for_no_disk(engine: sa.Engine, flushed: list[int]) -> None:
    def read() -> None:
        database.reading()
        with engine.begin() as connection:
            connection.execute(sa.text("SELECT said FROM words"))

    copy_context().run(read)
    assert flushed == []


def test_the_next_one_writes_while_the_disk_works(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, first = threading.Event(), threading.current_thread().ident
    order: list[str] = []

    def wait(file: int) -> None:
        if threading.get_ident() == first:
            assert slow.wait(10)
            order.append("first")

    monkeypatch.setattr("app.write_ahead.os.fdatasync", wait)

    def second() -> None:
        _by_session(engine)
        order.append("second")
        slow.set()

    other = threading.Timer(0.05, second)
    other.start()
    _by_session(engine)
    other.join(10)
    assert order == ["second", "first"]


@pytest.mark.parametrize("write", [_by_session, _by_connection])
def test_a_disk_that_fails_is_never_told_as_done(
    write: Callable[[sa.Engine], None],
    engine: sa.Engine,
    monkeypatch: pytest.MonkeyPatch,
    flushed: list[int],
) -> None:
    def fail(file: int) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr("app.write_ahead.os.fdatasync", fail)
        with pytest.raises(OSError, match="the disk is gone"):
            write(engine)
    write(engine)  # and the next one is served
    assert flushed[-1] == _length(engine)


def test_a_log_begun_anew_is_the_one_that_is_waited_for(engine: sa.Engine, flushed: list[int]) -> None:
    _by_session(engine)
    engine.dispose()  # the last one out removes the log
    assert not Path(f"{engine.url.database}-wal").exists()
    _by_session(engine)
    assert flushed[-1] == _length(engine)


def test_without_a_log_sqlite_waits_by_itself(flushed: list[int]) -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE words (said TEXT)"))
        assert connection.execute(sa.text("PRAGMA synchronous")).scalar() == 2
    assert flushed == []


def test_a_file_that_has_no_log_is_not_taken_for_settled(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reach_disk(str(tmp_path / "nothing.sqlite3"))
