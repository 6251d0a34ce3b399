"""Minutes as their pages need them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.errors import Unseen
from app.votes.models import Decision, DecisionState
from app.workshops.minutes.models import Minutes, MinutesSection
from app.workshops.models import Workshop, WorkshopState


def last_edition(workshop: Workshop) -> Minutes | None:
    """The latest edition of a session's minutes; None when nobody wrote any."""
    return db.session.scalar(
        sa.select(Minutes).filter_by(workshop_id=workshop.id).order_by(Minutes.number.desc()).limit(1)
    )


def editions_of(workshop: Workshop) -> list[Minutes]:
    """Every edition, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Minutes).filter_by(workshop_id=workshop.id).order_by(Minutes.number.desc())
        )
    )


def edition(workshop: Workshop, number: int | None = None) -> Minutes:
    """The edition of that number, or the latest, ready to be shown: two statements. Raises Unseen."""
    asked = (
        sa.select(Minutes)
        .filter_by(workshop_id=workshop.id)
        .options(
            joinedload(Minutes.written_by),
            joinedload(Minutes.approved_by),
            joinedload(Minutes.approved_in),
            joinedload(Minutes.decision),
            joinedload(Minutes.workshop),
            selectinload(Minutes.sections).joinedload(MinutesSection.edited_by),
        )
        .order_by(Minutes.number.desc())
        .limit(1)
    )
    found = db.session.scalar(asked if number is None else asked.filter_by(number=number))
    if found is None:
        raise Unseen
    return found


def section_of(minutes: Minutes, key: str) -> MinutesSection:
    """A section of these minutes. Raises Unseen."""
    found = next((section for section in minutes.sections if section.key == key), None)
    if found is None:
        raise Unseen
    return found


def approving_sessions(workshop: Workshop) -> list[Workshop]:
    """The sessions that may approve: those that began after this one, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Workshop)
            .filter_by(collective_id=workshop.collective_id)
            .where(
                Workshop.id != workshop.id,
                Workshop.starts_at >= workshop.starts_at,
                Workshop.state != WorkshopState.PREPARED,
            )
            .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
            .limit(20)
        )
    )


def approving_decisions(workshop: Workshop) -> list[Decision]:
    """The decisions that may approve: adopted since the session ended, the latest first."""
    if workshop.ended_at is None:
        return []
    return list(
        db.session.scalars(
            sa.select(Decision)
            .filter_by(collective_id=workshop.collective_id, state=DecisionState.CLOSED, result="adopted")
            .where(Decision.closed_at >= workshop.ended_at)
            .order_by(Decision.closed_at.desc(), Decision.id.desc())
            .limit(20)
        )
    )


def awaiting_approval(workshop: Workshop) -> list[Minutes]:
    """The minutes of earlier sessions that this one may approve."""
    return list(
        db.session.scalars(
            sa.select(Minutes)
            .join(Workshop, Workshop.id == Minutes.workshop_id)
            .where(
                Workshop.collective_id == workshop.collective_id,
                Workshop.id != workshop.id,
                Workshop.starts_at <= workshop.starts_at,
                Minutes.submitted_at.is_not(None),
                Minutes.approved_at.is_(None),
            )
            .options(joinedload(Minutes.workshop))
            .order_by(Workshop.starts_at)
        )
    )
