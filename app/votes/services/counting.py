"""Counts of what was expressed, by the database: one GROUP BY, whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from app.db import db
from app.votes.boxes import box_of
from app.votes.models import Decision, DecisionState, Expression, RoomCount, VoterRoll
from app.votes.round_models import Objection, ObjectionState
from app.votes.tally import Electorate, Outcome, count_key, spread, tally
from app.votes.tally.options import EXPRESSED


def device_counts(decision: Decision, *, closing: bool = False) -> Counter[str]:
    """Weights by stored choice, an objection under its state; the papers of the urn at closing only."""
    if decision.is_secret:
        if decision.is_open and not closing:
            raise RuntimeError("a secret decision has no count before its closing")
        return box_of(decision).counts(decision)
    weights = (
        sa.select(Expression.choice, sa.func.sum(Expression.weight))
        .where(Expression.decision_id == decision.id)
        .group_by(Expression.choice)
    )
    counts = Counter({choice: int(weight) for choice, weight in db.session.execute(weights)})
    # Objections are few: counted apart, they do not slow the count of everyone else by a join.
    for state, weight in db.session.execute(_objections(decision)) if decision.phase is not None else ():
        counts[count_key("objection", state.value)] = int(weight)
        counts["objection"] -= int(weight)
    return +counts


def _objections(decision: Decision) -> sa.Select[ObjectionState, int]:
    """Weights of the people whose word is an objection, by its state."""
    return (
        sa.select(Objection.state, sa.func.sum(Expression.weight))
        .join(
            Expression,
            sa.and_(
                Expression.decision_id == Objection.decision_id, Expression.voter_id == Objection.author_id
            ),
        )
        .where(Objection.decision_id == decision.id, Expression.choice == "objection")
        .group_by(Objection.state)
    )


def confirmed_room_counts(decision: Decision) -> list[RoomCount]:
    """The counts of the room that two people stand by."""
    return list(
        db.session.scalars(
            sa.select(RoomCount)
            .filter_by(decision_id=decision.id, withdrawn_at=None)
            .where(RoomCount.confirmed_by_id.is_not(None))
            .order_by(RoomCount.id)
        )
    )


def outcome_of(decision: Decision, counts: Counter[str], rooms: Iterable[RoomCount]) -> Outcome:
    """What these counts decide, under the frozen rules."""
    total = Counter(counts)
    for room in rooms:
        total.update(room.counts)
    # A verifiable urn knows the marks, never the whole ballots they come from.
    marks = total if EXPRESSED in total else spread(total, decision.method, decision.option_keys)
    return tally(
        marks,
        Electorate(decision.eligible, decision.present),
        decision.frozen_step,
        decision.method,
        decision.option_keys,
    )


def participation(decision: Decision) -> int:
    """How many votes were expressed, those counted in the room included; says nothing of what."""
    voted = (
        sa.select(sa.func.coalesce(sa.func.sum(VoterRoll.weight), 0))
        .where(VoterRoll.decision_id == decision.id, VoterRoll.has_voted)
        .scalar_subquery()
    )
    in_room = (
        sa.select(sa.func.coalesce(sa.func.sum(RoomCount.total), 0))
        .where(
            RoomCount.decision_id == decision.id,
            RoomCount.confirmed_by_id.is_not(None),
            RoomCount.withdrawn_at.is_(None),
        )
        .scalar_subquery()
    )
    return int(db.session.execute(sa.select(voted + in_room)).scalar_one())


def everyone_has_spoken(decision: Decision) -> bool:
    """Whether nobody is awaited: all votes expressed, and no objection left to be met."""
    if decision.state is not DecisionState.OPEN or participation(decision) < decision.eligible:
        return False
    raised = sa.select(Objection.id).filter_by(decision_id=decision.id, state=ObjectionState.RAISED)
    return db.session.scalar(raised.limit(1)) is None
