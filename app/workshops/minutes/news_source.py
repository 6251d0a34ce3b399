"""Minutes put to approval or approved, among what is new; and where a search that found them leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.collectives.models import Collective
from app.db import db
from app.deliberations.finding import Places
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.register.search import Hit
from app.workshops.minutes.models import Minutes
from app.workshops.models import Participant, Workshop


def news(collective: Collective, member: Member, since: datetime) -> Iterable[NewsItem]:
    """What was submitted or approved since; whoever was absent is led to their page. One statement."""
    was_there = sa.exists().where(
        Participant.workshop_id == Minutes.workshop_id, Participant.member_id == member.id
    )
    found = db.session.execute(
        sa.select(Minutes, was_there)
        .join(Workshop, Workshop.id == Minutes.workshop_id)
        .where(
            Workshop.collective_id == collective.id,
            sa.or_(Minutes.submitted_at > since, Minutes.approved_at > since),
        )
        .options(joinedload(Minutes.workshop))
    )
    for minutes, came in found:
        session, moment = minutes.workshop.title, minutes.approved_at or minutes.submitted_at or since
        title = (
            _("Procès-verbal approuvé : %(session)s", session=session)
            if minutes.is_approved
            else _("Procès-verbal à relire : %(session)s", session=session)
        )
        page = "workshops.minutes" if came else "workshops.missed"
        yield NewsItem(moment, "minutes", title, url_for(page, workshop_id=minutes.workshop_id))


def places(hits: Sequence[Hit]) -> Places:
    """Where a search that found minutes leads; they are indexed under their session."""
    return {
        hit.subject_id: (
            _("Procès-verbal · %(session)s", session=hit.title),
            url_for("workshops.minutes", workshop_id=hit.subject_id),
        )
        for hit in hits
    }
