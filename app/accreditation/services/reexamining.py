"""A new charter marks the accreditations it would judge otherwise; it never cancels one."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from app.accreditation.assessment_models import Assessment
from app.accreditation.findings import Finding
from app.accreditation.impact import Judged, Touched, impact
from app.accreditation.models import Venue
from app.accreditation.states import VenueState
from app.charter.document import Charter
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db

HELD = (VenueState.ACCREDITED, VenueState.SUSPENDED)


def judged(collective_id: int) -> list[Judged]:
    """Every venue of the collective with its latest findings: two statements whatever their number."""
    found: dict[int, dict[str, Finding]] = defaultdict(dict)
    newest = (
        sa.select(sa.func.max(Assessment.id))
        .join(Venue, Venue.id == Assessment.venue_id)
        .where(Venue.collective_id == collective_id)
        .group_by(Assessment.venue_id, Assessment.code)
    )
    for venue_id, code, finding in db.session.execute(
        sa.select(Assessment.venue_id, Assessment.code, Assessment.finding).where(Assessment.id.in_(newest))
    ):
        found[venue_id][code] = finding
    rows = db.session.execute(
        sa.select(Venue.id, Venue.name, Venue.products, Venue.state)
        .where(Venue.collective_id == collective_id)
        .order_by(Venue.folded_name)
    )
    return [Judged(number, name, products, found[number], state) for number, name, products, state in rows]


def impact_of(collective_id: int, before: Charter, after: Charter) -> list[Touched]:
    """The venues that `after` would treat otherwise."""
    return impact(before, after, judged(collective_id))


def mark(collective: Collective, before: Charter, version: CharterVersion) -> None:
    """Mark the accreditations that `version` judges otherwise, in its transaction: three statements."""
    touched = [row.venue.id for row in impact_of(collective.id, before, version.charter)]
    if touched:
        db.session.execute(
            sa.update(Venue)
            .where(Venue.id.in_(touched), Venue.state.in_(HELD))
            .values(review_version=version.number)
            .execution_options(synchronize_session="fetch")
        )
