"""Put the people of a room in groups: by lot, by hand, one person at a time; latecomers join the smallest.

Tables are groups too: those of an item whose groups stand already are filled, and none is added.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import db
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.workshops import drawing
from app.workshops.group_models import Group, GroupMember, GroupPart, Note
from app.workshops.groups import rotation_of, size_of
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services.moves import is_seen, make, register_undo

IN_GROUPS = (ItemKind.GROUP_WORK, ItemKind.BLASON, ItemKind.TABLES)
MOST_GROUPS = 100
# How many former draws of the evening a draw looks at to part those who were together.
_FORMER = 4


def draw(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    seen: int | None,
    *,
    size: int | None = None,
    count: int | None = None,
    balanced: bool = True,
) -> bool:
    """Draw the groups of an item again, from everyone in the room; False when someone moved meanwhile.

    Groups are `count`, or as many as make about `size` people each; the tables of an item of tables are those
    it has. When `balanced`, those who were together before are parted, and those who have no phone.
    Raises Refused for an empty room, and for more groups than the room fills.
    """
    if not is_seen(workshop, seen):
        return False
    hold_item(item)
    before = _snapshot(item)
    people = _people(workshop)
    if not people:
        raise Refused(_("Personne n’est encore dans la salle : il n’y a pas de groupes à tirer."))
    if item.kind is ItemKind.TABLES:
        count = len(_groups(item))
    elif count is None:
        count = drawing.how_many(len(people), size or size_of(item))
    spread = _to_part(item, people) if balanced else ()
    dealt = _deal([one.id for one in people], count, spread, of_tables=item.kind is ItemKind.TABLES)
    groups = _stand(workshop, item, count)
    _empty(item)
    _seat(item, [(person, group) for group, them in zip(groups, dealt, strict=False) for person in them])
    make(workshop, "groups", actor, item=item, before=before)
    return True


def _deal(
    people: list[int], count: int, spread: Collection[Collection[int]], *, of_tables: bool
) -> list[list[int]]:
    try:
        return drawing.deal(people, count, secrets.randbelow, list(spread))
    except drawing.TooManyGroups as error:
        raise Refused(too_many(len(people), count, error.most, of_tables=of_tables), 422) from None


def too_many(people: int, count: int, most: int, *, of_tables: bool = False) -> str:
    """Why there are not that many groups, or tables."""
    here = ngettext("%(num)d personne est là", "%(num)d personnes sont là", people)
    if of_tables:
        return _(
            "%(here)s : c’est trop peu pour %(count)d tables, où personne ne doit rester seul. "
            "Gardez-en %(most)d au plus : « Régler les tables » permet d’en retirer.",
            here=here,
            count=count,
            most=most,
        )
    return _(
        "%(here)s : c’est trop peu pour %(count)d groupes, où personne ne doit rester seul. "
        "Faites-en %(most)d au plus.",
        here=here,
        count=count,
        most=most,
    )


def form(workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None, *, count: int) -> bool:
    """Stand `count` empty groups, for people to sit down as they wish; who has a place in one keeps it.

    False when someone moved meanwhile. Raises Refused for more groups than people, or than MOST_GROUPS.
    """
    if not is_seen(workshop, seen):
        return False
    hold_item(item)
    before = _snapshot(item)
    here = len(_people(workshop))
    if not 1 <= count <= MOST_GROUPS:
        raise Refused(_("Il y a entre un et cent groupes."), 422)
    most = max(1, drawing.most_groups(here))
    if count > most:
        raise Refused(too_many(here, count, most), 422)
    _stand(workshop, item, count)
    make(workshop, "groups", actor, item=item, before=before)
    return True


def place(
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    who: Participant,
    group: Group | None,
    part: GroupPart = GroupPart.MEMBER,
) -> None:
    """Have a person sit in a group of the item, with a part to play there; in none when `group` is None."""
    is_seen(workshop, None)
    hold_item(item)
    before = _snapshot(item)
    _place(item, who, group, part)
    make(workshop, "groups", actor, item=item, before=before)


def sit_down(workshop: Workshop, item: AgendaItem, who: Participant, group: Group) -> None:
    """From one's phone: join a group, as long as one is in none. Raises Refused."""
    hold_item(item)
    if db.session.get(GroupMember, (item.id, rotation_of(item), who.id)) is not None:
        raise Refused(_("Vous avez déjà un groupe. Pour en changer, demandez à qui anime."))
    _place(item, who, group, GroupPart.MEMBER)
    emit(workshop.topic, "mine", "wall", "desk")


def take_part(workshop: Workshop, item: AgendaItem, who: Participant, part: GroupPart) -> None:
    """From one's phone: hold the pen, report for the group, or no longer. Raises Refused without a group."""
    hold_item(item)
    seat = db.session.get(GroupMember, (item.id, rotation_of(item), who.id))
    if seat is None:
        raise Refused(_("Vous n’êtes dans aucun groupe pour l’instant."))
    _place(item, who, db.session.get_one(Group, seat.group_id), part)
    emit(workshop.topic, "mine", "wall", "desk")


