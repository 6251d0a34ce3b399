"""What a session left open and the collective took up: each such note, and the deliberation it became."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.sections import Content
from app.members.models import Member
from app.workshops.group_models import Finding, Note
from app.workshops.models import Workshop

Opened = list[tuple[Note, Deliberation]]


def opened_from(workshop: Workshop) -> Opened:
    """The deliberations that notes of this session became, in the order of the notes. One statement."""
    found = db.session.execute(
        sa.select(Note, Deliberation)
        .join(Deliberation, Deliberation.id == Note.deliberation_id)
        .where(Note.workshop_id == workshop.id)
        .options(joinedload(Note.group))
        .order_by(Note.id)
    )
    return [(note, deliberation) for note, deliberation in found]


def left_open(workshop: Workshop) -> list[Note]:
    """What people disagreed on or left as a question, table by table; what became a deliberation too."""
    return list(
        db.session.scalars(
            sa.select(Note)
            .filter_by(workshop_id=workshop.id, hidden_at=None)
            .where(Note.finding.in_((Finding.QUESTION, Finding.DISSENSUS)))
            .options(joinedload(Note.group))
            .order_by(Note.item_id, Note.group_id, Note.finding.desc(), Note.row, Note.position, Note.id)
        )
    )


def section(deliberation: Deliberation, actor: Member | None) -> Content | None:
    """On the page of a deliberation: the session and the table it comes from."""
    found = db.session.execute(
        sa.select(Note, Workshop)
        .join(Workshop, Workshop.id == Note.workshop_id)
        .where(Note.deliberation_id == deliberation.id)
        .options(joinedload(Note.group))
    ).first()
    if found is None:
        return None
    note, workshop = found
    return "workshops/minutes/_deliberation.html", {"note": note, "workshop": workshop}
