"""The quiz « qui sommes-nous ? »: guess, answer about oneself without a name, reveal.

Who answered and what was answered never meet: two tables without time, order or hidden row number. Once
revealed, the quiz takes no answer any more, even if the reveal is taken back: what one more answer changes
would tell whose it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.workshops.composition import Unreadable, read_answer, read_sheet
from app.workshops.composition_models import (
    Composition,
    CompositionAnswer,
    CompositionMark,
    CompositionPhase,
    PaperBatch,
)
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.poll_models import PollState
from app.workshops.quiz import asked_of, questions_of
from app.workshops.quiz_wording import UNREADABLE
from app.workshops.services import polling
from app.workshops.services.moves import is_seen, make, register_undo

MOST_SHEETS = 500


def go_to(
    workshop: Workshop, item: AgendaItem, actor: Member, phase: CompositionPhase, seen: int | None
) -> bool:
    """Lead the quiz to a phase; False when someone moved the session meanwhile. Raises Refused."""
    if not is_seen(workshop, seen):
        return False
    polling.refuse_when_over(workshop)
    polls = polling.prepare(workshop, item, asked_of(item))
    known = _held(item)
    if known is not None and known.is_sealed and phase is not CompositionPhase.REVEAL:
        raise Refused(_("Ce quiz a été révélé : une réponse de plus se devinerait. Il ne se rouvre pas."))
    before = {**polling.snapshot(polls), "item": item.id, "phase": known.phase.value if known else None}
    composition = known or Composition(item_id=item.id, workshop_id=workshop.id)
    composition.phase = phase
    db.session.add(composition)
    opened = phase is CompositionPhase.GUESS
    for poll in polls:
        poll.state = PollState.OPEN if opened else PollState.CLOSED
        poll.opened_at, poll.closed_at = poll.opened_at or now(), None if opened else poll.closed_at or now()
    if phase is CompositionPhase.REVEAL and not composition.is_sealed:
        composition.is_sealed = True
        db.session.flush()
        _seal(item)
    make(workshop, "composition", actor, item=item, before=before)
    return True


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    polling.restore(workshop, before)
    composition = db.session.get(Composition, before["item"])
    if composition is None:
        return
    if before["phase"] is not None:
        composition.phase = CompositionPhase(before["phase"])
    elif not composition.is_sealed:
        db.session.delete(composition)


register_undo("composition", _restore)


# --- answers about oneself ---------------------------------------------------------------------------


def tell(workshop: Workshop, item: AgendaItem, participant: Participant, typed: Mapping[str, str]) -> None:
    """Put what someone says of themselves among the others', once. Raises Refused."""
    polling.refuse_when_over(workshop)
    _refuse_closed(_shared(item))
    try:
        said = {question: read_answer(question, typed.get(question, "")) for question in questions_of(item)}
    except Unreadable as wrong:
        why = str(UNREADABLE[wrong.reason, wrong.question])
        raise Refused(why[:1].upper() + why[1:], 422) from None
    insert = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[db.session.get_bind().dialect.name]
    mark: Any = insert(CompositionMark).values(item_id=item.id, participant_id=participant.id)
    marked = db.session.execute(
        mark.on_conflict_do_nothing().returning(CompositionMark.participant_id)
    ).first()
    if marked is None:
        raise Refused(
            _("Vous avez déjà répondu : votre réponse est mêlée aux autres, personne ne la retrouve.")
        )
    _put(item, [said])
    emit(workshop.topic, "wall", "desk")


def type_sheets(workshop: Workshop, item: AgendaItem, actor: Member, text: str) -> int:
    """Type answers given on paper, one sheet a line, all or none; how many. Raises Refused."""
    polling.refuse_when_over(workshop)
    composition = _held(item)
    _refuse_closed(composition)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not 0 < len(lines) <= MOST_SHEETS:
        raise Refused(_("D’une à cinq cents feuilles à la fois, une par ligne."), 422)
    sheets = [_sheet(item, number, line) for number, line in lines]
    _refuse_too_many(workshop, item, len(sheets))
    _put(item, sheets)
    db.session.add(PaperBatch(item_id=item.id, sheets=len(sheets), typed_by_id=actor.id))
    db.session.flush()
    emit(workshop.topic, "wall", "desk")
    return len(sheets)


def _sheet(item: AgendaItem, number: int, line: str) -> dict[str, str]:
    try:
        return read_sheet(questions_of(item), line)
    except Unreadable as wrong:
        why = UNREADABLE[wrong.reason, wrong.question]
        raise Refused(_("Ligne %(number)d : %(why)s", number=number, why=why), 422) from None


def _refuse_too_many(workshop: Workshop, item: AgendaItem, more: int) -> None:
    came = sa.select(sa.func.count()).select_from(Participant).filter_by(workshop_id=workshop.id)
    given = sa.select(sa.func.count()).select_from(CompositionMark).filter_by(item_id=item.id)
    typed = sa.select(sa.func.coalesce(sa.func.sum(PaperBatch.sheets), 0)).filter_by(item_id=item.id)
    room = db.session.scalar(
        sa.select(came.scalar_subquery() - given.scalar_subquery() - typed.scalar_subquery())
    )
    if more > (room or 0):
        raise Refused(
            _(
                "%(more)d feuilles, pour %(room)d personnes qui n’ont pas encore répondu : recomptez-les, "
                "ou ajoutez d’abord les personnes à « Qui est là ».",
                more=more,
                room=max(0, room or 0),
            ),
            422,
        )


def _put(item: AgendaItem, sheets: list[dict[str, str]]) -> None:
    rows = [
        {"item_id": item.id, "question": question, "key": secrets.token_hex(16), "value": value}
        for said in sheets
        for question, value in said.items()
    ]
    db.session.execute(sa.insert(CompositionAnswer), sorted(rows, key=lambda row: str(row["key"])))


def _refuse_closed(composition: Composition | None) -> None:
    if composition is None or composition.phase is not CompositionPhase.TELL or composition.is_sealed:
        raise Refused(_("Ce n’est pas le moment de répondre sur soi : suivez l’écran."))


# --- locks, and what the order of rows could tell ----------------------------------------------------


def _held(item: AgendaItem) -> Composition | None:
    """The quiz, alone: nobody answers or reveals it meanwhile."""
    return db.session.get(Composition, item.id, with_for_update=True, populate_existing=True)


def _shared(item: AgendaItem) -> Composition | None:
    """The quiz, whose reveal waits until this transaction ends."""
    return db.session.get(Composition, item.id, with_for_update={"read": True}, populate_existing=True)


def _seal(item: AgendaItem) -> None:
    """PostgreSQL keeps rows where they were written: both tables are rewritten in the order of their keys."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for kind, order in ((CompositionAnswer, "key"), (CompositionMark, "participant_id")):
        table: Any = kind.__table__
        of_item = table.c.item_id == item.id
        rows = [
            dict(row)
            for row in db.session.execute(sa.select(table).where(of_item).order_by(table.c[order])).mappings()
        ]
        db.session.execute(sa.delete(table).where(of_item))
        if rows:
            db.session.execute(sa.insert(table), rows)
