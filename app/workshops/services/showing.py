"""Choose what the wall shows of an item, and turn over what was hidden: moves that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.workshops.group_models import Note
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services.moves import is_seen, make, register_undo

MOST_AXES = 6


def settle(workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, **settings: object) -> bool:
    """Give settings of an item a value; False when someone moved the session meanwhile."""
    if not is_seen(workshop, seen):
        return False
    db.session.refresh(item, with_for_update=True)
    before = {"item": item.id, "settings": {name: item.settings.get(name) for name in settings}}
    item.settings = {**item.settings, **settings}
    make(workshop, "settings", actor, item=item, before=before)
    return True


def renamed_axes(item: AgendaItem, labels: Sequence[str]) -> list[dict[str, Any]]:
    """The axes of an item under other names, in their places; new ones come after.

    Raises Refused for none, for more than MOST_AXES, and for one taken away with what is written under it.
    Those of the blason keep their number: each leads to kinds of the blason.
    """
    named = [" ".join(label.split())[:80] for label in labels if label.strip()]
    held: list[dict[str, Any]] = [dict(axis) for axis in item.settings.get("axes") or []]
    if not 1 <= len(named) <= MOST_AXES:
        raise Refused(_("Il faut entre un et six axes."), 422)
    if item.kind is ItemKind.BLASON and len(named) != len(held):
        raise Refused(_("Les axes du blason se renomment, mais leur nombre ne change pas."), 422)
    gone = [axis["key"] for axis in held[len(named) :]]
    if gone and db.session.scalar(sa.select(Note.id).where(Note.item_id == item.id, Note.axis.in_(gone))):
        raise Refused(_("Un axe que vous retirez porte déjà des post-it : déplacez-les d’abord."))
    new = [{"key": f"axis{place}", "kinds": []} for place in range(len(held) + 1, len(named) + 1)]
    return [{**axis, "label": label} for axis, label in zip([*held, *new], named, strict=False)]


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    item = db.session.get(AgendaItem, before["item"])
    if item is not None:
        item.settings = {**item.settings, **before["settings"]}


register_undo("settings", _restore)
