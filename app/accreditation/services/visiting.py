"""Visits: planned with one who produces and one who eats, reported together, signed by each.

Source: the participatory guarantee system of Nature & Progrès; no judgement on site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from app.accreditation.models import Venue
from app.accreditation.services.applying import KIND
from app.accreditation.services.reviewing import hold, interested
from app.accreditation.states import Step, VenueState, stepped
from app.accreditation.visit_models import Visit, Visitor, VisitorPart, VisitState
from app.charter.services import current_version
from app.db import db, now
from app.errors import Forbidden, Refused
from app.members.models import Member
from app.register.services import record


@dataclass(frozen=True)
class Report:
    """What visitors saw and heard: strong points, weak points, remarks."""

    strengths: str
    weaknesses: str
    remarks: str


def plan(venue: Venue, day: date, parts: Mapping[int, VisitorPart], actor: Member) -> Visit:
    """Plan a visit by members, each as the part they play.

    Raises Refused, 422: without both a producer and an eater, or with someone tied to the venue.
    """
    hold(venue)
    if not set(VisitorPart) <= set(parts.values()):
        raise Refused(
            _("Une visite se fait au moins à deux : une personne qui produit et une personne qui mange."), 422
        )
    tied = [interest.member.name for interest in interested(venue.id) if interest.member_id in parts]
    if tied:
        raise Refused(_("A déclaré un lien avec ce lieu : %(names)s.", names=", ".join(tied)), 422)
    version = current_version(venue.collective_id)
    visit = Visit(
        venue_id=venue.id,
        planned_on=day,
        charter_version=version.number if version else 0,
        planned_by_id=actor.id,
        visitors=[Visitor(member_id=member_id, part=part) for member_id, part in parts.items()],
    )
    db.session.add(visit)
    if venue.state is VenueState.IN_REVIEW:
        venue.state = stepped(venue.state, Step.VISIT)
    db.session.flush()
    _record(venue, "visit.planned", actor, visit)
    return visit


def report(visit: Visit, written: Report, actor: Member) -> None:
    """Write what was seen; rewriting asks all to sign again. Raises Refused once all have signed."""
    _hold(visit)
    if actor.id not in {visitor.member_id for visitor in visit.visitors} and not actor.is_facilitator:
        raise Forbidden(_("Seules les personnes de la visite écrivent son compte rendu."))
    if visit.state is VisitState.CANCELLED or is_complete(visit):
        raise Refused(_("Ce compte rendu ne change plus."))
    visit.strengths, visit.weaknesses, visit.remarks = written.strengths, written.weaknesses, written.remarks
    visit.state, visit.reported_at = VisitState.DONE, now()
    for visitor in visit.visitors:
        visitor.signed_at, visitor.noted_by_id = None, None
    db.session.flush()
    _record(visit.venue, "visit.reported", actor, visit)


def sign(visit: Visit, member_id: int, actor: Member) -> None:
    """Sign the report; a facilitator may note a signature given on paper. Raises Forbidden, Refused."""
    _hold(visit)
    visitor = next((visitor for visitor in visit.visitors if visitor.member_id == member_id), None)
    if visitor is None or (actor.id != member_id and not actor.is_facilitator):
        raise Forbidden(_("Chaque personne de la visite signe pour elle-même."))
    if visit.state is not VisitState.DONE:
        raise Refused(_("Le compte rendu n’est pas encore écrit."))
    if visitor.signed_at is not None:
        return
    visitor.signed_at = now()
    visitor.noted_by_id = None if actor.id == member_id else actor.id
    _record(visit.venue, "visit.signed", actor, visit)


def cancel(visit: Visit, actor: Member) -> None:
    """The visit will not be. Raises Refused once it was made."""
    _hold(visit)
    if visit.state is not VisitState.PLANNED:
        raise Refused(_("Cette visite a déjà eu lieu, ou elle est déjà annulée."))
    visit.state = VisitState.CANCELLED
    _record(visit.venue, "visit.cancelled", actor, visit)


def is_complete(visit: Visit) -> bool:
    """Whether everyone has signed the report."""
    return visit.state is VisitState.DONE and all(visitor.signed_at for visitor in visit.visitors)


def visits_of(venue_id: int) -> list[Visit]:
    """Every visit of a venue, latest first, with its people: one statement."""
    found = (
        sa.select(Visit)
        .filter_by(venue_id=venue_id)
        .order_by(Visit.planned_on.desc(), Visit.id.desc())
        .options(joinedload(Visit.visitors).joinedload(Visitor.member))
    )
    return list(db.session.scalars(found).unique())


def find(venue_id: int, visit_id: int) -> Visit | None:
    """A visit of a venue, with its people."""
    return db.session.scalar(
        sa.select(Visit)
        .filter_by(id=visit_id, venue_id=venue_id)
        .options(joinedload(Visit.venue), selectinload(Visit.visitors).joinedload(Visitor.member))
    )


def _hold(visit: Visit) -> None:
    db.session.execute(sa.select(Visit.id).filter_by(id=visit.id).with_for_update())
    db.session.refresh(visit)


def _record(venue: Venue, kind: str, actor: Member, visit: Visit) -> None:
    record(venue.collective_id, kind, actor_id=actor.id, subject=(KIND, venue.id), visit=visit.id)
