"""Take a decision, or a line of its roll, for the rest of the transaction.

SQLite gives one writer the whole database; on PostgreSQL these are row locks. Casting shares the decision,
closing takes it alone: so a cast either comes before the count, or finds the decision closed.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.votes.models import Decision, VoterRoll

_FRESH = {"populate_existing": True}
_DECISION = sa.select(Decision).where(Decision.id == sa.bindparam("id")).execution_options(**_FRESH)
_SHARED, _HELD = _DECISION.with_for_update(read=True), _DECISION.with_for_update()
_LINE = (
    sa.select(VoterRoll)
    .where(
        VoterRoll.decision_id == sa.bindparam("decision_id"), VoterRoll.member_id == sa.bindparam("member_id")
    )
    .with_for_update()
    .execution_options(**_FRESH)
)


def share(decision: Decision) -> Decision:
    """Read the decision again, and hold its closing back until this transaction ends."""
    return _again(decision, read=True)


def hold(decision: Decision) -> Decision:
    """Read the decision again, alone: nobody casts or closes meanwhile."""
    return _again(decision, read=False)


def _again(decision: Decision, *, read: bool) -> Decision:
    found: Decision = db.session.scalars(_SHARED if read else _HELD, {"id": decision.id}).one()
    return found


def roll_line(decision: Decision, member_id: int) -> VoterRoll | None:
    """The person's line, held until this transaction ends; None when they are not on the roll."""
    line: VoterRoll | None = db.session.scalar(_LINE, {"decision_id": decision.id, "member_id": member_id})
    return line
