"""Take a decision, or a line of its roll, for the rest of the transaction.

SQLite gives one writer the whole database; on PostgreSQL these are row locks. Casting shares the decision,
closing takes it alone: so a cast either comes before the count, or finds the decision closed.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.db import db, rows
from app.votes.models import Decision, VoterRoll

_HELD = (
    sa.select(Decision)
    .where(Decision.id == sa.bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
# What may move while a decision is open; its text, its rules and its roll never do.
_MOVING = ("state", "phase", "closes_at")
_SHARED = (
    sa.select(*(getattr(Decision, name) for name in _MOVING))
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


def share(decision: Decision) -> Decision:
    """Read again what of the decision may move, and hold its closing back until this transaction ends."""
    for name, value in zip(_MOVING, rows(_SHARED, {"id": decision.id})[0], strict=True):
        set_committed_value(decision, name, value)
    return decision


def hold(decision: Decision) -> Decision:
    """Read the decision again, alone: nobody casts or closes meanwhile."""
    found: Decision = db.session.scalars(_HELD, {"id": decision.id}).one()
    return found


def roll_line(decision: Decision, member_id: int) -> RollLine | None:
    """The person's line, held until this transaction ends; None when they are not on the roll."""
    found = rows(_LINE, {"decision_id": decision.id, "member_id": member_id})
    return RollLine._make(found[0]) if found else None
