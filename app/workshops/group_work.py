"""What the screens show of an item done in groups: the groups, their post-its, the shield that fills up."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.votes.rules_wording import MODES
from app.workshops import emblazoning, groups, notes, screens
from app.workshops.group_models import CommonItem
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop

# How many lines of names each group may have on the wall, by rows of groups, read from the back of the room.
LINES_FOR_ROWS = {1: 12, 2: 5, 3: 3, 4: 2}
# How many names stand on a line of a group, by columns of groups.
NAMES_ON_A_LINE = {2: 2, 3: 1, 4: 1}
# How many post-its a column of the wall holds, when it has neighbours and when it is alone.
IN_COLUMN, ALONE = 5, 9


def views_of(item: AgendaItem) -> list[tuple[str, str]]:
    """What the wall may show of an item: `(key, label)`."""
    axes = notes.axes_of(item)
    views = [("groups", _("Les groupes"))]
    if axes:
        views.append(("notes", _("Tous les post-it")))
    if len(axes) > 1:
        views += [(f"axis:{axis.key}", axis.label) for axis in axes]
    if item.kind is ItemKind.BLASON:
        views.append(("shield", _("Le blason")))
    return views


def view_of(item: AgendaItem, has_notes: bool, has_commons: bool) -> str:
    """What the wall shows: what was chosen, else what there is most of interest."""
    chosen = item.settings.get("wall")
    if chosen in dict(views_of(item)):
        return str(chosen)
    if has_commons and item.kind is ItemKind.BLASON:
        return "shield"
    return "notes" if has_notes else "groups"


def _wall(workshop: Workshop, item: AgendaItem) -> screens.Told:
    commons = notes.commons_of(item)
    if view_of(item, False, bool(commons)) == "shield":
        return {"view": "shield", **_shield(workshop, item, commons)}
    columns = notes.columns_of(item)
    view = view_of(item, any(column.notes for column in columns), bool(commons))
    tables = groups.peopled(groups.tables_of(item)) if view == "groups" else []
    if view.startswith("axis:"):
        columns = [column for column in columns if view == f"axis:{column.axis.key}"]
    return {
        "view": view,
        "tables": tables,
        "columns_of_names": columns_of_names([len(table.people) for table in tables]),
        "columns": columns,
        "revealed": notes.are_revealed(item),
        "most": ALONE if len(columns) == 1 else IN_COLUMN,
    }


def columns_of_names(sizes: Sequence[int]) -> int:
    """In how many columns the wall shows who is in groups of these sizes; 0 when they do not all fit."""
    for columns, together in NAMES_ON_A_LINE.items():
        rows, lines = -(-len(sizes) // columns), -(-max(sizes, default=0) // together)
        if lines <= LINES_FOR_ROWS.get(rows, 0):
            return columns
    return 0


def _shield(workshop: Workshop, item: AgendaItem, commons: list[CommonItem]) -> screens.Told:
    mode = emblazoning.chosen(workshop).mode
    quarters = emblazoning.corners(item, commons, str(MODES[mode]) if mode else "")
    return {"quarters": quarters, "filling": emblazoning.filling(quarters)}


def _stage(workshop: Workshop, item: AgendaItem) -> screens.Told:
    shield, said = emblazoning.drawn(item)
    return {"tonight": shield, "said_tonight": said}


def _desk(workshop: Workshop, item: AgendaItem) -> screens.Told:
    columns = notes.columns_of(item)
    gathered = notes.gathered(item, columns)
    return {
        "tables": groups.tables_of(item),
        "columns": columns,
        "gathered": gathered,
        "view": view_of(item, any(column.notes for column in columns), bool(gathered)),
        "views": views_of(item),
        "revealed": notes.are_revealed(item),
    }


def _mine(workshop: Workshop, item: AgendaItem, who: Participant) -> screens.Told:
    tables = groups.tables_of(item)
    return {
        "tables": tables,
        "table": groups.table_of(tables, who),
        "columns": notes.columns_of(item),
        "most": notes.most_of(item),
    }


def init_app() -> None:
    """Give them to the screens."""
    screens.add_screens(ItemKind.GROUP_WORK, screens.Screens(wall=_wall, desk=_desk, mine=_mine))
    screens.add_screens(ItemKind.BLASON, screens.Screens(stage=_stage, wall=_wall, desk=_desk, mine=_mine))
