"""Restitution at the desk: the next table, any table, their order."""

from __future__ import annotations

from flask import request

from app.errors import Unseen
from app.web import acting_member, requires
from app.workshops import policies, reading
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, kept_at_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import restituting
from app.workshops.wording import ELSEWHERE

ITEM = "/<int:workshop_id>/animer/sequences/<int:item_id>"


@bp.post(f"{ITEM}/restitution")
@requires(policies.can_lead_session)
@kept_at_desk
def next_table(workshop_id: int, item_id: int) -> Answer:
    """Have a table speak; none when all have spoken."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    table = None if request.form.get("table") == "none" else number("table")
    done = restituting.give_floor(workshop, item, acting_member(), seen(), table)
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post(f"{ITEM}/ordre")
@requires(policies.can_lead_session)
@kept_at_desk
def reorder_tables(workshop_id: int, item_id: int) -> Answer:
    """Have a table speak earlier, or later."""
    workshop = load(workshop_id)
    restituting.reorder(
        workshop,
        _item(workshop, item_id),
        acting_member(),
        seen(),
        number("table"),
        earlier=request.form.get("way") == "up",
    )
    return back_to_desk(workshop)


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item = reading.find_item(workshop, item_id)
    if item.kind is not ItemKind.RESTITUTION:
        raise Unseen
    return item
