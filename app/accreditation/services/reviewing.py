"""What the collective does before deciding: takes an application in hand, declares interests."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accreditation.models import Interest, Venue
from app.accreditation.services.applying import KIND
from app.accreditation.states import InvalidStep, Step, stepped
from app.db import db, now
from app.errors import Forbidden, Refused
from app.members.models import Member
from app.register.services import record


def hold(venue: Venue) -> None:
    """Read the venue again, alone until the transaction ends."""
    # Of the venue alone: what is read along with it may not exist, and PostgreSQL locks no absence.
    db.session.refresh(venue, with_for_update={"of": Venue})


def take(venue: Venue, step: Step, actor: Member) -> None:
    """Move a venue towards its decision. Raises Refused when its state does not allow the step."""
    hold(venue)
    try:
        venue.state = stepped(venue.state, step)
    except InvalidStep:
        raise Refused(
            _("Ce lieu n’en est plus là : quelqu’un d’autre l’a fait avancer. Rechargez la page.")
        ) from None
    record(venue.collective_id, "venue.stepped", actor_id=actor.id, subject=(KIND, venue.id), step=step.value)


def declare(venue: Venue, member: Member, nature: str) -> Interest:
    """Say what ties `member` to the venue; it is shown there, and put forward when the venue is decided."""
    interest = Interest(venue_id=venue.id, member_id=member.id, nature=nature)
    db.session.add(interest)
    db.session.flush()
    record(
        venue.collective_id,
        "interest.declared",
        actor_id=member.id,
        subject=(KIND, venue.id),
        interest=interest.id,
    )
    return interest


def end_interest(interest: Interest, venue: Venue, actor: Member) -> None:
    """The tie is no more; it stays readable in the register. Only its author may say so."""
    if interest.member_id != actor.id:
        raise Forbidden(_("Seule la personne qui a déclaré un lien peut dire qu’il n’existe plus."))
    if interest.ended_at is not None:
        return
    interest.ended_at = now()
    record(
        venue.collective_id,
        "interest.ended",
        actor_id=actor.id,
        subject=(KIND, venue.id),
        interest=interest.id,
    )


def interested(venue_id: int) -> list[Interest]:
    """The ties declared and not ended, with their authors."""
    return list(
        db.session.scalars(
            sa.select(Interest)
            .filter_by(venue_id=venue_id, ended_at=None)
            .order_by(Interest.id)
            .options(sa.orm.joinedload(Interest.member))
        )
    )
