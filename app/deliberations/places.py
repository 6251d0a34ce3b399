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
from app.votes.models import Decision, DecisionState
from app.web import current_actor


def deliberation_address(deliberation_id: int) -> str:
    """The page of a deliberation."""
    return url_for("deliberations.show", deliberation_id=deliberation_id)


def decision_places(hits: Sequence[Hit]) -> Places:
    """Decisions, under their question; the public sees the closed ones only."""
    shown = {hit.subject_id for hit in hits}
    if current_actor() is None:
        closed = sa.select(Decision.id).where(Decision.id.in_(shown), Decision.state == DecisionState.CLOSED)
        shown = set(db.session.scalars(closed))
    return {
        hit.subject_id: (hit.title, url_for("votes.show", decision_id=hit.subject_id))
        for hit in hits
        if hit.subject_id in shown
    }


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
