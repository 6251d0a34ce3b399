"""Correcting what is said of a venue: its name, where it is, what it sells, the market whose seller it is."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accreditation.models import Venue, VenueKind
from app.accreditation.services.applying import KIND, Asked, NameTaken, find_by_name, index
from app.accreditation.services.reviewing import hold
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.register.search import fold
from app.register.services import record

SAID = ("name", "place", "address", "website", "presentation", "products")


def markets_for(venue: Venue) -> dict[int, str]:
    """The markets that may hold `venue`, by name; none when it is one itself."""
    rows = db.session.execute(
        sa.select(Venue.id, Venue.name)
        .filter_by(collective_id=venue.collective_id, kind=VenueKind.MARKET)
        .where(Venue.id != venue.id)
        .order_by(Venue.folded_name)
    )
    return {row[0]: row[1] for row in rows}


def correct(venue: Venue, asked: Asked, market_id: int | None, actor: Member) -> None:
    """Write what is said of it now; what was decided of it does not change. Raises NameTaken, Refused."""
    hold(venue)
    other = find_by_name(venue.collective_id, asked.name)
    if other is not None and other.id != venue.id:
        raise NameTaken
    if asked.kind is VenueKind.MARKET and market_id is not None:
        raise Refused(_("Un marché ne se tient pas sur un autre marché."), 422)
    if asked.kind is not VenueKind.MARKET and _has_sellers(venue):
        raise Refused(_("Des lieux sont notés sur ce marché : il en reste un tant qu’ils y sont."), 422)
    for name in SAID:
        setattr(venue, name, getattr(asked, name))
    venue.products = list(asked.products)
    venue.folded_name = fold(asked.name)[:120]
    venue.kind, venue.market_id = asked.kind, market_id
    db.session.flush()
    record(venue.collective_id, "venue.edited", actor_id=actor.id, subject=(KIND, venue.id))
    index(venue)


def _has_sellers(venue: Venue) -> bool:
    return db.session.scalar(sa.select(sa.exists().where(Venue.market_id == venue.id))) or False
