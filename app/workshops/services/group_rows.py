"""The rows of groups: who sits where at an item, now and at the draws before."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.workshops.group_models import Group, GroupMember, GroupPart, Note
from app.workshops.groups import rotation_of
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop

# How many former draws of the evening a draw looks at to part those who were together.
_FORMER = 4


def find_group(item: AgendaItem, number: int) -> Group:
    """The group of that number. Raises Refused: pages are made before groups change."""
    found = db.session.scalar(sa.select(Group).filter_by(item_id=item.id, number=number))
    if found is None:
        raise Refused(_("Ce groupe n’existe plus. La page est à jour : choisissez-en un autre."))
    return found


def hold_item(item: AgendaItem) -> None:
    """From here on, nobody else changes the groups of this item until the end of the transaction."""
    db.session.refresh(item, with_for_update=True)


def people_here(workshop: Workshop) -> list[Participant]:
    """Who is in the room, in the order in which they came."""
    return list(
        db.session.scalars(
            sa.select(Participant).filter_by(workshop_id=workshop.id, left_at=None).order_by(Participant.id)
        )
    )


def groups_of(item: AgendaItem) -> list[Group]:
    """The groups of an item, by number."""
    return list(db.session.scalars(sa.select(Group).filter_by(item_id=item.id).order_by(Group.number)))


def stand(workshop: Workshop, item: AgendaItem, count: int) -> list[Group]:
    """Have the groups 1 to `count`, and no empty one more, unless it wrote something."""
    if item.kind is ItemKind.TABLES:
        return groups_of(item)
    numbers = {group.number for group in groups_of(item)}
    for number in range(1, count + 1):
        if number not in numbers:
            db.session.add(Group(workshop_id=workshop.id, item_id=item.id, number=number))
    db.session.flush()
    wrote = sa.select(Note.group_id).where(Note.item_id == item.id, Note.group_id.is_not(None))
    db.session.execute(
        sa.delete(Group).where(Group.item_id == item.id, Group.number > count, Group.id.not_in(wrote))
    )
    return groups_of(item)[:count]


def empty(item: AgendaItem) -> None:
    """Nobody sits anywhere now."""
    db.session.execute(sa.delete(GroupMember).filter_by(item_id=item.id, rotation=rotation_of(item)))


def seat_all(item: AgendaItem, seats: list[tuple[int, Group]]) -> None:
    """Have these people, by their numbers, sit in these groups, all at once."""
    rotation = rotation_of(item)
    rows = [
        {"item_id": item.id, "rotation": rotation, "participant_id": person, "group_id": group.id}
        for person, group in seats
    ]
    if rows:
        db.session.execute(sa.insert(GroupMember), rows)


def seat(item: AgendaItem, who: Participant, group: Group | None, part: GroupPart) -> None:
    """Have someone sit in a group with a part to play there; in none when `group` is None."""
    key = (item.id, rotation_of(item), who.id)
    known = db.session.get(GroupMember, key)
    if group is None:
        if known is not None:
            db.session.delete(known)
        db.session.flush()
        return
    if part is not GroupPart.MEMBER:  # one pen and one voice a group: who takes it has it
        db.session.execute(
            sa.update(GroupMember)
            .filter_by(group_id=group.id, rotation=key[1], part=part)
            .values(part=GroupPart.MEMBER)
        )
    if known is None:
        known = GroupMember(item_id=key[0], rotation=key[1], participant_id=key[2])
        db.session.add(known)
    known.group_id, known.part = group.id, part
    db.session.flush()


def held(item: AgendaItem) -> dict[int, int]:
    """How many people in the room each group has, by its number."""
    rows = db.session.execute(
        sa.select(Group.number, sa.func.count(Participant.id))
        .outerjoin(
            GroupMember, (GroupMember.group_id == Group.id) & (GroupMember.rotation == rotation_of(item))
        )
        .outerjoin(
            Participant, (Participant.id == GroupMember.participant_id) & Participant.left_at.is_(None)
        )
        .where(Group.item_id == item.id)
        .group_by(Group.number)
    )
    return dict(rows.all())


def to_part(item: AgendaItem, people: list[Participant]) -> list[list[int]]:
    """Sets of people to part: the groups of the former draws, the latest first; then who has no phone."""
    here = {one.id for one in people}
    rows = db.session.execute(
        sa.select(GroupMember.item_id, GroupMember.rotation, GroupMember.group_id, GroupMember.participant_id)
        .join(Group, Group.id == GroupMember.group_id)
        .where(Group.workshop_id == item.workshop_id, GroupMember.participant_id.in_(here))
        .order_by(GroupMember.item_id.desc(), GroupMember.rotation.desc(), GroupMember.group_id)
    )
    draws: dict[tuple[int, int], dict[int, list[int]]] = {}
    for at, rotation, group, person in rows:
        draws.setdefault((at, rotation), {}).setdefault(group, []).append(person)
    former = [them for sets in list(draws.values())[:_FORMER] for them in sets.values() if len(them) > 1]
    return [*former, [one.id for one in people if not one.has_device]]
