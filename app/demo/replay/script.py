"""What happens, step after step, when the evening is played again: who comes, what is said, what is decided.

Steps are made anew from the agenda each time; each is done by the services that people's own gestures use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db
from app.members.models import Member, MemberStatus
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.reading import items_of, participants_of
from app.workshops.services import arriving, leading

Act = Callable[[Workshop, Member], None]
# What is done during an item, once the room is there.
Scene = Callable[[AgendaItem], Iterator["Step"]]
# What the people numbered `first` to `last` - 1 do together.
Together = Callable[[Workshop, Member, int, int], None]

# How many come with each step at the door; the last ones have no phone.
AT_ONCE, WITHOUT_DEVICE = 8, 4
# How many answer with each step, so that the count is seen to rise.
ANSWERS_AT_ONCE = 9


@dataclass(frozen=True)
class Step:
    """One step: `caption` says it to whoever watches."""

    caption: str
    act: Act


_scenes: dict[ItemKind, Scene] = {}


def add_scene(kind: ItemKind, scene: Scene) -> None:
    """Play `scene(item)` during the items of this kind."""
    _scenes[kind] = scene


def during(item: AgendaItem) -> Iterator[Step]:
    """What people do during an item of this kind."""
    return _scenes.get(item.kind, _nothing)(item)


def steps(workshop: Workshop) -> list[Step]:
    """The whole evening."""
    return list(_steps(workshop))


def _steps(workshop: Workshop) -> Iterator[Step]:
    items = items_of(workshop)
    for item in items:
        yield Step(f"« {item.title} »", _going(item))
        if item.kind is ItemKind.WELCOME:
            yield from arrivals(members_of(workshop))
            yield Step("Chacun·e signe la feuille de présence", sign)
        yield from during(item)
    yield Step("La séance se termine", _end)


def _nothing(_item: AgendaItem) -> Iterator[Step]:
    return iter(())


def _going(item: AgendaItem) -> Act:
    return lambda workshop, lead: _go(workshop, lead, item)


def _go(workshop: Workshop, lead: Member, item: AgendaItem | None) -> None:
    leading.go(workshop, lead, item, None)


def _end(workshop: Workshop, lead: Member) -> None:
    _go(workshop, lead, None)


def arrivals(people: list[Member]) -> Iterator[Step]:
    """They come in, some at a time."""
    for first in range(0, len(people), AT_ONCE):
        coming = people[first : first + AT_ONCE]
        names = ", ".join(one.name for one in coming[:3])
        yield Step(f"{names} et les autres entrent", _arrival(coming, len(people) - WITHOUT_DEVICE - first))


def _arrival(coming: list[Member], with_device: int) -> Act:
    def arrive(workshop: Workshop, lead: Member) -> None:
        for number, one in enumerate(coming):
            arriving.arrive_as(workshop, one, has_device=number < with_device)

    return arrive


def sign(workshop: Workshop, _lead: Member) -> None:
    """Those who have come sign, with a tap or on the sheet of paper."""
    for one in participants_of(workshop):
        arriving.sign(workshop, one, Channel.PHONE if one.has_device else Channel.PAPER)


def members_of(workshop: Workshop) -> list[Member]:
    """The fictitious people of the demonstration, in the order in which they come."""
    return list(
        db.session.scalars(
            sa.select(Member)
            .filter_by(collective_id=workshop.collective_id, status=MemberStatus.ACTIVE)
            .order_by(Member.id)
        )
    )


def phones(workshop: Workshop) -> list[Participant]:
    """Those who have a phone, in the order in which they came."""
    return sorted((one for one in participants_of(workshop) if one.has_device), key=lambda one: one.id)


def batches(caption: str, count: int, act: Together) -> Iterator[Step]:
    """Steps for the people numbered 0 to `count` - 1, some at a time."""
    for first in range(0, count, ANSWERS_AT_ONCE):
        last = min(first + ANSWERS_AT_ONCE, count)
        yield Step(caption, lambda workshop, lead, a=first, b=last: act(workshop, lead, a, b))  # type: ignore[misc]
