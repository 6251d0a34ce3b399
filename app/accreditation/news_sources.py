"""What was decided of venues, among what is new; and where a search that found one leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.accreditation.models import Accreditation, Venue
from app.accreditation.reading import PUBLIC
from app.accreditation.wording import ACTS
from app.collectives.models import Collective
from app.db import db
from app.deliberations.finding import Places
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.register.search import Hit
from app.web import current_actor

MOST = 50


def news(collective: Collective, member: Member, since: datetime) -> Iterable[NewsItem]:
    """The acts decided since, latest first, MOST at the most."""
    rows = db.session.execute(
        sa.select(Accreditation.decided_at, Accreditation.act, Accreditation.reasons, Venue.id, Venue.name)
        .join(Venue, Venue.id == Accreditation.venue_id)
        .where(Venue.collective_id == collective.id, Accreditation.decided_at > since)
        .order_by(Accreditation.id.desc())
        .limit(MOST)
    )
    for decided_at, act, reasons, venue_id, name in rows:
        title = _("%(venue)s : %(act)s", venue=name, act=str(ACTS[act][1]).lower())
        yield NewsItem(decided_at, "venue", title, _address(venue_id), reasons)


def places(hits: Sequence[Hit]) -> Places:
    """Where each venue found is; the public finds those of the directory it reads."""
    if current_actor() is None:
        asked = sa.select(Venue.id).where(
            Venue.id.in_([hit.subject_id for hit in hits]), Venue.state.in_(PUBLIC)
        )
        shown = set(db.session.scalars(asked))
        hits = [hit for hit in hits if hit.subject_id in shown]
    return {hit.subject_id: (hit.title, _address(hit.subject_id)) for hit in hits}


def _address(venue_id: int) -> str:
    return url_for("accreditation.show", venue_id=venue_id)
