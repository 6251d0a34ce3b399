"""What an adopted decision makes of a venue, in the closing's transaction; and what is known to decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.assessment_models import Assessment
from app.accreditation.findings import Finding
from app.accreditation.models import Accreditation, Venue
from app.accreditation.rating import Rating, rate_venue
from app.accreditation.services.applying import KIND
from app.accreditation.states import WITH_TERM, AccreditationAct, decided
from app.charter.services import current_version
from app.db import db
from app.register.services import record
from app.votes.models import Decision


@dataclass(frozen=True)
class Asked:
    """What a decision would do: the act, its term (days, `ends_on` None without one), why."""

    act: AccreditationAct
    starts_on: date
    ends_on: date | None
    reasons: str


def findings_of(venue_id: int) -> dict[str, Finding]:
    """What was found last for each clause: one statement."""
    latest = sa.select(sa.func.max(Assessment.id)).filter_by(venue_id=venue_id).group_by(Assessment.code)
    rows = db.session.execute(sa.select(Assessment.code, Assessment.finding).where(Assessment.id.in_(latest)))
    return {row.code: row.finding for row in rows}


def rating_of(venue: Venue) -> Rating | None:
    """What the charter in force says of the venue; None before the first charter. Two statements."""
    version = current_version(venue.collective_id)
    return rate_venue(version.charter, findings_of(venue.id), venue.products) if version else None


def decide(venue: Venue, asked: Asked, decision: Decision) -> Accreditation:
    """Write the act, and put the venue in the state it leads to. Raises states.InvalidStep."""
    state = decided(venue.state, asked.act)
    version = current_version(venue.collective_id)
    rating = rating_of(venue)
    gives = asked.act in WITH_TERM
    number = db.session.scalar(sa.select(sa.func.max(Accreditation.number)).filter_by(venue_id=venue.id))
    rates: Mapping[str, int] = rating.rates if rating and gives else {}
    act = Accreditation(
        venue_id=venue.id,
        number=(number or 0) + 1,
        act=asked.act,
        decision_id=decision.id,
        charter_version=version.number if version else 0,
        criteria_met=rating.level if rating else 0,
        rates=dict(rates),
        starts_on=asked.starts_on,
        ends_on=asked.ends_on if gives else None,
        reasons=asked.reasons,
    )
    db.session.add(act)
    venue.state = state
    venue.review_version = None
    db.session.flush()
    record(
        venue.collective_id,
        f"venue.{asked.act.value}",
        subject=(KIND, venue.id),
        decision=decision.id,
        number=act.number,
    )
    return act


def acts_of(venue_id: int) -> list[Accreditation]:
    """Every act on a venue, latest first, with its decision: one statement."""
    return list(
        db.session.scalars(
            sa.select(Accreditation)
            .filter_by(venue_id=venue_id)
            .order_by(Accreditation.number.desc())
            .options(sa.orm.joinedload(Accreditation.decision, innerjoin=True))
        )
    )
