"""Leave nowhere on the disk what secret ballots removed: rows that are dead, pages that are free."""

from __future__ import annotations

import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.db import db
from app.votes.models import SecretBallot, VoterRoll
from app.votes.verifiable.models import UrnBallot, UrnCredential, UrnRegistration

_KEPT = (VoterRoll, SecretBallot, UrnBallot, UrnCredential, UrnRegistration)
# Seconds that a reading begun before may still take.
PATIENCE = 30.0
_READING = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND coalesce(backend_xmin, backend_xid) IS NOT NULL AND xact_start < :since"
)


class StillRead(Exception):
    """Someone has been reading since before: what they might still see was kept, nothing was lost."""


def sweep() -> None:
    """Rewrite what holds rolls and ballots, on a connection of its own and outside of any transaction.

    Whoever writes is waited for, and waits, a moment. Until then PostgreSQL keeps each former version of a
    row, in the order in which people signed; SQLite keeps them in its write-ahead log. Both keep what a
    transaction begun before may read (https://www.postgresql.org/docs/current/routine-vacuuming.html): it is
    waited for, and StillRead is raised when it lasts longer than PATIENCE.
    """
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            _wait_for_readers(alone)
            for table in _KEPT:
                alone.execute(sa.text(f'VACUUM (FULL, FREEZE) "{table.__tablename__}"'))
        return
    driver = db.engine.raw_connection()
    driver.detach()  # it waits longer than others, and does not come back to them
    try:
        cursor = driver.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")
        cursor.execute("VACUUM")
        [is_busy, *_pages] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.close()
    if is_busy:
        raise StillRead


def _wait_for_readers(alone: Connection) -> None:
    since = alone.scalar(sa.select(sa.func.clock_timestamp()))
    until = time.monotonic() + PATIENCE
    while alone.scalar(_READING, {"since": since}):
        if time.monotonic() > until:
            raise StillRead
        time.sleep(0.1)
