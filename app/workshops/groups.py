"""The groups of an item as its screens need them: who sits where, and in which one a person is."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from app.db import db
from app.workshops.group_models import Group, GroupMember, GroupPart
from app.workshops.models import AgendaItem, Participant

GROUP_SIZE = 5


@dataclass(frozen=True)
class Seated:
    """A person in a group."""

    id: int
    name: str
    part: GroupPart
    has_device: bool


@dataclass(frozen=True)
class Table:
    """A group and who is in it now, by name; those who left the room are in none."""

    group: Group
    people: list[Seated] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.group.number

    @property
    def reporter(self) -> Seated | None:
        return next((one for one in self.people if one.part is GroupPart.REPORTER), None)

    @property
    def scribe(self) -> Seated | None:
        return next((one for one in self.people if one.part is GroupPart.SCRIBE), None)

    def companions(self, of: Participant) -> list[Seated]:
        """The others."""
        return [one for one in self.people if one.id != of.id]


def size_of(item: AgendaItem) -> int:
    """How many people a group of this item should have."""
    return int(item.settings.get("group_size") or GROUP_SIZE)


def rotation_of(item: AgendaItem) -> int:
    """The rotation the item is at; 0 where people do not rotate."""
    return int(item.settings.get("rotation") or 0)


def tables_of(item: AgendaItem) -> list[Table]:
    """The groups of an item in their order, each with its people. One SQL statement."""
    rows = db.session.execute(
        sa.select(Group, Participant.id, Participant.name, GroupMember.part, Participant.has_device)
        .outerjoin(
            GroupMember, (GroupMember.group_id == Group.id) & (GroupMember.rotation == rotation_of(item))
        )
        .outerjoin(
            Participant, (Participant.id == GroupMember.participant_id) & Participant.left_at.is_(None)
        )
        .where(Group.item_id == item.id)
        .order_by(Group.number, Participant.folded_name)
    )
    tables: dict[int, Table] = {}
    for group, person, name, part, has_device in rows:
        table = tables.setdefault(group.id, Table(group))
        if person is not None:
            table.people.append(Seated(person, name, part, has_device))
    return list(tables.values())


def table_of(tables: list[Table], who: Participant) -> Table | None:
    """Where a person sits; None when nobody gave them a place."""
    return next((table for table in tables if any(one.id == who.id for one in table.people)), None)


def peopled(tables: list[Table]) -> list[Table]:
    """Those where somebody sits."""
    return [table for table in tables if table.people]


def without_place(item: AgendaItem) -> list[Participant]:
    """Who is in the room and in no group of the item, by name."""
    seated = sa.select(GroupMember.participant_id).filter_by(item_id=item.id, rotation=rotation_of(item))
    return list(
        db.session.scalars(
            sa.select(Participant)
            .filter_by(workshop_id=item.workshop_id, left_at=None)
            .where(Participant.id.not_in(seated))
            .order_by(Participant.folded_name)
        )
    )


def group_of(item: AgendaItem, who: Participant) -> Group | None:
    """The group a person is in now."""
    return db.session.scalar(
        sa.select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            GroupMember.item_id == item.id,
            GroupMember.rotation == rotation_of(item),
            GroupMember.participant_id == who.id,
        )
    )
