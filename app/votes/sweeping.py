"""Leave nowhere on the disk what secret ballots removed: rows that are dead, pages that are free."""

from __future__ import annotations

import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.db import db
from app.votes.models import SecretBallot, VoterRoll
from app.votes.verifiable.models import UrnBallot, UrnCredential, UrnRegistration

_KEPT = (VoterRoll, SecretBallot, UrnBallot, UrnCredential, UrnRegistration)
# Seconds that what began before may still take.
PATIENCE = 30.0
_NOW = sa.text(
    "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS writers, clock_timestamp() AS readers"
)
# Whoever reads here, and whoever writes in any database of the server: rewriting a table takes a snapshot,
# and a snapshot is as old as the oldest writing that goes on anywhere.
_GOING_ON = sa.text(
    "SELECT pg_snapshot_xmin(pg_current_snapshot()) < CAST(CAST(:writers AS text) AS xid8)"
    " OR EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND xact_start < :readers)"
)


class StillGoing(Exception):
    """Someone has been reading or writing since before: what they might still see is kept."""


def sweep() -> None:
    """Rewrite what holds rolls and ballots, on a connection of its own and outside of any transaction.

    Whoever writes is waited for, and waits, a moment. Until then PostgreSQL keeps each former version of a
    row, in the order in which people signed; SQLite keeps them in its write-ahead log. Both keep what a
    transaction begun before may read (https://www.postgresql.org/docs/current/routine-vacuuming.html): it is
    waited for, and StillGoing is raised when it lasts longer than PATIENCE.
    """
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            _wait_for_all_before(alone)
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
        raise StillGoing


def _wait_for_all_before(alone: Connection) -> None:
    now = dict(alone.execute(_NOW).mappings().one())
    until = time.monotonic() + PATIENCE
    while alone.scalar(_GOING_ON, now):
        if time.monotonic() > until:
            raise StillGoing
        time.sleep(0.1)
