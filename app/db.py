"""The database: one declarative base, typed columns, and the same transactions on SQLite and PostgreSQL."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from app.write_ahead import open_log, reach_disk
from app.write_queue import queue_before

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the application."""

    metadata = sa.MetaData(naming_convention=NAMES)


db = SQLAlchemy(metadata=Base.metadata)


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, always UTC; a naive one is refused (ValueError)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_type(kind: type[enum.Enum]) -> sa.Enum:
    """Store an enumeration by its value, with a named CHECK rather than a type of the server."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - replaced by tests


def now() -> datetime:
    """The present time, aware, UTC, to the second: what people read and what hashes cover."""
    return clock().replace(microsecond=0)


def execute(statement: sa.Executable, values: Mapping[str, Any]) -> sa.CursorResult[*tuple[Any, ...]]:
    """Send a statement of columns in the session's transaction, past its care for objects.

    It takes a third of the time. What was changed in objects must have been flushed, and objects do not
    learn of what it writes.
    """
    return db.session.connection().execute(statement, values)


def rows(
    statement: sa.Select[*tuple[Any, ...]], values: Mapping[str, Any]
) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """What a statement of columns finds, as plain rows (see `execute`)."""
    return execute(statement, values).all()


# SQLite takes its write lock at BEGIN IMMEDIATE. A transaction that reads first and writes later can be
# refused half-way; so whoever may write says so at the start. Reading pages never wait for a writer.
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


def reading() -> None:
    """From here on, transactions of this request only read."""
    _reads_only.set(True)


def writing() -> None:
    """From here on, transactions may write. An open reading transaction is ended first."""
    if _reads_only.get():
        db.session.rollback()
    _reads_only.set(False)


def may_write() -> bool:
    """Whether a transaction begun now takes the write lock."""
    return not _reads_only.get()


def when_writing(act: Callable[[], object]) -> None:
    """Do `act` now if transactions may write, else as soon as this request's may."""
    if may_write():
        act()
    else:
        g.setdefault("when_writing", []).append(act)


def go_on_writing() -> None:
    """Write from here on, and keep what was read: who asks, and of which collective.

    It may be some milliseconds old, as on a server that locks rows; what a service decides on, it reads
    again under its lock. One writer holds the whole of SQLite: it must hold it for the act alone.
    """
    was_reading = not may_write()
    _reads_only.set(False)
    if was_reading and db.session().in_transaction():
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            # The session goes on with its objects: the file alone sees another transaction.
            _driver(connection).execute("COMMIT")
            _begin_sqlite(connection)
    for act in g.pop("when_writing", ()):
        act()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # The driver would open transactions by itself, too late for rollback and savepoints to be right.
    connection.isolation_level = None
    cursor = connection.cursor()
    record.info[_HAS_LOG] = open_log(cursor)
    for pragma in ("foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


_QUEUE = "blason.queue"
_HAS_LOG = "blason.has_log"
# The file whose log holds what this connection wrote, and the disk perhaps does not.
_WRITTEN = "blason.written"
# The connection by which this thread writes.
_turn = threading.local()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _reads_only.get():
        _driver(connection).execute("BEGIN")
        return
    _queue(connection)
    _driver(connection).execute("BEGIN IMMEDIATE")
    if connection.info.get(_HAS_LOG):
        connection.info[_WRITTEN] = connection.engine.url.database


def _driver(connection: Connection) -> Any:
    """What speaks to the file itself: every page begins a transaction, and nobody else need hear of it."""
    return connection.connection.driver_connection


def _queue(connection: Connection) -> None:
    queue = queue_before(connection.engine.url.database)
    if _QUEUE not in connection.info and queue.enter():
        connection.info[_QUEUE] = queue
        _turn.connection = connection


@event.listens_for(Session, "after_commit")
def _give_turn(session: Session) -> None:
    """Let the next one write as soon as the file is free, while this one waits for the disk."""
    connection = getattr(_turn, "connection", None)
    if connection is not None and not _driver(connection).in_transaction:
        _leave_queue(connection.info)
        _settle(connection.info)


@event.listens_for(Pool, "checkin")
def _come_back(connection: Any, record: ConnectionPoolEntry) -> None:
    """However it ended, the transaction is over when its connection comes back to the pool."""
    _leave_queue(record.info)
    _settle(record.info)


def _settle(info: MutableMapping[Any, Any]) -> None:
    if (database := info.pop(_WRITTEN, None)) is not None:
        reach_disk(database)


def _leave_queue(info: MutableMapping[Any, Any]) -> None:
    if (queue := info.pop(_QUEUE, None)) is not None:
        _turn.connection = None
        queue.leave()
