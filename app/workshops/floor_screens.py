"""Who has the floor, whose hand is up, whose turn it is: on every screen, whatever the room does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import g

from app.db import db
from app.workshops.floor import Raised, queue
from app.workshops.floor_models import Hand
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.screens import Screens, Told, add_everywhere
from app.workshops.services.floor import circle_of


@dataclass(frozen=True)
class Person:
    """Someone in the queue: their hand, their name, how often they have spoken."""

    hand: int
    person: int
    name: str
    turns: int
    has_device: bool


@dataclass(frozen=True)
class Floor:
    """Who speaks, and who waits, in order."""

    speaker: Person | None = None
    waiting: list[Person] = field(default_factory=list)

    def place_of(self, person: int) -> int | None:
        """The rank of a person in the queue, from 1."""
        return next((rank for rank, one in enumerate(self.waiting, 1) if one.person == person), None)


@dataclass(frozen=True)
class Turns:
    """The round of speech: names in order."""

    about: str
    turn: str | None
    turn_id: int | None
    coming: list[str]
    spoken: list[str]
    passed: list[str]
    passed_ids: tuple[int, ...]
    waiting_ids: tuple[int, ...]


def floor_of(workshop: Workshop) -> Floor:
    """The floor now; one statement, none when no hand is up. Asked once a page."""
    if not workshop.hands_up:
        return Floor()
    if "floor" not in g:
        g.floor = _read(workshop)
    found: Floor = g.floor
    return found


def _read(workshop: Workshop) -> Floor:
    past = (
        sa.select(
            Hand.participant_id,
            sa.func.count().label("turns"),
            sa.func.coalesce(sa.func.sum(Hand.seconds), 0).label("seconds"),
        )
        .where(Hand.workshop_id == workshop.id, Hand.ended_at.is_not(None))
        .group_by(Hand.participant_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Hand, Participant, past.c.turns, past.c.seconds)
        .join(Participant, Participant.id == Hand.participant_id)
        .outerjoin(past, past.c.participant_id == Hand.participant_id)
        .where(Hand.workshop_id == workshop.id, Hand.ended_at.is_(None), Hand.lowered_at.is_(None))
    ).all()
    people = {
        hand.id: Person(hand.id, who.id, who.name, turns or 0, who.has_device)
        for hand, who, turns, _seconds in rows
    }
    speaking = next((people[hand.id] for hand, *_rest in rows if hand.is_speaking), None)
    raised = [
        Raised(hand.id, who.id, hand.raised_at, turns or 0, seconds or 0)
        for hand, who, turns, seconds in rows
        if hand.given_at is None
    ]
    return Floor(speaking, [people[one.hand] for one in queue(raised)])


def turns_of(workshop: Workshop) -> Turns | None:
    """The round of speech now."""
    circle, kept = circle_of(workshop), workshop.circle
    if circle is None or kept is None:
        return None
    names: dict[str, str] = kept["names"]

    def named(people: tuple[int, ...]) -> list[str]:
        return [names.get(str(one), "") for one in people]

    return Turns(
        about=kept["about"],
        turn=next(iter(named(circle.waiting)), None),
        turn_id=circle.turn,
        coming=named(circle.waiting[1:]),
        spoken=named(circle.spoken),
        passed=named(circle.passed),
        passed_ids=circle.passed,
        waiting_ids=circle.waiting,
    )


def _told(workshop: Workshop, item: AgendaItem, *_who: Any) -> Told:
    return {"floor": floor_of(workshop), "turns": turns_of(workshop)}


SCREENS = Screens(stage=_told, wall=_told, desk=_told, mine=_told)


def init_app() -> None:
    """Show them during any item."""
    add_everywhere(SCREENS)
