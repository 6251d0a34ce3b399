"""The member a page is about, found among those of the collective."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _

from app.db import db
from app.errors import Forbidden, Unseen
from app.members.models import Member
from app.members.policies import can_help
from app.web import acting_member


def load(member_id: int) -> Member:
    """A member of this collective, gone or not; raises Unseen."""
    found = db.session.scalar(sa.select(Member).filter_by(id=member_id, collective_id=g.collective.id))
    if found is None:
        raise Unseen
    return found


def load_to_help(member_id: int) -> Member:
    """The same, for someone who may give them a way in; raises Unseen or Forbidden."""
    member = load(member_id)
    if not can_help(acting_member(), member):
        raise Forbidden(
            _("Seule l’administration prépare l’accès de qui facilite, administre ou a quitté le collectif.")
        )
    return member
