"""Take a decision, or a line of its roll, for the rest of the transaction.

SQLite gives one writer the whole database; on PostgreSQL these are row locks. Casting shares the decision,
closing takes it alone: so a cast either comes before the count, or finds the decision closed.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from app.db import db, rows
from app.errors import Unseen
from app.votes.models import Decision, DecisionFacts, VoterRoll

_HELD = (
    sa.select(Decision)
    .where(Decision.id == sa.bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_FACTS_COLUMNS = tuple(getattr(Decision, name) for name in DecisionFacts._fields)
_SHARED = sa.select(*_FACTS_COLUMNS).where(Decision.id == sa.bindparam("id")).with_for_update(read=True)


class RollLine(NamedTuple):
    """The line of someone on the roll."""

    member_id: int
    weight: int
    holder_id: int | None
    is_recused: bool
    has_voted: bool
    is_assisted: bool
    in_room: bool


class Place(NamedTuple):
    """Where someone stands in a decision; without a line, they are not on its roll."""

    decision: Decision | DecisionFacts
    line: RollLine | None


_LINE_COLUMNS = tuple(getattr(VoterRoll, name) for name in RollLine._fields)
_LINE = (
    sa.select(*_LINE_COLUMNS)
    .where(
        VoterRoll.decision_id == sa.bindparam("decision_id"), VoterRoll.member_id == sa.bindparam("member_id")
    )
    .with_for_update()
)
# One statement where there are two locks of different strengths, which SQLAlchemy has no word for.
_PLACE = (
    sa.select(*_FACTS_COLUMNS, *_LINE_COLUMNS)
    .join(VoterRoll, VoterRoll.decision_id == Decision.id)
    .where(
        Decision.id == sa.bindparam("id"),
        Decision.collective_id == sa.bindparam("collective_id"),
        Decision.rules["close_when_all"].as_boolean().is_(sa.false()),
        VoterRoll.member_id == sa.bindparam("member_id"),
    )
    .with_for_update(read=True, of=Decision)
    .suffix_with("FOR UPDATE OF voter_rolls", dialect="postgresql")
)


def share(decision: Decision | DecisionFacts) -> DecisionFacts:
    """Read the decision again, and hold its closing back until this transaction ends."""
    return DecisionFacts._make(rows(_SHARED, {"id": decision.id})[0])


def take_place(collective_id: int, decision_id: int, member_id: int) -> Place:
    """What casting depends on, until this transaction ends: the decision shared, the person's line held.

    One statement: a crowd casts at once. Whoever may be the last to speak, and close the decision, holds it
    alone. Raises Unseen when the collective has no such decision.
    """
    found = rows(_PLACE, {"id": decision_id, "collective_id": collective_id, "member_id": member_id})
    if found:
        width = len(DecisionFacts._fields)
        return Place(DecisionFacts._make(found[0][:width]), RollLine._make(found[0][width:]))
    decision = db.session.scalars(_HELD, {"id": decision_id}).one_or_none()
    if decision is None or decision.collective_id != collective_id:
        raise Unseen
    return Place(decision, roll_line(decision, member_id))


def hold(decision: Decision | DecisionFacts) -> Decision:
    """Read the decision again, alone: nobody casts or closes meanwhile."""
    found: Decision = db.session.scalars(_HELD, {"id": decision.id}).one()
    return found


def roll_line(decision: Decision | DecisionFacts, member_id: int) -> RollLine | None:
    """The person's line, held until this transaction ends; None when they are not on the roll."""
    found = rows(_LINE, {"decision_id": decision.id, "member_id": member_id})
    return RollLine._make(found[0]) if found else None
