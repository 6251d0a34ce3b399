"""What the room hears of the tables: whose turn it is, what each found, in the order in which they speak."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.workshops import screens
from app.workshops.group_models import Finding, Group
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.tables import sheets_of, written_at

# More than this of one kind could not be read from the back of the room.
MOST_ON_WALL = 3


def told_by(item: AgendaItem) -> tuple[AgendaItem | None, list[Group]]:
    """The last item of tables before this one, and its tables in their turn; None and none without any.

    One statement.
    """
    source = (
        sa.select(AgendaItem.id)
        .filter_by(workshop_id=item.workshop_id, kind=ItemKind.TABLES)
        .where(AgendaItem.position < item.position)
        .order_by(AgendaItem.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(AgendaItem, Group)
        .join(Group, Group.item_id == AgendaItem.id)
        .where(AgendaItem.id == source)
        .order_by(Group.number)
    ).all()
    return (rows[0][0] if rows else None), in_turn(item, [group for _item, group in rows])


def in_turn(item: AgendaItem, groups: list[Group]) -> list[Group]:
    """The tables in the order in which they speak: as was set, then by number."""
    order = [int(number) for number in item.settings.get("order", [])]
    places = {number: place for place, number in enumerate(order)}
    return sorted(groups, key=lambda group: (places.get(group.number, len(order)), group.number))


def turns_of(item: AgendaItem) -> list[int]:
    """The numbers of the tables in the order in which they speak."""
    _source, turns = told_by(item)
    return [group.number for group in turns]


def _shared(workshop: Workshop, item: AgendaItem) -> screens.Told:
    return _told(item, *told_by(item))


def _told(item: AgendaItem, source: AgendaItem | None, turns: list[Group]) -> screens.Told:
    """The table that speaks, with its sheet; and those that come."""
    here = next((group for group in turns if group.number == item.settings.get("speaking")), None)
    told = item.settings.get("told", [])
    left = [group for group in turns if group.number not in told and group is not here]
    return {
        "in_turn": turns,
        "told": told,
        "speaking": sheets_of(source, [here])[0] if source and here else None,
        "findings": list(Finding),
        "next_table": left[0] if left else None,
        "most": MOST_ON_WALL,
    }


def _desk(workshop: Workshop, item: AgendaItem) -> screens.Told:
    """The desk counts what each table found; it does not read their sheets."""
    source, turns = told_by(item)
    return {
        **_told(item, None, turns),
        "written": written_at(source) if source else {},
        "speaking": _here(item),
    }


def _here(item: AgendaItem) -> int | None:
    number: int | None = item.settings.get("speaking")
    return number


def init_app() -> None:
    """Give them to the screens."""
    screens.add_screens(ItemKind.RESTITUTION, screens.Screens(stage=_shared, wall=_shared, desk=_desk))
