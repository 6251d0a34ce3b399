"""What members find of a venue: rows are only added, the latest counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accreditation.assessment_models import Assessment
from app.accreditation.findings import Finding
from app.accreditation.models import Venue
from app.accreditation.services.applying import KIND
from app.accreditation.services.reviewing import hold
from app.db import db
from app.members.models import Member
from app.register.services import record


@dataclass(frozen=True)
class Found:
    """What was found for one clause, and on what evidence."""

    finding: Finding
    evidence: str


class Overtaken(Exception):
    """Someone else assessed the venue since the page was read."""


def latest(venue_id: int) -> dict[str, Assessment]:
    """The assessment that counts for each clause, with its author: one statement."""
    newest = sa.select(sa.func.max(Assessment.id)).filter_by(venue_id=venue_id).group_by(Assessment.code)
    rows = db.session.scalars(
        sa.select(Assessment).where(Assessment.id.in_(newest)).options(joinedload(Assessment.author))
    )
    return {row.code: row for row in rows}


def history(venue_id: int, code: str) -> list[Assessment]:
    """Everything ever found for one clause, latest first."""
    return list(
        db.session.scalars(
            sa.select(Assessment)
            .filter_by(venue_id=venue_id, code=code)
            .order_by(Assessment.id.desc())
            .options(joinedload(Assessment.author))
        )
    )


def mark(found: Mapping[str, Assessment]) -> int:
    """The number that changes as soon as anyone adds an assessment."""
    return max((row.id for row in found.values()), default=0)


def assess(
    venue: Venue, author: Member, found: Mapping[str, Found], *, charter_version: int, seen: int
) -> int:
    """Add what differs from what counted; returns how many rows. `seen` is the mark the page was read at.

    Raises Overtaken when someone assessed the venue meanwhile: nothing is written over them unseen.
    """
    hold(venue)
    before = latest(venue.id)
    if mark(before) != seen:
        raise Overtaken
    added = [
        Assessment(
            venue_id=venue.id,
            charter_version=charter_version,
            code=code,
            finding=said.finding,
            evidence=said.evidence,
            author_id=author.id,
        )
        for code, said in found.items()
        if said != _as_found(before.get(code))
    ]
    db.session.add_all(added)
    db.session.flush()
    if added:
        record(
            venue.collective_id,
            "venue.assessed",
            actor_id=author.id,
            subject=(KIND, venue.id),
            codes=sorted(row.code for row in added),
        )
    return len(added)


def _as_found(row: Assessment | None) -> Found:
    return Found(row.finding, row.evidence) if row else Found(Finding.UNKNOWN, "")
