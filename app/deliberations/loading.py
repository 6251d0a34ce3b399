"""Find what a page is about, within its collective; what is not there is not to be seen."""

from __future__ import annotations

from typing import NoReturn

import sqlalchemy as sa
from flask import g, request
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.addresses import identifier
from app.db import db
from app.deliberations.models import Contribution, Deliberation
from app.errors import Forbidden, Unseen


def deliberation_or_404(deliberation_id: int) -> Deliberation:
    """The deliberation and its author, in one statement."""
    found = db.session.scalar(
        sa.select(Deliberation)
        .filter_by(id=deliberation_id, collective_id=g.collective.id)
        .options(joinedload(Deliberation.author))
    )
    if found is None:
        raise Unseen
    return found


def contribution_or_404(contribution_id: int) -> Contribution:
    """The contribution, its author and its deliberation, in one statement."""
    found = db.session.scalar(
        sa.select(Contribution)
        .join(Contribution.deliberation)
        .where(Contribution.id == contribution_id, Deliberation.collective_id == g.collective.id)
        .options(
            joinedload(Contribution.author),
            sa.orm.contains_eager(Contribution.deliberation).joinedload(Deliberation.author),
        )
    )
    if found is None:
        raise Unseen
    return found


def parent_or_404(deliberation: Deliberation) -> Contribution | None:
    """What the form answers (`?reponse=<id>`), None when it answers nothing."""
    asked = request.args.get("reponse", type=identifier)
    if asked is None:
        return None
    parent = contribution_or_404(asked)
    if parent.deliberation_id != deliberation.id:
        raise Unseen
    return parent


def page_asked() -> int:
    """The page of the address, 1 when it says none or nonsense."""
    return min(max(request.args.get("page", 1, type=int), 1), 10**6)


def refuse() -> NoReturn:
    """For who may see this, but not do it."""
    raise Forbidden(_("Vous ne pouvez pas modifier ce que quelqu’un d’autre a écrit."))


def allow(permitted: bool) -> None:
    """Raise Forbidden unless `permitted`."""
    if not permitted:
        refuse()
