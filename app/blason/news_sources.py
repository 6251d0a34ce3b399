"""New versions of the blason, among what is new; and where a search that found the blason leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.blason.models import BlasonVersion
from app.collectives.models import Collective
from app.db import db
from app.deliberations.news import NewsItem
from app.members.models import Member


def news(collective: Collective, member: Member, since: datetime) -> Iterator[NewsItem]:
    """The versions adopted by a decision since; a founders' draft changes at each line."""
    found = db.session.scalars(
        sa.select(BlasonVersion).where(
            BlasonVersion.collective_id == collective.id,
            BlasonVersion.decision_id.is_not(None),
            BlasonVersion.adopted_at > since,
        )
    )
    for version in found:
        title = _("Le blason passe à la version %(number)s", number=version.number)
        yield NewsItem(version.adopted_at, "blason", title, url_for("blason.version", number=version.number))


def address(collective_id: int) -> str:
    """The page of the blason: there is one in each collective."""
    return url_for("blason.show")
