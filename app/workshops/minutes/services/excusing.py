"""« Je ne pourrai pas venir »: said by oneself, or noted by whoever facilitates."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.workshops.minutes.models import Excuse
from app.workshops.models import Workshop


def excuse(workshop: Workshop, member: Member, actor: Member) -> None:
    """Note that `member` cannot come; nothing happens when it is noted, even at the same instant."""
    if workshop.is_ended:
        raise Refused(_("Cette séance est terminée : les excuses ne s’y ajoutent plus."))
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(Excuse)
        .values(
            workshop_id=workshop.id,
            member_id=member.id,
            noted_by_id=actor.id if actor.id != member.id else None,
            noted_at=now(),
        )
        .on_conflict_do_nothing()
    )
    emit(workshop.topic, "desk")


def expect(workshop: Workshop, member: Member) -> None:
    """They come after all."""
    db.session.execute(sa.delete(Excuse).filter_by(workshop_id=workshop.id, member_id=member.id))
    emit(workshop.topic, "desk")
