"""Who does what in a session. Each policy is used by the route and by the template that offers the act."""

from __future__ import annotations

import sqlalchemy as sa
from flask import has_request_context, request

from app.db import db
from app.members.models import Member
from app.members.policies import facilitators, signed_in
from app.web import current_actor
from app.workshops.models import Workshop
from app.workshops.seats import follows_member, has_any_seat, sharing


def can_see_sessions(actor: Member | None) -> bool:
    """See the sessions of the collective."""
    return signed_in(actor)


def can_lead_session(actor: Member | None) -> bool:
    """Prepare a session and lead it."""
    return facilitators(actor)


def can_write_minutes(actor: Member | None) -> bool:
    """Write minutes, put them to approval, note that they are approved; a secretary, their session’s."""
    return facilitators(actor) or (signed_in(actor) and _takes_notes_here(actor))


def _takes_notes_here(actor: Member | None) -> bool:
    """Whether this person is the secretary of the session whose page is asked for."""
    number = (request.view_args or {}).get("workshop_id") if has_request_context() else None
    if number is None or actor is None:
        return False
    here = sa.exists().where(Workshop.id == number, Workshop.secretary_id == actor.id)
    return bool(db.session.scalar(sa.select(here)))


def in_the_room(actor: Member | None) -> bool:
    """Members, and whoever came in to the room with its code."""
    return actor is not None or has_any_seat()


def may_follow(workshop: Workshop | None, audience: str) -> bool:
    """Whether this browser may follow the screens of a session: "desk", "wall" or "phone"."""
    if workshop is None:
        return False
    actor = current_actor()
    if audience == "desk":
        return follows_member(workshop, actor) and can_lead_session(actor)
    return follows_member(workshop, actor) or bool(sharing(workshop))
