"""Prepare a session: from a ready run-sheet, then item by item."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.register.services import record
from app.workshops import codes
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.run_sheets import run_sheet
from app.workshops.services.moves import hold

MOST_ITEMS = 40
# What stands ready for an item of some kind as soon as it is on the agenda: its tables.
Furnish = Callable[[Workshop, AgendaItem], None]
_furnishings: dict[ItemKind, Furnish] = {}


def furnish_with(kind: ItemKind, furnish: Furnish) -> None:
    """Do `furnish(workshop, item)` for each item of this kind, once it is on the agenda."""
    _furnishings[kind] = furnish


def _furnish(workshop: Workshop, item: AgendaItem) -> None:
    if item.kind in _furnishings:
        _furnishings[item.kind](workshop, item)


def create(
    collective: Collective,
    actor: Member,
    *,
    title: str,
    starts_at: datetime,
    place: str = "",
    intention: str = "",
    template: str = "",
    welcomes_members: bool = False,
) -> Workshop:
    """Make a session, with the items of the run-sheet `template` (empty: none), and return it flushed."""
    workshop = Workshop(
        collective_id=collective.id,
        title=title,
        place=place,
        intention=intention,
        starts_at=starts_at,
        template=template,
        code=_free_code(),
        welcomes_members=welcomes_members,
        created_by_id=actor.id,
    )
    db.session.add(workshop)
    db.session.flush()
    for position, told in enumerate(run_sheet(template).items if template else (), 1):
        db.session.add(
            AgendaItem(
                workshop_id=workshop.id,
                position=position,
                kind=told.kind,
                title=told.title,
                text=told.text,
                minutes=told.minutes,
                settings=told.settings,
            )
        )
    db.session.flush()
    for item in _items(workshop):
        _furnish(workshop, item)
    record(collective.id, "workshop.created", actor_id=actor.id, subject=("workshop", workshop.id))
    return workshop


def _free_code() -> str:
    while True:
        code = codes.draw(secrets.randbelow)
        if db.session.scalar(sa.select(Workshop.id).filter_by(code=code)) is None:
            return code


def edit(
    workshop: Workshop,
    *,
    title: str,
    starts_at: datetime,
    place: str,
    intention: str,
    welcomes_members: bool,
) -> None:
    """Change what is said of the session."""
    workshop.title, workshop.starts_at, workshop.place = title, starts_at, place
    workshop.intention, workshop.welcomes_members = intention, welcomes_members
    emit(workshop.topic, "desk", "wall")


def note_convocation(workshop: Workshop, *, on: date | None, by: str, secretary: Member | None) -> None:
    """Note what its minutes will say: when and how people were convened, and who takes the notes."""
    workshop.convened_on, workshop.convened_by = on, by
    workshop.secretary_id = secretary.id if secretary else None
    db.session.flush()
    emit(workshop.topic, "desk")


def add_item(workshop: Workshop, *, kind: ItemKind, title: str, minutes: int, text: str = "") -> AgendaItem:
    """One more item, the last. Raises Refused when the agenda is as long as an agenda may be."""
    hold(workshop)
    items = _items(workshop)
    if len(items) >= MOST_ITEMS:
        raise Refused(_("Un ordre du jour a quarante séquences au plus : réunissez-en quelques-unes."))
    item = AgendaItem(
        workshop_id=workshop.id,
        position=len(items) + 1,
        kind=kind,
        title=title,
        minutes=minutes,
        text=text,
        settings=default_settings(kind),
    )
    db.session.add(item)
    db.session.flush()
    _furnish(workshop, item)
    emit(workshop.topic, "desk", "wall")
    return item


def default_settings(kind: ItemKind) -> dict[str, object]:
    """What an item of this kind needs, as the first ready run-sheet that has one says it."""
    from app.workshops.run_sheets import run_sheets

    found = (item for sheet in run_sheets() for item in sheet.items if item.kind is kind)
    first = next(found, None)
    return dict(first.settings) if first else {}


def edit_item(workshop: Workshop, item: AgendaItem, *, title: str, minutes: int, text: str) -> None:
    """Change an item's words or its length; what it lasts more or less live stays apart."""
    item.title, item.minutes, item.text = title, minutes, text
    emit(workshop.topic, "stage", "desk", "wall")


def move_item(workshop: Workshop, item: AgendaItem, by: int) -> bool:
    """Put an item earlier (`by` < 0) or later among those that have not begun; False at either end."""
    hold(workshop)
    items = _items(workshop)
    place = next(index for index, other in enumerate(items) if other.id == item.id)
    target = place + (1 if by > 0 else -1)
    if item.started_at is not None or not 0 <= target < len(items) or items[target].started_at is not None:
        return False
    items[place], items[target] = items[target], items[place]
    _number(items)
    emit(workshop.topic, "desk", "wall")
    return True


def remove_item(workshop: Workshop, item: AgendaItem) -> None:
    """Take an item out. Raises Refused once it has begun: what was done there would go with it."""
    hold(workshop)
    if item.started_at is not None:
        raise Refused(_("Cette séquence a commencé : ce qui s’y est dit reste dans le procès-verbal."))
    items = [other for other in _items(workshop) if other.id != item.id]
    db.session.delete(item)
    db.session.flush()
    _number(items)
    emit(workshop.topic, "desk", "wall")


def _items(workshop: Workshop) -> list[AgendaItem]:
    return list(
        db.session.scalars(
            sa.select(AgendaItem).filter_by(workshop_id=workshop.id).order_by(AgendaItem.position)
        )
    )


def _number(items: list[AgendaItem]) -> None:
    """Number the items from 1, by way of numbers that no item has: the database wants them all different."""
    for shift in (1_000, 0):
        for position, item in enumerate(items, 1):
            item.position = position + shift
        db.session.flush()
