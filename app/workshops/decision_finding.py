"""Find what the address or the form of a decision of the room names."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.errors import Unseen
from app.votes.models import Decision
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import Workshop
from app.workshops.routes import load

AT_THE_DESK = "/<int:workshop_id>/animer/decisions/<int:decision_id>"


def find_decision(workshop: Workshop, decision_id: int) -> Decision:
    """A decision of this session. Raises Unseen."""
    link = db.session.get(
        WorkshopDecision, decision_id, options=[sa.orm.joinedload(WorkshopDecision.decision)]
    )
    if link is None or link.workshop_id != workshop.id:
        raise Unseen
    return link.decision


def find_both(workshop_id: int, decision_id: int) -> tuple[Workshop, Decision]:
    """The session and its decision. Raises Unseen."""
    workshop = load(workshop_id)
    return workshop, find_decision(workshop, decision_id)