def seat_latecomer(workshop: Workshop, who: Participant) -> None:
    """Have someone who comes in join the smallest group of each item not yet over whose groups are drawn."""
    items = db.session.scalars(
        sa.select(AgendaItem)
        .filter_by(workshop_id=workshop.id, ended_at=None)
        .where(AgendaItem.kind.in_(IN_GROUPS))
        .order_by(AgendaItem.id)
        .with_for_update()
    ).all()
    for item in items:
        held = _held(item)
        if sum(held.values()) and db.session.get(GroupMember, (item.id, rotation_of(item), who.id)) is None:
            number = drawing.smallest(held)
            _place(item, who, find_group(item, number), GroupPart.MEMBER)


def find_group(item: AgendaItem, number: int) -> Group:
    """The group of that number. Raises Refused: pages are made before groups change."""
    found = db.session.scalar(sa.select(Group).filter_by(item_id=item.id, number=number))
    if found is None:
        raise Refused(_("Ce groupe n’existe plus. La page est à jour : choisissez-en un autre."))
    return found


def hold_item(item: AgendaItem) -> None:
    """From here on, nobody else changes the groups of this item until the end of the transaction."""
    db.session.refresh(item, with_for_update=True)


# --- rows --------------------------------------------------------------------------------------------


def _people(workshop: Workshop) -> list[Participant]:
    return list(
        db.session.scalars(
            sa.select(Participant).filter_by(workshop_id=workshop.id, left_at=None).order_by(Participant.id)
        )
    )


def _groups(item: AgendaItem) -> list[Group]:
    return list(db.session.scalars(sa.select(Group).filter_by(item_id=item.id).order_by(Group.number)))


def _stand(workshop: Workshop, item: AgendaItem, count: int) -> list[Group]:
    """Have the groups 1 to `count`, and no empty one more, unless it wrote something."""
    if item.kind is ItemKind.TABLES:
        return _groups(item)
    numbers = {group.number for group in _groups(item)}
    for number in range(1, count + 1):
        if number not in numbers:
            db.session.add(Group(workshop_id=workshop.id, item_id=item.id, number=number))
    db.session.flush()
    wrote = sa.select(Note.group_id).where(Note.item_id == item.id, Note.group_id.is_not(None))
    db.session.execute(
        sa.delete(Group).where(Group.item_id == item.id, Group.number > count, Group.id.not_in(wrote))
    )
    return _groups(item)[:count]


def _empty(item: AgendaItem) -> None:
    db.session.execute(sa.delete(GroupMember).filter_by(item_id=item.id, rotation=rotation_of(item)))


def _seat(item: AgendaItem, seats: list[tuple[int, Group]]) -> None:
    rotation = rotation_of(item)
    rows = [
        {"item_id": item.id, "rotation": rotation, "participant_id": person, "group_id": group.id}
        for person, group in seats
    ]
    if rows:
        db.session.execute(sa.insert(GroupMember), rows)


def _place(item: AgendaItem, who: Participant, group: Group | None, part: GroupPart) -> None:
    key = (item.id, rotation_of(item), who.id)
    seat = db.session.get(GroupMember, key)
    if group is None:
        if seat is not None:
            db.session.delete(seat)
        db.session.flush()
        return
    if part is not GroupPart.MEMBER:  # one pen and one voice a group: who takes it has it
        db.session.execute(
            sa.update(GroupMember)
            .filter_by(group_id=group.id, rotation=key[1], part=part)
            .values(part=GroupPart.MEMBER)
        )
    if seat is None:
        seat = GroupMember(item_id=key[0], rotation=key[1], participant_id=key[2])
        db.session.add(seat)
    seat.group_id, seat.part = group.id, part
    db.session.flush()


def _held(item: AgendaItem) -> dict[int, int]:
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


def _to_part(item: AgendaItem, people: list[Participant]) -> list[list[int]]:
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


# --- taking back -------------------------------------------------------------------------------------


def _snapshot(item: AgendaItem) -> dict[str, Any]:
    rotation = rotation_of(item)
    seats = db.session.execute(
        sa.select(GroupMember.participant_id, Group.number, GroupMember.part)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.item_id == item.id, GroupMember.rotation == rotation)
    )
    return {
        "item": item.id,
        "rotation": rotation,
        "groups": [[group.number, group.name] for group in _groups(item)],
        "seats": [[person, number, part.value] for person, number, part in seats],
    }


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    """Everyone back where they sat; who came since is in the smallest group, when there were groups."""
    item = db.session.get(AgendaItem, before["item"])
    if item is None:
        return
    hold_item(item)
    _stand(workshop, item, len(before["groups"]))
    _empty(item)
    groups = {group.number: group for group in _groups(item)}
    here = {one.id: one for one in _people(workshop)}
    for person, number, part in before["seats"]:
        who = here.get(person) or db.session.get(Participant, person)
        if who is not None and number in groups:
            _place(item, who, groups[number], GroupPart(part))
    back = {person for person, _number, _part in before["seats"]}
    if before["seats"]:
        newest = max(back)
        for person, who in here.items():
            if person not in back and person > newest:
                _place(item, who, groups[drawing.smallest(_held(item))], GroupPart.MEMBER)


register_undo("groups", _restore)
