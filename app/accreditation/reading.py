"""What pages show of venues: the directory, a venue, in a bounded number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accreditation.models import Accreditation, Interest, Venue, VenueKind
from app.accreditation.rating import Rating, rate_venue
from app.accreditation.services.deciding import acts_of, findings_of
from app.accreditation.services.visiting import visits_of
from app.accreditation.states import NOTICE, VenueState, has_lapsed, shown
from app.accreditation.visit_models import Visit
from app.accreditation.wording import product_names
from app.charter.document import Charter
from app.charter.services import current_version
from app.db import db
from app.register.search import fold

PER_PAGE = 30
# What the public reads: where one may eat with the allowance, and where one may no longer.
PUBLIC = (VenueState.ACCREDITED, VenueState.SUSPENDED, VenueState.REVOKED)

_AROUND = (
    joinedload(Venue.market),
    joinedload(Venue.application),
    joinedload(Venue.interests).joinedload(Interest.member),
    joinedload(Venue.answers),
)
# Where one may go first, then who is on the way, then where one may no longer.
_GROUPS = sa.case(
    (Venue.state == VenueState.ACCREDITED, 0),
    (Venue.state.in_((VenueState.SUSPENDED, VenueState.REVOKED, VenueState.DECLINED)), 2),
    else_=1,
)


@dataclass(frozen=True)
class Wanted:
    """What a reader of the directory asks for; empty strings ask for everything.

    `in_force` asks for every venue accredited today, near its term or not, none past it; `level` for those of
    them that meet at least so many criteria, 0 for all.
    """

    query: str = ""
    state: VenueState | None = None
    kind: VenueKind | None = None
    product: str = ""
    page: int = 1
    in_force: bool = False
    level: int = 0


@dataclass(frozen=True)
class Line:
    """A venue of the directory and the act that gave it its state, None before any."""

    venue: Venue
    act: Accreditation | None
    state: VenueState
    has_lapsed: bool = False


@dataclass(frozen=True)
class Directory:
    """A page of venues, by name."""

    lines: list[Line]
    page: int
    pages: int
    total: int


def directory(
    collective_id: int, wanted: Wanted, today: date, *, is_member: bool, per_page: int = PER_PAGE
) -> Directory:
    """The venues this reader may see, filtered: two statements whatever their number."""
    found = _found(collective_id, wanted, today, is_member)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    pages = max(1, ceil(total / per_page))
    page = min(max(wanted.page, 1), pages)
    rows = db.session.execute(
        found.order_by(_GROUPS, Venue.folded_name)
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(joinedload(Venue.market))
    )
    lines = [line_of(venue, act, today) for venue, act in rows]
    return Directory(lines, page, pages, total)


def _found(
    collective_id: int, wanted: Wanted, today: date, is_member: bool
) -> sa.Select[Venue, Accreditation]:
    latest = (
        sa.select(sa.func.max(Accreditation.id))
        .where(Accreditation.venue_id == Venue.id)
        .correlate(Venue)
        .scalar_subquery()
    )
    found = (
        sa.select(Venue, Accreditation)
        .outerjoin(Accreditation, Accreditation.id == latest)
        .where(Venue.collective_id == collective_id)
    )
    if not is_member:
        found = found.where(Venue.state.in_(PUBLIC))
    if wanted.kind is not None:
        found = found.where(Venue.kind == wanted.kind)
    if wanted.query:
        found = found.where(
            _holds(Venue.folded_name, wanted.query) | _holds(Venue.place, wanted.query, raw=True)
        )
    if wanted.product:
        found = found.where(sa.cast(Venue.products, sa.Text).contains(f'"{wanted.product}"', autoescape=True))
    if wanted.level:
        found = found.where(Accreditation.criteria_met >= wanted.level)
    if wanted.in_force or wanted.level:
        in_term = sa.or_(Accreditation.ends_on.is_(None), Accreditation.ends_on >= today)
        found = found.where(Venue.state == VenueState.ACCREDITED, in_term)
    return _in_state(found, wanted.state, today)


def _holds(
    column: sa.orm.InstrumentedAttribute[str], query: str, *, raw: bool = False
) -> sa.ColumnElement[bool]:
    return column.icontains(query, autoescape=True) if raw else column.contains(fold(query), autoescape=True)


def _in_state(
    found: sa.Select[Venue, Accreditation], state: VenueState | None, today: date
) -> sa.Select[Venue, Accreditation]:
    if state is None:
        return found
    near = Accreditation.ends_on <= today + NOTICE
    if state is VenueState.TO_RENEW:
        return found.where(Venue.state == VenueState.ACCREDITED, near)
    found = found.where(Venue.state == state)
    is_held = state is VenueState.ACCREDITED
    return found.where(sa.or_(Accreditation.ends_on.is_(None), sa.not_(near))) if is_held else found


def reaching(collective_id: int, today: date) -> list[tuple[int, int]]:
    """How many venues accredited today meet at least so many criteria, the most first: one statement."""
    met = Accreditation.criteria_met
    found = _found(collective_id, Wanted(in_force=True), today, is_member=False).where(met.is_not(None))
    counted = found.with_only_columns(met, sa.func.count()).group_by(met).order_by(met.desc())
    levels, numbers = zip(*db.session.execute(counted).all(), strict=True) or ((), ())
    return list(zip(levels, accumulate(numbers), strict=True))


def line_of(venue: Venue, act: Accreditation | None, today: date) -> Line:
    ends_on = act.ends_on if act else None
    return Line(venue, act, shown(venue.state, ends_on, today), has_lapsed(venue.state, ends_on, today))


@dataclass(frozen=True)
class VenuePage:
    """All that a venue's page shows."""

    venue: Venue
    state: VenueState
    acts: Sequence[Accreditation]
    rating: Rating | None
    products: Mapping[str, str]
    charter: Charter | None
    sellers: Sequence[Venue]
    visits: Sequence[Visit]
    has_lapsed: bool = False


def find(collective_id: int, venue_id: int, *, is_member: bool) -> Venue | None:
    """A venue this reader may see: one statement."""
    asked = sa.select(Venue).filter_by(id=venue_id, collective_id=collective_id).options(*_AROUND)
    venue = db.session.scalars(asked).unique().one_or_none()
    return venue if venue is not None and (is_member or venue.state in PUBLIC) else None


def page_of(venue: Venue, today: date, *, is_member: bool) -> VenuePage:
    """Everything about a venue that this reader may see: at most five statements."""
    acts = acts_of(venue.id)
    sellers = sa.select(Venue).filter_by(market_id=venue.id).order_by(Venue.folded_name).limit(200)
    if not is_member:
        sellers = sellers.where(Venue.state.in_(PUBLIC))
    version = current_version(venue.collective_id)
    rating = rate_venue(version.charter, findings_of(venue.id), venue.products) if version else None
    return VenuePage(
        venue=venue,
        state=shown(venue.state, acts[0].ends_on if acts else None, today),
        acts=acts,
        rating=rating,
        products=product_names(version.charter if version else None),
        charter=version.charter if version else None,
        sellers=list(db.session.scalars(sellers)) if venue.kind is VenueKind.MARKET else [],
        visits=visits_of(venue.id) if is_member else [],
        has_lapsed=has_lapsed(venue.state, acts[0].ends_on if acts else None, today),
    )
