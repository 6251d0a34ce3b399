"""What each kind of item shows on the three screens, and what each person finds on theirs.

A kind of item is two things: its templates in `templates/workshops/items/<kind>/` (`_stage.html` for all
phones, `_mine.html` for one person's, `_wall.html`, `_desk.html`; those of `items/any/` where it has none),
and what they need, said here by the module of the kind. Screens say first what the room is doing.
What may happen during any item (a decision, hands that are raised) is said by `add_everywhere`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import g

from app.collectives.models import Collective
from app.db import db
from app.web import render
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.reading import Room, room_of

Told = dict[str, Any]
Shared = Callable[[Workshop, AgendaItem], Told]
Personal = Callable[[Workshop, AgendaItem, Participant], Told]


def _nothing(*_about: object) -> Told:
    return {}


@dataclass(frozen=True)
class Screens:
    """What the templates of a kind need: `stage` for all phones, `wall`, `desk`, `mine` for one."""

    stage: Shared = _nothing
    wall: Shared = _nothing
    desk: Shared = _nothing
    mine: Personal = _nothing


# What happens during any item may take its place for a while, and says so under this name.
INSTEAD = "instead_of_item"
_NAMES = ("stage", "wall", "desk", "mine")
_screens: dict[ItemKind, dict[str, Screens]] = {}
_everywhere: list[Screens] = []


def add_screens(kind: ItemKind, screens: Screens, part: str = "") -> None:
    """Say what the templates of this kind of item need.

    A kind that has several parts, as a vote that is a poll or a decision, is told by several modules, each
    under the name of its `part`: what they tell is put together.
    """
    _screens.setdefault(kind, {})[part] = screens


def add_everywhere(screens: Screens) -> None:
    """Say what the templates of any item need besides."""
    if screens not in _everywhere:
        _everywhere.append(screens)


def told(screen: str, workshop: Workshop, item: AgendaItem | None, *more: Participant) -> Told:
    """What the templates of `screen` ("stage", "wall", "desk", "mine") need during an item."""
    if item is None:
        return {}
    said: Told = {}
    for shown in _everywhere:
        said |= getattr(shown, screen)(workshop, item, *more)
    if not said.get(INSTEAD):
        said |= getattr(screens_of(item.kind), screen)(workshop, item, *more)
    return said


def screens_of(kind: ItemKind) -> Screens:
    """What the templates of this kind need; nothing for a kind that only tells its text."""
    parts = list(_screens.get(kind, {}).values())
    return Screens(**{name: _together([getattr(part, name) for part in parts]) for name in _NAMES})


def _together(tellers: list[Callable[..., Told]]) -> Callable[..., Told]:
    def tell(*about: object) -> Told:
        return {name: value for teller in tellers for name, value in teller(*about).items()}

    return tell


def templates_of(item: AgendaItem | None, part: str) -> list[str]:
    """The templates that may show an item, the first that exists is taken."""
    own = [f"workshops/items/{item.kind.value}/{part}.html"] if item else []
    return [*own, f"workshops/items/any/{part}.html"]


Kept = TypeVar("Kept")


def read_once(about: Hashable, read: Callable[[], Kept]) -> Kept:
    """What both parts of a phone's page show, read once for the page."""
    kept: dict[Hashable, Any] = g.setdefault("read_once", {})
    if about not in kept:
        kept[about] = read()
    return cast(Kept, kept[about])


def stage(room: Room) -> str:
    """What every phone shows: what the room is doing."""
    return _shown(room, "_stage", "workshops/_stage.html", "stage")


def wall(room: Room) -> str:
    """What the projector shows."""
    return _shown(room, "_wall", "workshops/_wall.html", "wall")


def _shown(room: Room, part: str, template: str, screen: str) -> str:
    item = room.current
    return render(
        template,
        room=room,
        workshop=room.workshop,
        item=item,
        own=templates_of(item, part),
        **told(screen, room.workshop, item),
    )


def region(show: Callable[[Room], str]) -> Callable[[str], str]:
    """`show`, as the event stream calls it: by the session's number, outside of any reader's page."""

    def shown(key: str) -> str:
        workshop = db.session.get_one(Workshop, int(key))
        g.collective = db.session.get_one(Collective, workshop.collective_id)
        return show(room_of(workshop))

    return shown
