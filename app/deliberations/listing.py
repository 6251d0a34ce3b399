"""What the list of deliberations shows: two statements whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.deliberations.models import Contribution, Deliberation, DeliberationState, Follow
from app.members.models import Member

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A deliberation in the list: how many contributions are read in it, whether the reader follows it."""

    deliberation: Deliberation
    contributions: int
    is_followed: bool


@dataclass(frozen=True)
class Listing:
    """A page of deliberations, latest activity first; `totals` counts those of each state."""

    lines: Sequence[Line]
    page: int
    pages: int
    totals: dict[DeliberationState, int]


def listing(collective_id: int, reader: Member, state: DeliberationState | None, page: int) -> Listing:
    """The deliberations in `state` (None for all); a page beyond the last shows the last."""
    totals = dict.fromkeys(DeliberationState, 0)
    for counted, number in db.session.execute(
        sa.select(Deliberation.state, sa.func.count())
        .filter_by(collective_id=collective_id)
        .group_by(Deliberation.state)
    ):
        totals[counted] = number
    total = sum(totals.values()) if state is None else totals[state]
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = _lines(collective_id, reader).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    if state is not None:
        rows = rows.where(Deliberation.state == state)
    return Listing(_read(rows), page, pages, totals)


def latest(collective_id: int, reader: Member, number: int) -> list[Line]:
    """The `number` open deliberations in which something happened last."""
    rows = _lines(collective_id, reader).where(Deliberation.state == DeliberationState.OPEN).limit(number)
    return _read(rows)


def _read(rows: sa.Select[Deliberation, int, bool]) -> list[Line]:
    return [Line(asked, number, followed) for asked, number, followed in db.session.execute(rows)]


def _lines(collective_id: int, reader: Member) -> sa.Select[Deliberation, int, bool]:
    counted = (
        sa.select(sa.func.count())
        .where(Contribution.deliberation_id == Deliberation.id, Contribution.removal.is_(None))
        .scalar_subquery()
    )
    followed = sa.exists().where(Follow.deliberation_id == Deliberation.id, Follow.member_id == reader.id)
    return (
        sa.select(Deliberation, counted, followed)
        .where(Deliberation.collective_id == collective_id)
        .options(joinedload(Deliberation.author))
        .order_by(Deliberation.active_at.desc(), Deliberation.id.desc())
    )
