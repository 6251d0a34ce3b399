"""What a session left open becomes deliberations, each once, with what its table wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from flask_babel import format_date
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.services import questions
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.workshops.group_models import Note
from app.workshops.minutes import carrying
from app.workshops.minutes.document import bullets, paragraphs, quoted, shortened
from app.workshops.minutes.telling import note_text
from app.workshops.models import Workshop
from app.workshops.services.moves import hold

LONGEST_QUESTION = 300
LONGEST_THEME = 80
MOST_QUOTED = 40


def open_questions(workshop: Workshop, actor: Member, chosen: Collection[int]) -> list[Deliberation]:
    """Open a deliberation for each note of `chosen` that has none yet; two people at once open each once.

    Raises Refused when nothing was chosen, or when a chosen note left nothing open.
    """
    hold(workshop)
    left = {note.id: note for note in carrying.left_open(workshop)}
    if not chosen or not left.keys() >= set(chosen):
        raise Refused(_("Cochez, parmi les questions de la séance, celles qu’il faut ouvrir."), 422)
    collective = db.session.get_one(Collective, workshop.collective_id)
    beside = _beside(workshop)
    return [
        _open(collective, workshop, actor, note, beside.get((note.item_id, note.group_id, note.row), []))
        for note in left.values()
        if note.id in chosen and note.deliberation_id is None
    ]


def _open(
    collective: Collective, workshop: Workshop, actor: Member, note: Note, beside: list[Note]
) -> Deliberation:
    opened = questions.ask(
        collective,
        actor,
        question=shortened(note.text, LONGEST_QUESTION),
        context=paragraphs(*_context(workshop, note, beside)),
        theme=shortened(note.group.name, LONGEST_THEME) if note.group else "",
    )
    note.deliberation_id = opened.id
    db.session.flush()
    record(
        collective.id,
        "workshop.question_opened",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        deliberation=opened.id,
        note=note.id,
    )
    return opened


def _context(workshop: Workshop, note: Note, beside: list[Note]) -> Iterator[str]:
    """Where the question comes from, in its own words, and what the same table wrote on the same line."""
    day = format_date(workshop.opened_at or workshop.starts_at, "long")
    yield _(
        "Laissée ouverte à la séance « %(session)s », le %(day)s.", session=quoted(workshop.title), day=day
    )
    if note.group and note.group.name:
        yield _("Table : %(table)s.", table=quoted(note.group.name))
    if len(note.text) > LONGEST_QUESTION:
        yield _("Telle qu’elle fut écrite : %(text)s", text=quoted(note.text))
    others = [other for other in beside if other.id != note.id][:MOST_QUOTED]
    if others:
        yield _("Ce que la table a aussi noté%(row)s :", row=f" ({quoted(note.row)})" if note.row else "")
        yield bullets(note_text(other) for other in others)


def _beside(workshop: Workshop) -> dict[tuple[int, int | None, str], list[Note]]:
    """The notes of the session by item, table and line."""
    found: dict[tuple[int, int | None, str], list[Note]] = {}
    for note in db.session.scalars(
        sa.select(Note).filter_by(workshop_id=workshop.id, hidden_at=None).order_by(Note.position, Note.id)
    ):
        found.setdefault((note.item_id, note.group_id, note.row), []).append(note)
    return found
