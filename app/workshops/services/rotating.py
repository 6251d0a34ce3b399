"""Stand the tables of an item, and have people rotate between them: the reporter of each stays."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.workshops.group_models import Group, GroupMember, GroupPart
from app.workshops.groups import rotation_of
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.rotation import AllSeen, rotated
from app.workshops.run_sheets import reference_sheet
from app.workshops.services.group_rows import hold_item
from app.workshops.services.moves import is_seen, make, register_undo
from app.workshops.tables import MOST_TABLES, groups_of


def stand(workshop: Workshop, item: AgendaItem) -> None:
    """Have one table for each that the item's settings name, with the sheet that lies on it."""
    for number, told in enumerate((item.settings.get("tables") or [])[:MOST_TABLES], 1):
        db.session.add(
            Group(
                workshop_id=workshop.id,
                item_id=item.id,
                number=number,
                name=told["name"],
                sheet=reference_sheet(told.get("sheet", "")),
                rows=list(told.get("rows", ())),
            )
        )
    db.session.flush()


def rotate(workshop: Workshop, item: AgendaItem, actor: Member, seen: int | None) -> bool:
    """Everyone but the reporters goes to a table they have not seen; False when someone moved meanwhile.

    Raises Refused before anybody sits, and once everyone saw every table.
    """
    if not is_seen(workshop, seen):
        return False
    hold_item(item)
    here, tables = rotation_of(item), [group.id for group in groups_of(item)]
    seats, reporters, before = _seats(item, here)
    if not seats:
        raise Refused(_("Personne n’est encore assis·e : placez d’abord les personnes aux tables."))
    try:
        following = rotated(tables, seats, reporters, before)
    except AllSeen:
        raise Refused(_("Chacun·e a vu toutes les tables : il n’y a plus de rotation à faire.")) from None
    db.session.execute(
        sa.insert(GroupMember),
        [
            {
                "item_id": item.id,
                "rotation": here + 1,
                "participant_id": person,
                "group_id": table,
                "part": GroupPart.REPORTER if person in reporters else GroupPart.MEMBER,
            }
            for person, table in following.items()
        ],
    )
    item.settings = {**item.settings, "rotation": here + 1}
    make(workshop, "rotation", actor, item=item, before={"item": item.id, "rotation": here})
    return True


def _seats(item: AgendaItem, rotation: int) -> tuple[dict[int, int], set[int], dict[int, set[int]]]:
    """Who sits where among those in the room; who reports; at which tables each has been."""
    rows = db.session.execute(
        sa.select(GroupMember.participant_id, GroupMember.rotation, GroupMember.group_id, GroupMember.part)
        .join(Participant, Participant.id == GroupMember.participant_id)
        .where(GroupMember.item_id == item.id, Participant.left_at.is_(None))
        .order_by(GroupMember.participant_id)
    )
    seats: dict[int, int] = {}
    reporters: set[int] = set()
    been: dict[int, set[int]] = {}
    for person, at, table, part in rows:
        been.setdefault(person, set()).add(table)
        if at == rotation:
            seats[person] = table
            if part is GroupPart.REPORTER:
                reporters.add(person)
    return seats, reporters, been


def _take_back(workshop: Workshop, before: dict[str, Any]) -> None:
    """Everyone back to the table they came from; who came in since has a seat there too."""
    item = db.session.get(AgendaItem, before["item"])
    if item is None:
        return
    hold_item(item)
    after, back = rotation_of(item), before["rotation"]
    mine = sa.select(GroupMember.participant_id).filter_by(item_id=item.id, rotation=back)
    db.session.execute(
        sa.update(GroupMember)
        .filter_by(item_id=item.id, rotation=after)
        .where(GroupMember.participant_id.not_in(mine))
        .values(rotation=back)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(sa.delete(GroupMember).filter_by(item_id=item.id, rotation=after))
    db.session.expire_all()
    item.settings = {**item.settings, "rotation": back}
    db.session.flush()


register_undo("rotation", _take_back)
