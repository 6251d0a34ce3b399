"""A session as its screens need it: what runs, what comes, when it will end, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.db import db, now
from app.errors import Unseen
from app.members.models import Member, MemberStatus
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.runsheet import Slot, Timed, ends_at, schedule


@dataclass(frozen=True)
class Room:
    """A session at a moment. `slots` are those of `items`; `here` counts who is in the room."""

    workshop: Workshop
    items: list[AgendaItem]
    slots: list[Slot]
    here: int
    without_device: int

    @property
    def current(self) -> AgendaItem | None:
        """The item the room is at."""
        return current(self.items)

    @property
    def following(self) -> AgendaItem | None:
        """The item that « next » leads to; None after the last one."""
        here = self.current
        after = 0 if here is None else here.position
        return next((item for item in self.items if item.position > after), None)

    @property
    def previous(self) -> AgendaItem | None:
        """The item that « back » leads to."""
        here = self.current
        return None if here is None or here.position == 1 else self.items[here.position - 2]

    @property
    def ends_at(self) -> datetime | None:
        """When it will all be over; None without items."""
        return ends_at(self.slots) if self.slots else None

    def slot(self, item: AgendaItem) -> Slot:
        """When one of its items happens."""
        return self.slots[self.items.index(item)]


def current(items: list[AgendaItem]) -> AgendaItem | None:
    """The item that began and is not over."""
    return next((item for item in items if item.is_current), None)


def items_of(workshop: Workshop) -> list[AgendaItem]:
    """The items of the agenda, in their order."""
    return list(
        db.session.scalars(
            sa.select(AgendaItem).filter_by(workshop_id=workshop.id).order_by(AgendaItem.position)
        )
    )


def room_of(workshop: Workshop) -> Room:
    """The session as it stands now. One SQL statement: every screen asks for it."""
    rows = db.session.execute(
        sa.select(AgendaItem, *_heads(workshop))
        .filter_by(workshop_id=workshop.id)
        .order_by(AgendaItem.position)
    ).all()
    items = [row[0] for row in rows]
    here, without = rows[0][1:] if rows else db.session.execute(sa.select(*_heads(workshop))).one()
    timed = [Timed(item.minutes + item.extra_minutes, item.started_at, item.ended_at) for item in items]
    slots = schedule([item.minutes for item in items], timed, workshop.starts_at, now())
    return Room(workshop, items, slots, here, without)


def _heads(workshop: Workshop) -> tuple[Any, Any]:
    """How many people are here, and how many of them without a device."""
    here = (
        sa.select(sa.func.count())
        .select_from(Participant)
        .where(Participant.workshop_id == workshop.id, Participant.left_at.is_(None))
    )
    return here.scalar_subquery(), here.where(Participant.has_device.is_(False)).scalar_subquery()


def find_workshop(collective_id: int, workshop_id: int) -> Workshop:
    """The session of that number. Raises Unseen."""
    found = db.session.scalar(sa.select(Workshop).filter_by(id=workshop_id, collective_id=collective_id))
    if found is None:
        raise Unseen
    return found


def find_item(workshop: Workshop, item_id: int) -> AgendaItem:
    """An item of its agenda. Raises Unseen."""
    found = db.session.scalar(sa.select(AgendaItem).filter_by(id=item_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen
    return found


def participants_of(workshop: Workshop) -> list[Participant]:
    """Everyone who came, by name; who left too."""
    return list(
        db.session.scalars(
            sa.select(Participant).filter_by(workshop_id=workshop.id).order_by(Participant.folded_name)
        )
    )


def members_of(collective_id: int, *, chosen: int | None = None) -> list[Member]:
    """Those who may take the notes of a session: the active members, by name.

    Who was `chosen` stays among them after leaving the collective: they did take the notes.
    """
    may = sa.or_(Member.status == MemberStatus.ACTIVE, Member.id == chosen)
    found = sa.select(Member).filter_by(collective_id=collective_id).where(may)
    return list(db.session.scalars(found.order_by(Member.folded_name)))


def workshops_of(collective_id: int) -> list[Workshop]:
    """The sessions of a collective, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Workshop)
            .filter_by(collective_id=collective_id)
            .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
        )
    )
