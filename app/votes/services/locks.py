"""Take a decision, or a line of its roll, for the rest of the transaction.

SQLite gives one writer the whole database; on PostgreSQL these are row locks. Casting shares the decision,
closing takes it alone: so a cast either comes before the count, or finds the decision closed.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.votes.models import Decision, VoterRoll


def share(decision: Decision) -> Decision:
    """Read the decision again, and hold its closing back until this transaction ends."""
    return _again(decision, read=True)


def hold(decision: Decision) -> Decision:
    """Read the decision again, alone: nobody casts or closes meanwhile."""
    return _again(decision, read=False)


def _again(decision: Decision, *, read: bool) -> Decision:
    query = sa.select(Decision).filter_by(id=decision.id).with_for_update(read=read)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()


def roll_line(decision: Decision, member_id: int) -> VoterRoll | None:
    """The person's line, held until this transaction ends; None when they are not on the roll."""
    query = sa.select(VoterRoll).filter_by(decision_id=decision.id, member_id=member_id).with_for_update()
    return db.session.scalar(query, execution_options={"populate_existing": True})
