"""Leave nowhere on the disk what secret ballots removed: rows that are dead, pages that are free."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.votes.models import SecretBallot, VoterRoll
from app.votes.verifiable.models import UrnBallot, UrnCredential, UrnRegistration

_KEPT = (VoterRoll, SecretBallot, UrnBallot, UrnCredential, UrnRegistration)


def sweep() -> None:
    """Rewrite what holds rolls and ballots, on a connection of its own and outside of any transaction.

    Whoever writes is waited for, and waits, a moment. Until then PostgreSQL keeps each former version of a
    row, in the order in which people signed; SQLite keeps them in its write-ahead log.
    """
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in _KEPT:
                alone.execute(sa.text(f'VACUUM (FULL, FREEZE) "{table.__tablename__}"'))
        return
    driver = db.engine.raw_connection()
    try:
        driver.cursor().execute("VACUUM")
        driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        driver.close()
