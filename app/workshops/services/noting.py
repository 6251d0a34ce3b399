"""Write post-its: from a phone, for someone else, from paper; change them, move them, take them off the wall.

A group has so many for each axis. What was written on paper is copied as it is: nobody is asked to choose.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import db, now
from app.errors import Forbidden, Refused, Unseen
from app.live.services import emit
from app.members.models import Member
from app.register.services import record
from app.workshops.group_models import Group, Note
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.notes import axis_of, most_of

# In a room larger than this, phones learn what their group wrote when they act, not as it is written.
SMALL_ROOM = 60
MOST_NOTES = 2_000


class Changed(Exception):
    """Someone else changed the note meanwhile; `current` is what it says now."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


def write(
    workshop: Workshop,
    item: AgendaItem,
    group: Group,
    axis: str,
    text: str,
    *,
    author: Participant | None = None,
    typed_by: Member | None = None,
) -> Note:
    """Write a group's note for an axis, and return it flushed: `author`'s, or typed for them by `typed_by`.

    Raises Refused once the group has all the notes of that axis.
    """
    _refuse_unknown_axis(item, axis)
    _refuse_full(item, group, axis)
    note = Note(
        workshop_id=workshop.id,
        item_id=item.id,
        group_id=group.id,
        author_id=author.id if author else None,
        typed_by_id=typed_by.id if typed_by else None,
        channel=Channel.SCRIBE if typed_by else Channel.PHONE,
        axis=axis,
        text=text,
    )
    db.session.add(note)
    db.session.flush()
    _tell(workshop)
    return note


def paste(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    texts: Sequence[str],
    axis: str,
    *,
    group: Group | None,
    provenance: str,
) -> int:
    """Copy notes from paper, as they are, and give how many; `provenance` says where the paper lies."""
    _refuse_unknown_axis(item, axis)
    held = db.session.scalar(sa.select(sa.func.count()).select_from(Note).filter_by(item_id=item.id)) or 0
    if held + len(texts) > MOST_NOTES:
        raise Refused(_("Une séquence porte deux mille post-it au plus."))
    common = {
        "workshop_id": workshop.id,
        "item_id": item.id,
        "group_id": group.id if group else None,
        "typed_by_id": actor.id,
        "channel": Channel.PAPER,
        "provenance": provenance,
        "axis": axis,
    }
    db.session.execute(sa.insert(Note), [{**common, "text": text} for text in texts])
    _tell(workshop)
    return len(texts)


def edit(workshop: Workshop, note: Note, text: str, seen: int) -> None:
    """Reword a note; `seen` is the version its author started from. Raises Changed, Refused."""
    _hold(note)
    if note.version != seen:
        raise Changed(note.text)
    _refuse_fixed(note)
    if note.text != text:
        note.text, note.version = text, note.version + 1
        _tell(workshop)


def move(workshop: Workshop, item: AgendaItem, note: Note, axis: str) -> None:
    """Put a note under another axis. Raises Refused when its group has no more place there."""
    _refuse_unknown_axis(item, axis)
    _hold(note)
    _refuse_fixed(note)
    if note.axis == axis:
        return
    if note.group is not None and note.channel is not Channel.PAPER:
        _refuse_full(item, note.group, axis)
    note.axis = axis
    _tell(workshop)


def delete(workshop: Workshop, note: Note) -> None:
    """Throw away a note of one's own. Raises Refused once it is part of a common item."""
    _hold(note)
    _refuse_fixed(note)
    db.session.delete(note)
    db.session.flush()
    _tell(workshop)


def hide(workshop: Workshop, note: Note, actor: Member, reason: str) -> bool:
    """Take a note off the wall, and say so with the reason; False when it was. It keeps its words."""
    _hold(note)
    if note.is_hidden:
        return False
    _refuse_fixed(note)
    note.hidden_at, note.hidden_by_id, note.hidden_reason = now(), actor.id, reason
    record(
        workshop.collective_id,
        "workshop.note_hidden",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        note=note.id,
        reason=reason,
    )
    _tell(workshop)
    return True


def show(workshop: Workshop, note: Note, actor: Member) -> bool:
    """Put it back; False when it was there."""
    _hold(note)
    if not note.is_hidden:
        return False
    note.hidden_at = note.hidden_by_id = None
    note.hidden_reason = ""
    record(
        workshop.collective_id,
        "workshop.note_shown",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        note=note.id,
    )
    _tell(workshop)
    return True


def find_note(item: AgendaItem, note_id: int) -> Note:
    """A note of that item. Raises Unseen."""
    found = db.session.scalar(sa.select(Note).filter_by(id=note_id, item_id=item.id))
    if found is None:
        raise Unseen(_("Ce post-it n’est plus là : quelqu’un l’a jeté."))
    return found


def find_in(workshop: Workshop, note_id: int) -> Note:
    """A note of that session. Raises Unseen."""
    found = db.session.scalar(sa.select(Note).filter_by(id=note_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen(_("Ce post-it n’est plus là : quelqu’un l’a jeté."))
    return found


def check_mine(note: Note, who: Participant, group: Group | None) -> None:
    """Raise Forbidden unless `who` is in the note's group or wrote it."""
    if note.author_id != who.id and (group is None or note.group_id != group.id):
        raise Forbidden(_("Ce post-it est celui d’un autre groupe."))


def check_author(note: Note, who: Participant) -> None:
    """Raise Forbidden unless `who` wrote it."""
    if note.author_id != who.id:
        raise Forbidden(_("On ne jette que ses propres post-it. Parlez-en dans votre groupe."))


def check_typed(note: Note) -> None:
    """Raise Forbidden for a note that a phone wrote: the desk may hide it, not make it say something else."""
    if note.channel is Channel.PHONE:
        raise Forbidden(
            _("Ce post-it a été écrit par la salle : le pupitre peut le retirer, pas le réécrire.")
        )


# --- what holds --------------------------------------------------------------------------------------


def _hold(note: Note) -> None:
    db.session.refresh(note, with_for_update={"of": Note})


def _refuse_unknown_axis(item: AgendaItem, axis: str) -> None:
    if axis_of(item, axis) is None:
        raise Refused(_("Cet axe n’existe pas dans cette séquence."), 422)


def _refuse_full(item: AgendaItem, group: Group, axis: str) -> None:
    """Hold the group, so that two of its phones cannot take the last place both."""
    db.session.refresh(group, with_for_update={"of": Group})
    most = most_of(item)
    held = (
        sa.select(sa.func.count()).select_from(Note).filter_by(group_id=group.id, axis=axis, hidden_at=None)
    )
    if (db.session.scalar(held) or 0) >= most:
        raise Refused(
            ngettext(
                "Le groupe %(group)d a déjà son post-it pour cet axe. "
                "Modifiez-le, ou jetez-le pour en écrire un autre.",
                "Le groupe %(group)d a déjà ses %(num)d post-it pour cet axe. "
                "Modifiez-en un, ou jetez-en un pour en écrire un autre.",
                most,
                group=group.number,
            )
        )


def _refuse_fixed(note: Note) -> None:
    if note.common_item_id is not None:
        raise Refused(
            _("Ce post-it est déjà réuni avec d’autres au mur : demandez à qui anime de l’en sortir.")
        )


def _tell(workshop: Workshop) -> None:
    people = (
        sa.select(sa.func.count()).select_from(Participant).filter_by(workshop_id=workshop.id, left_at=None)
    )
    personal = ("mine",) if (db.session.scalar(people) or 0) <= SMALL_ROOM else ()
    emit(workshop.topic, "wall", "desk", *personal)
