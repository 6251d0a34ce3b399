"""Where the search page leads for deliberations and contributions."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from app.db import db
from app.deliberations.finding import Places
from app.deliberations.models import Contribution, Deliberation
from app.members.models import Member
from app.register.search import Hit


def deliberation_address(deliberation_id: int) -> str:
    """The page of a deliberation."""
    return url_for("deliberations.show", deliberation_id=deliberation_id)


def decision_address(decision_id: int) -> str:
    """The page of a decision."""
    return url_for("votes.show", decision_id=decision_id)


def contribution_places(hits: Sequence[Hit]) -> Places:
    """Contributions under their author's name and their question: one statement."""
    rows = db.session.execute(
        sa.select(Contribution.id, Member.name, Deliberation.question)
        .join(Member, Member.id == Contribution.author_id)
        .join(Deliberation, Deliberation.id == Contribution.deliberation_id)
        .where(Contribution.id.in_([hit.subject_id for hit in hits]))
    )
    return {
        found: (
            _("%(name)s, dans « %(question)s »", name=name, question=question),
            url_for("deliberations.contribution", contribution_id=found),
        )
        for found, name, question in rows
    }
