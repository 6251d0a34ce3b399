"""Put notes together into common items, on the wall: each keeps the link to the notes it came from.

Every act is a move, made by one person at a time, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.members.models import Member
from app.workshops.group_models import CommonItem, Note
from app.workshops.models import AgendaItem, Workshop
from app.workshops.notes import axis_of, commons_of
from app.workshops.services.moves import hold, make, register_undo


def gather(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    note_ids: Sequence[int],
    text: str,
    axis: str,
    kind: str = "",
) -> CommonItem:
    """Put notes together under one sentence, and return it flushed. Raises Refused, Unseen.

    A note that someone else put elsewhere meanwhile is refused, and the sentence given back.
    """
    hold(workshop)
    notes = _free_notes(item, note_ids)
    before = _snapshot(item)
    _check_kind(item, axis, kind)
    last = db.session.scalar(sa.select(sa.func.max(CommonItem.position)).filter_by(item_id=item.id)) or 0
    common = CommonItem(
        workshop_id=workshop.id, item_id=item.id, axis=axis, kind=kind, text=text, position=last + 1
    )
    db.session.add(common)
    db.session.flush()
    for note in notes:
        note.common_item_id = common.id
    make(workshop, "gathering", actor, item=item, before=before)
    return common


def add(
    workshop: Workshop, item: AgendaItem, actor: Member, common: CommonItem, note_ids: Sequence[int]
) -> None:
    """Put more notes with those of a common item. Raises Refused, Unseen."""
    hold(workshop)
    notes = _free_notes(item, note_ids)
    before = _snapshot(item)
    for note in notes:
        note.common_item_id = common.id
    make(workshop, "gathering", actor, item=item, before=before)


def take_out(workshop: Workshop, item: AgendaItem, actor: Member, note: Note) -> bool:
    """Take a note out of its common item; False when it was in none."""
    hold(workshop)
    db.session.refresh(note)
    if note.common_item_id is None:
        return False
    before = _snapshot(item)
    note.common_item_id = None
    make(workshop, "gathering", actor, item=item, before=before)
    return True


def reword(
    workshop: Workshop, item: AgendaItem, actor: Member, common: CommonItem, text: str, kind: str, seen: int
) -> None:
    """Change its sentence or its kind. Raises Refused when someone else changed it meanwhile."""
    hold(workshop)
    db.session.refresh(common)
    _refuse_written(common)
    if common.version != seen:
        raise Refused(
            _("Quelqu’un d’autre vient de reformuler cette phrase : « %(text)s ».", text=common.text)
        )
    _check_kind(item, common.axis, kind)
    before = _snapshot(item)
    common.text, common.kind, common.version = text, kind, common.version + 1
    make(workshop, "gathering", actor, item=item, before=before)


def move(workshop: Workshop, item: AgendaItem, actor: Member, common: CommonItem, by: int) -> bool:
    """Put it before (`by` < 0) or after its neighbour of the same axis; False at either end."""
    hold(workshop)
    same = [one for one in commons_of(item) if one.axis == common.axis]
    place = same.index(common)
    target = place + (1 if by > 0 else -1)
    if not 0 <= target < len(same):
        return False
    before = _snapshot(item)
    other = same[target]
    common.position, other.position = other.position, common.position
    make(workshop, "gathering", actor, item=item, before=before)
    return True


def part(workshop: Workshop, item: AgendaItem, actor: Member, common: CommonItem) -> None:
    """Undo a common item: its notes are apart again. Raises Refused once it is in the blason."""
    hold(workshop)
    db.session.refresh(common)
    _refuse_written(common)
    before = _snapshot(item)
    _free(common.id)
    db.session.delete(common)
    make(workshop, "gathering", actor, item=item, before=before)


def find_common(item: AgendaItem, common_id: int) -> CommonItem:
    """A common item of that item. Raises Unseen."""
    found = db.session.scalar(sa.select(CommonItem).filter_by(id=common_id, item_id=item.id))
    if found is None:
        raise Unseen(_("Cette phrase commune n’est plus là : quelqu’un l’a défaite."))
    return found


def _free_notes(item: AgendaItem, note_ids: Sequence[int]) -> list[Note]:
    if not note_ids:
        raise Refused(_("Choisissez d’abord les post-it à réunir."), 422)
    notes = list(
        db.session.scalars(
            sa.select(Note)
            .where(Note.id.in_(note_ids), Note.item_id == item.id, Note.hidden_at.is_(None))
            .order_by(Note.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    if len(notes) != len(set(note_ids)):
        raise Refused(_("Un de ces post-it n’est plus là. La liste est à jour : choisissez de nouveau."))
    taken = next((note for note in notes if note.common_item_id is not None), None)
    if taken is not None:
        common = db.session.get_one(CommonItem, taken.common_item_id)
        raise Refused(
            _(
                "« %(note)s » vient d’être réuni par quelqu’un d’autre, dans : « %(common)s ».",
                note=taken.text,
                common=common.text,
            )
        )
    return notes


def _check_kind(item: AgendaItem, axis: str, kind: str) -> None:
    known = axis_of(item, axis)
    if known is None:
        raise Refused(_("Cet axe n’existe pas dans cette séquence."), 422)
    if kind and kind not in known.kinds:
        raise Refused(_("Cet axe ne donne pas ce genre d’élément au blason."), 422)


def _refuse_written(common: CommonItem) -> None:
    if common.blason_code or common.proposal_id:
        raise Refused(
            _("Cette phrase est déjà inscrite : c’est dans le blason qu’elle se change maintenant.")
        )


def _free(common_id: int) -> None:
    db.session.execute(sa.update(Note).filter_by(common_item_id=common_id).values(common_item_id=None))


# --- taking back -------------------------------------------------------------------------------------


_KEPT = ("id", "axis", "kind", "text", "position")


def _snapshot(item: AgendaItem) -> dict[str, Any]:
    gathered = sa.select(Note.id, Note.common_item_id).where(
        Note.item_id == item.id, Note.common_item_id.is_not(None)
    )
    return {
        "item": item.id,
        "commons": [{name: getattr(common, name) for name in _KEPT} for common in commons_of(item)],
        "notes": [list(row) for row in db.session.execute(gathered)],
    }


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    item = db.session.get(AgendaItem, before["item"])
    if item is None:
        return
    now = {common.id: common for common in commons_of(item)}
    db.session.execute(sa.update(Note).filter_by(item_id=item.id).values(common_item_id=None))
    kept = {one["id"] for one in before["commons"]}
    for gone in now.keys() - kept:
        if not now[gone].blason_code and now[gone].proposal_id is None:
            db.session.delete(now[gone])
    for one in before["commons"]:
        common = now.get(one["id"])
        if common is None:
            common = CommonItem(workshop_id=workshop.id, item_id=item.id, version=1)
            db.session.add(common)
        for name in _KEPT:
            setattr(common, name, one[name])
        common.version = (common.version or 0) + 1
    db.session.flush()
    for note_id, common_id in before["notes"]:
        db.session.execute(
            sa.update(Note).filter_by(id=note_id, item_id=item.id).values(common_item_id=common_id)
        )


register_undo("gathering", _restore)
