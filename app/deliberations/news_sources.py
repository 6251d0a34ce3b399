"""What deliberations and decisions bring to « Depuis ma dernière venue »."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Contribution, Deliberation, Follow
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.votes.models import Decision, DecisionState

MOST = 50


def new_deliberations(collective: Collective, member: Member, since: datetime) -> Iterator[NewsItem]:
    """Questions that others asked, or that were closed."""
    moment = sa.case((Deliberation.closed_at > since, Deliberation.closed_at), else_=Deliberation.created_at)
    for deliberation in db.session.scalars(
        sa.select(Deliberation)
        .filter_by(collective_id=collective.id)
        .where(
            sa.or_(
                sa.and_(Deliberation.created_at > since, Deliberation.author_id != member.id),
                Deliberation.closed_at > since,
            )
        )
        .order_by(moment.desc())
        .limit(MOST)
    ):
        closed_at = deliberation.closed_at
        is_closed = closed_at is not None and closed_at > since
        yield NewsItem(
            closed_at if closed_at is not None and is_closed else deliberation.created_at,
            "deliberation",
            deliberation.question,
            url_for("deliberations.show", deliberation_id=deliberation.id),
            _("Délibération close") if is_closed else _("Nouvelle question"),
        )


def new_contributions(collective: Collective, member: Member, since: datetime) -> Iterator[NewsItem]:
    """How much others contributed to each deliberation, with the way to the first of it."""
    followed = sa.func.max(sa.case((Follow.member_id.is_not(None), 1), else_=0))
    last = sa.func.max(Contribution.created_at)
    rows = (
        sa.select(
            Deliberation.question,
            sa.func.count(Contribution.id),
            sa.func.min(Contribution.id),
            last,
            followed,
        )
        .join(Contribution, Contribution.deliberation_id == Deliberation.id)
        .outerjoin(Follow, sa.and_(Follow.deliberation_id == Deliberation.id, Follow.member_id == member.id))
        .where(
            Deliberation.collective_id == collective.id,
            Contribution.created_at > since,
            Contribution.author_id != member.id,
            Contribution.removal.is_(None),
        )
        .group_by(Deliberation.id, Deliberation.question)
        .order_by(followed.desc(), last.desc())
        .limit(MOST)
    )
    for question, number, first, when, is_followed in db.session.execute(rows):
        yield NewsItem(
            when,
            "followed" if is_followed else "contribution",
            question,
            url_for("deliberations.contribution", contribution_id=first),
            ngettext("%(num)d nouvelle contribution", "%(num)d nouvelles contributions", number),
        )


def new_decisions(collective: Collective, member: Member, since: datetime) -> Iterator[NewsItem]:
    """Decisions opened or closed."""
    moment = sa.case((Decision.closed_at > since, Decision.closed_at), else_=Decision.opened_at)
    for decision in db.session.scalars(
        sa.select(Decision)
        .filter_by(collective_id=collective.id)
        .where(sa.or_(Decision.opened_at > since, Decision.closed_at > since))
        .order_by(moment.desc())
        .limit(MOST)
    ):
        yield NewsItem(
            decision.closed_at or decision.opened_at,
            "decision",
            decision.question,
            url_for("votes.show", decision_id=decision.id),
            _said(decision),
        )


def _said(decision: Decision) -> str:
    if decision.state is DecisionState.CANCELLED:
        return _("Décision annulée")
    if decision.state is DecisionState.CLOSED:
        return _("Décision close : lire le résultat")
    return _("Décision ouverte : votre avis compte")
