"""Choose what the wall shows of an item, and turn over what was hidden: moves that can be taken back."""

from __future__ import annotations

from typing import Any

from app.db import db
from app.members.models import Member
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services.moves import is_seen, make, register_undo


def settle(workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, **settings: object) -> bool:
    """Give settings of an item a value; False when someone moved the session meanwhile."""
    if not is_seen(workshop, seen):
        return False
    db.session.refresh(item, with_for_update=True)
    before = {"item": item.id, "settings": {name: item.settings.get(name) for name in settings}}
    item.settings = {**item.settings, **settings}
    make(workshop, "settings", actor, item=item, before=before)
    return True


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    item = db.session.get(AgendaItem, before["item"])
    if item is not None:
        item.settings = {**item.settings, **before["settings"]}


register_undo("settings", _restore)
