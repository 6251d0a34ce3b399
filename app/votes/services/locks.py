"""Take a decision, or a line of its roll, for the rest of the transaction.

SQLite gives one writer the whole database; on PostgreSQL these are row locks. Casting shares the decision,
closing takes it alone: so a cast either comes before the count, or finds the decision closed.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from app.db import db, rows
from app.votes.models import Decision, DecisionFacts, VoterRoll

_HELD = (
    sa.select(Decision)
    .where(Decision.id == sa.bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_SHARED = (
    sa.select(*(getattr(Decision, name) for name in DecisionFacts._fields))
    .where(Decision.id == sa.bindparam("id"))
    .with_for_update(read=True)
)


class RollLine(NamedTuple):
    """The line of someone on the roll."""

    member_id: int
    weight: int
    holder_id: int | None
    is_recused: bool
    has_voted: bool
    is_assisted: bool
    in_room: bool


_LINE = (
    sa.select(*(getattr(VoterRoll, name) for name in RollLine._fields))
    .where(
        VoterRoll.decision_id == sa.bindparam("decision_id"), VoterRoll.member_id == sa.bindparam("member_id")
    )
    .with_for_update()
)


def share(decision: Decision | DecisionFacts) -> DecisionFacts:
    """Read the decision again, and hold its closing back until this transaction ends."""
    return DecisionFacts._make(rows(_SHARED, {"id": decision.id})[0])


def hold(decision: Decision | DecisionFacts) -> Decision:
    """Read the decision again, alone: nobody casts or closes meanwhile."""
    found: Decision = db.session.scalars(_HELD, {"id": decision.id}).one()
    return found


def roll_line(decision: Decision | DecisionFacts, member_id: int) -> RollLine | None:
    """The person's line, held until this transaction ends; None when they are not on the roll."""
    found = rows(_LINE, {"decision_id": decision.id, "member_id": member_id})
    return RollLine._make(found[0]) if found else None
