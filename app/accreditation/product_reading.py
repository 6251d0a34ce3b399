"""What pages show of types of product: how many venues offer each, and where, the best rate first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accreditation.models import Accreditation, Venue
from app.accreditation.reading import PER_PAGE, Line, line_of
from app.accreditation.states import VenueState
from app.db import db


@dataclass(frozen=True)
class Offered:
    """A page of the venues where a product is taken in charge today."""

    lines: list[Line]
    page: int
    pages: int
    total: int


def counts(collective_id: int, codes: Sequence[str], today: date) -> dict[str, int]:
    """In how many venues each type is taken in charge today: one statement."""
    if not codes:
        return {}
    row = db.session.execute(
        _in_force(collective_id, today).with_only_columns(
            *(sa.func.count(sa.case((_rate(code) > 0, 1))) for code in codes)
        )
    ).one()
    return dict(zip(codes, row, strict=True))


def offered(collective_id: int, code: str, page: int, today: date) -> Offered:
    """Where a type is taken in charge today, the best rate first: two statements."""
    found = _in_force(collective_id, today).where(_rate(code) > 0)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.execute(
        found.order_by(_rate(code).desc(), Venue.folded_name)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
        .options(joinedload(Venue.market))
    )
    return Offered([line_of(venue, act, today) for venue, act in rows], page, pages, total)


def _in_force(collective_id: int, today: date) -> sa.Select[Venue, Accreditation]:
    """Every venue accredited today, with the act that says at which rates."""
    latest = (
        sa.select(sa.func.max(Accreditation.id))
        .where(Accreditation.venue_id == Venue.id)
        .correlate(Venue)
        .scalar_subquery()
    )
    return (
        sa.select(Venue, Accreditation)
        .select_from(Venue)
        .join(Accreditation, Accreditation.id == latest)
        .where(
            Venue.collective_id == collective_id,
            Venue.state == VenueState.ACCREDITED,
            sa.or_(Accreditation.ends_on.is_(None), Accreditation.ends_on >= today),
        )
    )


def _rate(code: str) -> sa.ColumnElement[int]:
    return sa.func.coalesce(Accreditation.rates[code].as_integer(), 0)
