"""Write in the worksheet of a table: one line at a time, over a known wording; hide a line for a reason."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.workshops.group_models import Finding, Group, Note
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.services import noting
from app.workshops.tables import COLUMNS, Line, region_of, rows_of

MOST_LINES = 200


class Stale(Exception):
    """Someone else at the table wrote over the line meanwhile."""


def write(
    workshop: Workshop,
    item: AgendaItem,
    group: Group,
    line: Line,
    *,
    author: Participant | None = None,
    typed_by: Member | None = None,
    channel: Channel = Channel.PHONE,
) -> Note:
    """One more line in a cell. Raises Refused for a cell the worksheet has not, or one line too many."""
    if workshop.is_ended or item.started_at is None:
        raise Refused(
            _("Les tables ne sont pas ouvertes : votre texte n’est pas perdu, recopiez-le ici ensuite.")
        )
    db.session.refresh(group, with_for_update={"of": Group})
    if line.column not in COLUMNS or line.row not in rows_of(group):
        raise Refused(_("Choisissez une ligne et une colonne de la feuille."), 422)
    written = sa.select(sa.func.count()).select_from(Note).filter_by(group_id=group.id)
    number = db.session.scalar(written) or 0
    if number >= MOST_LINES:
        raise Refused(_("Cette feuille est pleine : deux cents notes au plus. Réunissez-en quelques-unes."))
    note = Note(
        workshop_id=workshop.id,
        item_id=item.id,
        group_id=group.id,
        author_id=author.id if author else None,
        typed_by_id=typed_by.id if typed_by else None,
        channel=channel,
        axis=line.column,
        row=line.row,
        text=line.text,
        finding=line.finding,
        position=number,
    )
    db.session.add(note)
    db.session.flush()
    _tell(workshop, group)
    return note


def rewrite(workshop: Workshop, note: Note, *, seen: int, text: str, finding: Finding | None) -> bool:
    """Replace a line over its wording numbered `seen`; False when nothing differs. Raises Stale, Refused."""
    _hold(workshop, note, seen)
    if (note.text, note.finding) == (text, finding):
        return False
    note.text, note.finding, note.version = text, finding, note.version + 1
    db.session.flush()
    _tell(workshop, note.group)
    return True


def strike(workshop: Workshop, note: Note, *, seen: int) -> None:
    """Take out a line that its table wrote by mistake. Raises Stale, Refused."""
    _hold(workshop, note, seen)
    group = note.group
    db.session.delete(note)
    db.session.flush()
    _tell(workshop, group)


def _hold(workshop: Workshop, note: Note, seen: int) -> None:
    db.session.refresh(note, with_for_update={"of": Note})
    if workshop.is_ended:
        raise Refused(_("La séance est terminée : ce qui s’y est écrit se corrige dans le procès-verbal."))
    if note.hidden_at is not None:
        raise Refused(_("Cette note a été masquée par qui anime : elle ne se change plus."))
    if note.version != seen:
        raise Stale


def hide(workshop: Workshop, note: Note, actor: Member, reason: str) -> bool:
    """Show a line no more; its place says who hid it and why. False when it was hidden."""
    done = noting.hide(workshop, note, actor, reason)
    _tell(workshop, note.group)
    return done


def _tell(workshop: Workshop, group: Group | None) -> None:
    """Only the phones of that table ask for its sheet again."""
    own = [region_of(group)] if group is not None else []
    emit(workshop.topic, "wall", "desk", *own)
