"""What the screens show of an item done in groups: the groups, then what they write."""

from __future__ import annotations

from app.workshops import groups, screens
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop

# Over this many, the wall cannot show every name large enough to be read from the back of the room.
MOST_ON_WALL = 12


def _wall(workshop: Workshop, item: AgendaItem) -> screens.Told:
    tables = groups.peopled(groups.tables_of(item))
    return {"tables": tables, "names_fit": len(tables) <= MOST_ON_WALL}


def _desk(workshop: Workshop, item: AgendaItem) -> screens.Told:
    return {"tables": groups.tables_of(item)}


def _mine(workshop: Workshop, item: AgendaItem, who: Participant) -> screens.Told:
    tables = groups.tables_of(item)
    return {"tables": tables, "table": groups.table_of(tables, who)}


def init_app() -> None:
    """Give them to the screens."""
    for kind in (ItemKind.GROUP_WORK, ItemKind.BLASON):
        screens.add_screens(kind, screens.Screens(wall=_wall, desk=_desk, mine=_mine))
