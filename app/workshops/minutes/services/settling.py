"""Put minutes to approval, approve them at a later session or by a decision, correct what is approved."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.register.search import index
from app.register.services import record
from app.votes.models import Decision
from app.workshops.minutes.models import Minutes, MinutesSection, MinutesState
from app.workshops.minutes.reading import last_edition
from app.workshops.minutes.services.writing import hold
from app.workshops.minutes.wording import NOT_A_DRAFT, READ_AGAIN
from app.workshops.models import Workshop
from app.workshops.services.moves import hold as hold_session


def submit(minutes: Minutes, actor: Member) -> bool:
    """Put a draft to approval: its text is settled; False when it already was."""
    hold(minutes)
    if minutes.is_submitted:
        return False
    if not minutes.is_draft:
        raise Refused(str(NOT_A_DRAFT))
    if not minutes.workshop.is_ended:
        raise Refused(_("La séance n’est pas terminée : son procès-verbal attend la fin."))
    minutes.state, minutes.submitted_at = MinutesState.SUBMITTED, now()
    _note(minutes, actor, "submitted")
    return True


def take_back(minutes: Minutes, actor: Member) -> bool:
    """Go on writing what was put to approval; False when it is a draft."""
    hold(minutes)
    if minutes.is_draft:
        return False
    if minutes.is_approved:
        raise Refused(str(NOT_A_DRAFT))
    minutes.state, minutes.submitted_at = MinutesState.DRAFT, None
    _note(minutes, actor, "taken_back")
    return True


def approve(
    minutes: Minutes,
    actor: Member,
    *,
    read: str,
    session: Workshop | None,
    decision: Decision | None,
    remarks: str = "",
) -> bool:
    """Approve for ever the text whose fingerprint is `read`; False when it was approved already.

    Raises Refused when the text changed since it was read, when it was not put to approval, and when neither
    a later session nor a decision approves it.
    """
    hold(minutes)
    if minutes.is_approved:
        return False
    if not minutes.is_submitted:
        raise Refused(
            _("Soumettez d’abord le procès-verbal à l’approbation : son texte ne bouge alors plus.")
        )
    db.session.expire(minutes, ["sections"])
    if minutes.fingerprint != read:
        raise Refused(str(READ_AGAIN))
    if session is None and decision is None:
        raise Refused(_("Dites à quelle séance, ou par quelle décision, le procès-verbal est approuvé."), 422)
    minutes.state, minutes.approved_at, minutes.approved_by_id = MinutesState.APPROVED, now(), actor.id
    minutes.approved_in_id = session.id if session else None
    minutes.decision_id = decision.id if decision else None
    minutes.remarks, minutes.digest = remarks, read
    _make_findable(minutes)
    _note(
        minutes,
        actor,
        "approved",
        digest=read,
        session=minutes.approved_in_id,
        decision=minutes.decision_id,
    )
    return True


def _make_findable(minutes: Minutes) -> None:
    """What is approved is found by its words; a correction takes the place of what it corrects."""
    told = "\n\n".join(f"{section.title}\n{section.text}" for section in minutes.sections)
    index(minutes.workshop.collective_id, "minutes", minutes.workshop_id, minutes.workshop.title, told)


def correct(workshop: Workshop, actor: Member, reason: str) -> Minutes:
    """Begin a further edition of approved minutes, which stay as they are; the one begun already, if any."""
    hold_session(workshop)
    last = last_edition(workshop)
    if last is None:
        raise Refused(_("Cette séance n’a pas encore de procès-verbal."))
    if not last.is_approved:
        return last
    further = Minutes(workshop_id=workshop.id, number=last.number + 1, reason=reason, written_by_id=actor.id)
    further.sections = [
        MinutesSection(
            key=section.key,
            position=section.position,
            title=section.title,
            text=section.text,
            edited_by_id=section.edited_by_id or last.written_by_id,
            edited_at=section.edited_at or last.written_at,
        )
        for section in last.sections
    ]
    db.session.add(further)
    db.session.flush()
    _note(further, actor, "corrected")
    return further


def _note(minutes: Minutes, actor: Member, act: str, **payload: int | str | None) -> None:
    db.session.flush()
    record(
        minutes.workshop.collective_id,
        f"minutes.{act}",
        actor_id=actor.id,
        subject=("minutes", minutes.id),
        workshop=minutes.workshop_id,
        number=minutes.number,
        **payload,
    )


def check(collective_id: int) -> Iterator[str]:
    """A line for each approved edition whose text is not what was approved."""
    approved = (
        sa.select(Minutes)
        .join(Workshop, Workshop.id == Minutes.workshop_id)
        .where(Workshop.collective_id == collective_id, Minutes.state == MinutesState.APPROVED)
        .options(selectinload(Minutes.sections))
        .order_by(Minutes.id)
    )
    for minutes in db.session.scalars(approved):
        if minutes.fingerprint != minutes.digest:
            yield _("le n° %(number)d n’est plus ce qui a été approuvé", number=minutes.id)
