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
from app.workshops.group_models import Group, GroupMember, GroupPart
from app.workshops.groups import rotation_of, size_of
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.services.group_rows import (
    empty,
    find_group,
    groups_of,
    held,
    hold_item,
    people_here,
    seat,
    seat_all,
    stand,
    to_part,
)
from app.workshops.services.moves import is_seen, make, register_undo

IN_GROUPS = (ItemKind.GROUP_WORK, ItemKind.BLASON, ItemKind.TABLES)
MOST_GROUPS = 100


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
    people = people_here(workshop)
    if not people:
        raise Refused(_("Personne n’est encore dans la salle : il n’y a pas de groupes à tirer."))
    if item.kind is ItemKind.TABLES:
        count = len(groups_of(item))
    elif count is None:
        count = drawing.how_many(len(people), size or size_of(item))
    spread = to_part(item, people) if balanced else ()
    dealt = _deal([one.id for one in people], count, spread, of_tables=item.kind is ItemKind.TABLES)
    groups = stand(workshop, item, count)
    empty(item)
    seat_all(item, [(person, group) for group, them in zip(groups, dealt, strict=False) for person in them])
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
            "%(here)s : c’est trop peu pour %(count)d tables, où personne ne doit rester seul. "
            "Gardez-en %(most)d au plus : « Régler les tables » permet d’en retirer.",
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
    here = len(people_here(workshop))
    if not 1 <= count <= MOST_GROUPS:
        raise Refused(_("Il y a entre un et cent groupes."), 422)
    most = max(1, drawing.most_groups(here))
    if count > most:
        raise Refused(too_many(here, count, most), 422)
    stand(workshop, item, count)
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
    seat(item, who, group, part)
    make(workshop, "groups", actor, item=item, before=before)


def sit_down(workshop: Workshop, item: AgendaItem, who: Participant, group: Group) -> None:
    """From one's phone: join a group, as long as one is in none. Raises Refused."""
    hold_item(item)
    if db.session.get(GroupMember, (item.id, rotation_of(item), who.id)) is not None:
        raise Refused(_("Vous avez déjà un groupe. Pour en changer, demandez à qui anime."))
    seat(item, who, group, GroupPart.MEMBER)
    emit(workshop.topic, "mine", "wall", "desk")


def take_part(workshop: Workshop, item: AgendaItem, who: Participant, part: GroupPart) -> None:
    """From one's phone: hold the pen, report for the group, or no longer. Raises Refused without a group."""
    hold_item(item)
    known = db.session.get(GroupMember, (item.id, rotation_of(item), who.id))
    if known is None:
        raise Refused(_("Vous n’êtes dans aucun groupe pour l’instant."))
    seat(item, who, db.session.get_one(Group, known.group_id), part)
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
        taken = held(item)
        if sum(taken.values()) and db.session.get(GroupMember, (item.id, rotation_of(item), who.id)) is None:
            number = drawing.smallest(taken)
            seat(item, who, find_group(item, number), GroupPart.MEMBER)


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
        "groups": [[group.number, group.name] for group in groups_of(item)],
        "seats": [[person, number, part.value] for person, number, part in seats],
    }


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    """Everyone back where they sat; who came since is in the smallest group, when there were groups."""
    item = db.session.get(AgendaItem, before["item"])
    if item is None:
        return
    hold_item(item)
    stand(workshop, item, len(before["groups"]))
    empty(item)
    groups = {group.number: group for group in groups_of(item)}
    here = {one.id: one for one in people_here(workshop)}
    for person, number, part in before["seats"]:
        who = here.get(person) or db.session.get(Participant, person)
        if who is not None and number in groups:
            seat(item, who, groups[number], GroupPart(part))
    back = {person for person, _number, _part in before["seats"]}
    if before["seats"]:
        newest = max(back)
        for person, who in here.items():
            if person not in back and person > newest:
                seat(item, who, groups[drawing.smallest(held(item))], GroupPart.MEMBER)


register_undo("groups", _restore)
