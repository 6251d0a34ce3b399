"""What the page of a session says of its minutes, of those who were absent, of what it may approve."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db
from app.members.models import Member
from app.workshops.minutes.models import Excuse, Minutes
from app.workshops.minutes.reading import awaiting_approval
from app.workshops.models import Participant, Workshop


@dataclass(frozen=True)
class Beside:
    """For one reader: whether they came, said they could not, and what is to be read."""

    has_minutes: bool
    was_there: bool
    is_excused: bool
    to_approve: list[Minutes]


def beside(workshop: Workshop, reader: Member) -> Beside:
    """Two statements."""
    has_minutes, was_there, is_excused = db.session.execute(
        sa.select(
            sa.exists().where(Minutes.workshop_id == workshop.id),
            sa.exists().where(Participant.workshop_id == workshop.id, Participant.member_id == reader.id),
            sa.exists().where(Excuse.workshop_id == workshop.id, Excuse.member_id == reader.id),
        )
    ).one()
    return Beside(has_minutes, was_there, is_excused, awaiting_approval(workshop))
