"""The decision register, searched and paged; and what awaits a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.db import db
from app.members.models import Member
from app.register.search import find
from app.votes.models import Decision, DecisionState, VoterRoll
from app.votes.rules import DecisionMode

PER_PAGE = 20
FOUND_AT_MOST = 200


@dataclass(frozen=True)
class Listing:
    """A page of decisions, the latest first."""

    decisions: list[Decision]
    page: int
    pages: int
    total: int


def decisions_of(
    collective_id: int,
    actor: Member | None,
    *,
    query: str = "",
    state: DecisionState | None = None,
    mode: DecisionMode | None = None,
    to_review_by: date | None = None,
    page: int = 1,
) -> Listing:
    """The decisions `actor` may see (the public: closed ones), filtered; three queries at most.

    `to_review_by` keeps those the collective meant to talk about again by that day.
    """
    found = sa.select(Decision).filter_by(collective_id=collective_id)
    if actor is None:
        found = found.filter_by(state=DecisionState.CLOSED)
    if state is not None:
        found = found.filter_by(state=state)
    if mode is not None:
        found = found.filter_by(mode=mode)
    if to_review_by is not None:
        found = found.filter_by(state=DecisionState.CLOSED).where(Decision.review_on <= to_review_by)
    if query.strip():
        hits = find(collective_id, query, kinds=["decision"], limit=FOUND_AT_MOST)
        found = found.where(Decision.id.in_([hit.subject_id for hit in hits]))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    first_open = sa.case((Decision.state == DecisionState.OPEN, 0), else_=1)
    rows = db.session.scalars(
        found.order_by(first_open, Decision.opened_at.desc(), Decision.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Listing(list(rows), page, pages, total)


@dataclass(frozen=True)
class Awaiting:
    """An open decision on the home page: whether it awaits the reader, and how many votes are in."""

    decision: Decision
    awaits_me: bool
    participants: int


def open_decisions(collective_id: int, actor: Member) -> list[Awaiting]:
    """The open decisions, those that await `actor` first; one query."""
    mine = VoterRoll.member_id == actor.id
    awaits: Any = sa.func.max(
        sa.case((sa.and_(mine, VoterRoll.weight > 0, sa.not_(VoterRoll.has_voted)), 1), else_=0)
    )
    voted = sa.func.sum(sa.case((VoterRoll.has_voted, VoterRoll.weight), else_=0))
    progress = (
        sa.select(VoterRoll.decision_id, awaits.label("awaits"), voted.label("voted"))
        .join(Decision, Decision.id == VoterRoll.decision_id)
        .where(Decision.collective_id == collective_id, Decision.state == DecisionState.OPEN)
        .group_by(VoterRoll.decision_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Decision, progress.c.awaits, progress.c.voted)
        .join(progress, progress.c.decision_id == Decision.id)
        .order_by(progress.c.awaits.desc(), Decision.closes_at, Decision.id)
        .limit(10)
    )
    return [
        Awaiting(decision, bool(awaits) and decision.takes_expressions, int(voted))
        for decision, awaits, voted in rows
    ]
