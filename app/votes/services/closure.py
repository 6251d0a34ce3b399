"""End a decision: count it once, publish its file, let other features act; or cancel it."""

from __future__ import annotations

from contextlib import suppress

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.votes.boxes import box_of
from app.votes.closing import announce, prepare
from app.votes.models import Decision, DecisionState
from app.votes.services.counting import confirmed_room_counts, device_counts, outcome_of
from app.votes.services.locks import hold
from app.votes.services.objections import stand_at_closing
from app.votes.services.publishing import digest_of, file_of, make_findable
from app.votes.tally import Outcome, cancelled


def close(decision: Decision, actor: Member | None = None, *, because: str = "manual") -> Outcome:
    """Count, store and publish the outcome, in one transaction with what it changes; return it.

    A decision already closed keeps its outcome, which is returned. `because` is `manual`, `deadline` or
    `everyone`. Raises Refused (409) for a cancelled decision.
    """
    decision = hold(decision)
    if decision.outcome is not None:
        return Outcome.from_document(decision.outcome)
    if not decision.is_open:
        raise Refused(_("Cette décision a été annulée : elle ne peut plus être close."))
    if decision.is_overdue:
        because = "deadline"
    if decision.is_secret:
        box_of(decision).refuse_early(decision)
    prepare(decision)
    stand_at_closing(decision)
    rooms = confirmed_room_counts(decision)
    outcome = outcome_of(decision, device_counts(decision, closing=True), rooms)
    document = file_of(decision, outcome, rooms)
    closed = db.session.execute(
        sa.update(Decision)
        .where(Decision.id == decision.id, Decision.state == DecisionState.OPEN)
        .values(
            state=DecisionState.CLOSED,
            outcome=outcome.to_document(),
            result=outcome.result.value,
            document=document,
            digest=digest_of(document),
            closed_at=now(),
            closed_by_id=actor.id if actor else None,
            close_reason=because,
        )
        .returning(Decision.id)
    ).scalar()
    db.session.refresh(decision)
    if closed is None:  # someone closed it although we held it: their outcome stands
        return Outcome.from_document(decision.outcome or {})
    if decision.is_secret:
        box_of(decision).seal(decision)
    record(
        decision.collective_id,
        "decision.closed",
        actor_id=actor.id if actor else None,
        subject=("decision", decision.id),
        result=outcome.result.value,
        because=because,
        digest=decision.digest,
    )
    make_findable(decision)
    announce(decision, outcome)
    db.session.flush()
    return outcome


def close_due(collective_id: int | None = None) -> list[Decision]:
    """Close every open decision whose deadline has passed; return them. For a timer, or the command line."""
    query = sa.select(Decision).where(
        Decision.state == DecisionState.OPEN, Decision.closes_at.is_not(None), Decision.closes_at <= now()
    )
    if collective_id is not None:
        query = query.filter_by(collective_id=collective_id)
    closed = []
    for decision in db.session.scalars(query.order_by(Decision.id)).all():
        if _awaits_scrutineers(decision):
            continue
        with suppress(Refused):  # papers are still to be counted: it closes once they are
            close(decision, None, because="deadline")
            closed.append(decision)
    return closed


def _awaits_scrutineers(decision: Decision) -> bool:
    """Whether an urn stands in the way: one that takes ballots is closed, and its scrutineers' turn comes."""
    from app.votes.verifiable.counting import end_ballots
    from app.votes.verifiable.models import Urn, UrnPhase

    urn = db.session.get(Urn, decision.id)
    if urn is not None and urn.phase is UrnPhase.VOTING:
        end_ballots(decision, None)
    return urn is not None


def cancel(decision: Decision, actor: Member, *, because: str = "cancelled") -> None:
    """End a decision without an outcome; what was expressed stays readable and counts for nothing.

    Raises Refused (409) when it is already closed or cancelled.
    """
    decision = hold(decision)
    if not decision.is_open:
        raise Refused(_("Cette décision est déjà close : elle ne peut plus être annulée."))
    decision.state, decision.result = DecisionState.CANCELLED, "cancelled"
    decision.closed_at, decision.closed_by_id, decision.close_reason = now(), actor.id, because
    db.session.flush()
    record(
        decision.collective_id,
        "decision.cancelled",
        actor_id=actor.id,
        subject=("decision", decision.id),
        because=because,
    )
    announce(decision, cancelled())
    db.session.flush()
