"""New versions of the charter, among what is new; and where a search that found the charter leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from app.deliberations.finding import Places
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.register.search import Hit


def news(collective: Collective, member: Member, since: datetime) -> Iterable[NewsItem]:
    """The versions adopted since."""
    found = db.session.scalars(
        sa.select(CharterVersion).where(
            CharterVersion.collective_id == collective.id, CharterVersion.adopted_at > since
        )
    )
    for version in found:
        title = _("La charte passe à la version %(number)s", number=version.number)
        address = url_for("charter.version", number=version.number)
        yield NewsItem(version.adopted_at, "charter", title, address, version.summary)


def places(hits: Sequence[Hit]) -> Places:
    """Where a search that found the charter leads."""
    return {hit.subject_id: (_("Charte de conventionnement"), url_for("charter.text")) for hit in hits}
