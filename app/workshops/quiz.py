"""The quiz « qui sommes-nous ? » as screens show it: the guesses, who answered, the portrait of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from flask import Flask

from app.db import db
from app.workshops import quiz_wording
from app.workshops.composition import (
    GUESSES,
    QUESTIONS,
    WOMEN,
    Portrait,
    closest,
    gender_portrait,
    number_portrait,
)
from app.workshops.composition_models import (
    Composition,
    CompositionAnswer,
    CompositionMark,
    CompositionPhase,
    PaperBatch,
)
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.poll_models import Poll, PollAnswer, PollKind
from app.workshops.polls import polls_of
from app.workshops.quiz_wording import GUESS_QUESTIONS
from app.workshops.screens import Screens, Told, add_screens, read_once
from app.workshops.services.polling import Asked


@dataclass(frozen=True)
class Revealed:
    """The portrait of the room for one question, with what it had guessed."""

    portrait: Portrait
    guesses: tuple[int, ...]
    closest: tuple[str, ...]

    @property
    def question(self) -> str:
        return self.portrait.question

    @property
    def guessed(self) -> Fraction | None:
        """What the room guessed, on average."""
        return Fraction(sum(self.guesses), len(self.guesses)) if self.guesses else None

    @property
    def scale(self) -> tuple[int, int]:
        """The least and the most that the drawing shows."""
        return GUESSES[self.question]

    @property
    def dots(self) -> list[tuple[int, int]]:
        """Each guess as a dot of the drawing: its number, and how many like it lie below."""
        below: dict[int, int] = {}
        found = []
        for guess in sorted(self.guesses):
            found.append((guess, below.get(guess, 0)))
            below[guess] = below.get(guess, 0) + 1
        return found


def questions_of(item: AgendaItem) -> tuple[str, ...]:
    """What this item asks, in the order of the sheets."""
    asked = item.settings.get("questions") or QUESTIONS
    return tuple(question for question in QUESTIONS if question in asked)


def asked_of(item: AgendaItem) -> list[Asked]:
    """The guesses that the room makes."""
    return [
        Asked(
            question,
            PollKind.NUMBER,
            str(GUESS_QUESTIONS[question]),
            ({"key": "number", "least": GUESSES[question][0], "most": GUESSES[question][1]},),
        )
        for question in questions_of(item)
    ]


def phase_of(item: AgendaItem) -> CompositionPhase | None:
    """Where the quiz is; None before it begins."""
    return _stands(item)[0]


def _is_sealed(item: AgendaItem) -> bool:
    return _stands(item)[1]


def _stands(item: AgendaItem) -> tuple[CompositionPhase | None, bool]:
    stands = sa.select(Composition.phase, Composition.is_sealed).filter_by(item_id=item.id)
    found = read_once(("composition", item.id), lambda: db.session.execute(stands).first())
    return (found.phase, found.is_sealed) if found else (None, False)


def told(item: AgendaItem) -> int:
    """How many people answered about themselves, on a phone or on paper, or prefer not to."""
    marks = sa.select(sa.func.count()).select_from(CompositionMark).filter_by(item_id=item.id)
    sheets = sa.select(sa.func.coalesce(sa.func.sum(PaperBatch.sheets), 0)).filter_by(item_id=item.id)
    return int(db.session.scalar(sa.select(marks.scalar_subquery() + sheets.scalar_subquery())) or 0)


def revealed(item: AgendaItem, polls: Sequence[Poll]) -> list[Revealed]:
    """The portraits that may be shown, in the order of the questions. Two statements."""
    rows = db.session.execute(
        sa.select(CompositionAnswer.question, CompositionAnswer.value, sa.func.count())
        .filter_by(item_id=item.id)
        .group_by(CompositionAnswer.question, CompositionAnswer.value)
    )
    counts: dict[str, dict[str, int]] = {}
    for question, value, people in rows:
        counts.setdefault(question, {})[value] = people
    guesses = _guesses(polls)
    return [
        _revealed(question, counts.get(question, {}), guesses.get(question, {}))
        for question in questions_of(item)
    ]


def _revealed(question: str, counts: dict[str, int], guesses: dict[str, int]) -> Revealed:
    portrait = gender_portrait(counts) if question == WOMEN else number_portrait(question, counts)
    # Who was closest would tell the figure, where it is not shown.
    named = closest(guesses, portrait.figure) if portrait.figure is not None else []
    return Revealed(portrait, tuple(guesses.values()), tuple(named))


def _guesses(polls: Sequence[Poll]) -> dict[str, dict[str, int]]:
    names = {poll.id: poll.name for poll in polls}
    rows = db.session.execute(
        sa.select(PollAnswer.poll_id, Participant.name, PollAnswer.value)
        .join(Participant, Participant.id == PollAnswer.participant_id)
        .where(PollAnswer.poll_id.in_(names))
        .order_by(Participant.folded_name)
    )
    found: dict[str, dict[str, int]] = {}
    for poll_id, name, value in rows:
        found.setdefault(names[poll_id], {})[name] = int(value)
    return found


def _shared(_workshop: Workshop, item: AgendaItem) -> Told:
    phase = phase_of(item)
    if phase is not CompositionPhase.REVEAL:
        return {"phase": phase, "portraits": []}
    return {"phase": phase, "portraits": revealed(item, list(polls_of(item).values()))}


def _wall(workshop: Workshop, item: AgendaItem) -> Told:
    shown = _shared(workshop, item)
    return {**shown, "count": _count(item, shown["phase"])}


def _count(item: AgendaItem, phase: CompositionPhase | None) -> int:
    """How many answered to what is asked now."""
    if phase is CompositionPhase.TELL:
        return told(item)
    if phase is not CompositionPhase.GUESS:
        return 0
    guessers = (
        sa.select(sa.func.count(PollAnswer.participant_id.distinct()))
        .join(Poll, Poll.id == PollAnswer.poll_id)
        .where(Poll.item_id == item.id)
    )
    return db.session.scalar(guessers) or 0


def _desk(workshop: Workshop, item: AgendaItem) -> Told:
    without: list[Participant] = []
    shown = _wall(workshop, item)
    if shown["phase"] is CompositionPhase.GUESS:
        here = sa.select(Participant).filter_by(workshop_id=workshop.id, left_at=None, has_device=False)
        without = list(db.session.scalars(here.order_by(Participant.folded_name)))
    return {
        **shown,
        "without": without,
        "sealed": _is_sealed(item),
        "questions": questions_of(item),
    }


def _mine(_workshop: Workshop, item: AgendaItem, holder: Participant) -> Told:
    phase = phase_of(item)
    asked: Told = {"phase": phase, "questions": questions_of(item), "guesses": []}
    if phase is CompositionPhase.GUESS:
        polls = polls_of(item)
        rows = db.session.scalars(
            sa.select(PollAnswer).where(
                PollAnswer.participant_id == holder.id,
                PollAnswer.poll_id.in_([poll.id for poll in polls.values()]),
            )
        )
        given = {one.poll_id: one for one in rows}
        asked["guesses"] = [
            (polls[name], given.get(polls[name].id)) for name in questions_of(item) if name in polls
        ]
    if phase is CompositionPhase.TELL:
        asked["marked"] = db.session.get(CompositionMark, (item.id, holder.id)) is not None
        asked["sealed"] = _is_sealed(item)
    return asked


def init_app(app: Flask) -> None:
    """Give the quiz its screens."""
    app.jinja_env.globals.update(quiz_words=quiz_wording)
    add_screens(ItemKind.COMPOSITION_QUIZ, Screens(stage=_shared, wall=_wall, desk=_desk, mine=_mine))
