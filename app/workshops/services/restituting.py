"""Restitution: one table after the other speaks for some minutes; their order may change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.workshops.models import AgendaItem, Workshop
from app.workshops.restitution import turns_of
from app.workshops.services.group_rows import hold_item
from app.workshops.services.moves import is_seen, make, register_undo

MINUTES_EACH = 3


def give_floor(
    workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, table: int | None
) -> bool:
    """Have a table speak, its timer running; None: all have spoken. False when someone moved meanwhile."""
    if not is_seen(workshop, seen):
        return False
    hold_item(item)
    if table is not None and table not in turns_of(item):
        raise Refused(_("Cette table n’existe plus. La page est à jour : choisissez-en une autre."))
    before = _snapshot(item)
    told = [*item.settings.get("told", [])]
    if (here := item.settings.get("speaking")) is not None and here not in told:
        told.append(here)
    item.settings = {**item.settings, "speaking": table, "told": [one for one in told if one != table]}
    item.timer_left = None
    each = timedelta(minutes=int(item.settings.get("minutes_each") or MINUTES_EACH))
    item.timer_ends_at = now() + each if table is not None else None
    make(workshop, "restitution", actor, item=item, before=before)
    return True


def reorder(
    workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, table: int, *, earlier: bool
) -> bool:
    """Have a table speak one place earlier or later; False at either end, or when someone moved meanwhile."""
    if not is_seen(workshop, seen):
        return False
    hold_item(item)
    order = turns_of(item)
    if table not in order:
        raise Refused(_("Cette table n’existe plus. La page est à jour : choisissez-en une autre."))
    place = order.index(table)
    other = place + (-1 if earlier else 1)
    if not 0 <= other < len(order):
        return False
    before = _snapshot(item)
    order[place], order[other] = order[other], order[place]
    item.settings = {**item.settings, "order": order}
    make(workshop, "restitution", actor, item=item, before=before)
    return True


def _snapshot(item: AgendaItem) -> dict[str, Any]:
    return {
        "item": item.id,
        "settings": {
            name: item.settings[name] for name in ("speaking", "told", "order") if name in item.settings
        },
        "timer_ends_at": item.timer_ends_at.isoformat() if item.timer_ends_at else None,
        "timer_left": item.timer_left,
    }


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    item = db.session.get(AgendaItem, before["item"])
    if item is None:
        return
    hold_item(item)
    kept = {name: value for name, value in item.settings.items() if name not in ("speaking", "told", "order")}
    item.settings = {**kept, **before["settings"]}
    ends = before["timer_ends_at"]
    item.timer_ends_at = datetime.fromisoformat(ends) if ends else None
    item.timer_left = before["timer_left"]
    db.session.flush()


register_undo("restitution", _restore)
