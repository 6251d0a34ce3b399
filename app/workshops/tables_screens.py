"""What the screens show of the tables: who sits where, what each wrote, the round they are at."""

from __future__ import annotations

from flask import g
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.blason.document import ItemKind as BlasonKind
from app.blason.services import current_blason
from app.blason.wording import ITEM_KINDS as BLASON_KINDS
from app.workshops import groups, screens
from app.workshops.group_models import Finding
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.tables import COLUMNS, MOST_TABLES, sheets_of, written_at

# Each column in a word, and as the worksheet says it.
COLUMN_NAMES = dict(
    zip(
        COLUMNS,
        (
            (_l("Questions"), _l("Les questions et sous-questions à se poser, les points à éclaircir")),
            (
                _l("Modalités"),
                _l(
                    "Au regard du blason et des discussions, quelles modalités opérationnelles "
                    "correspondent le mieux à notre expérimentation ?"
                ),
            ),
            (
                _l("Besoins"),
                _l("De quoi avons-nous besoin pour avancer, est-ce consensuel, autres remarques"),
            ),
        ),
        strict=True,
    )
)
FINDING_NAMES = {
    Finding.CONSENSUS: (_l("Consensus"), "good"),
    Finding.DISSENSUS: (_l("Dissensus"), "bad"),
    Finding.QUESTION: (_l("Question"), "wait"),
}


def finding_count(finding: Finding, count: int) -> str:
    """How many notes say that much, in words: `2 questions`."""
    if finding is Finding.CONSENSUS:
        return ngettext("%(num)d consensus", "%(num)d consensus", count)
    if finding is Finding.DISSENSUS:
        return ngettext("%(num)d dissensus", "%(num)d dissensus", count)
    return ngettext("%(num)d question", "%(num)d questions", count)


def rounds_of(item: AgendaItem) -> tuple[int, int]:
    """The round the tables are at, from 1, and how many are planned."""
    here = groups.rotation_of(item) + 1
    return here, max(here, int(item.settings.get("rotations") or 1))


def _stage(workshop: Workshop, item: AgendaItem) -> screens.Told:
    return {"round": rounds_of(item)}


def _wall(workshop: Workshop, item: AgendaItem) -> screens.Told:
    return {"tables": groups.tables_of(item), "written": written_at(item), "round": rounds_of(item)}


def _desk(workshop: Workshop, item: AgendaItem) -> screens.Told:
    return _wall(workshop, item)


def _mine(workshop: Workshop, item: AgendaItem, who: Participant) -> screens.Told:
    tables = groups.tables_of(item)
    table = groups.table_of(tables, who)
    told: screens.Told = {"tables": tables, "table": table, "round": rounds_of(item)}
    if table is not None:
        told["sheet"] = sheets_of(item, [table.group])[0]
        told["beside"] = blason_beside()
    return told


def blason_beside() -> list[tuple[str, list[str]]]:
    """What the blason says, kind by kind, to be read beside the worksheet."""
    blason = current_blason(g.collective)
    told = [(str(BLASON_KINDS[kind][0]), [one.text for one in blason.of_kind(kind)]) for kind in BlasonKind]
    return [(name, texts) for name, texts in told if texts]


def init_app() -> None:
    """Give them to the screens, and a region of its own to the worksheet of each table."""
    from app.live.topics import add_region
    from app.workshops.services.preparing import furnish_with
    from app.workshops.services.rotating import stand

    furnish_with(ItemKind.TABLES, stand)
    screens.add_screens(ItemKind.TABLES, screens.Screens(stage=_stage, wall=_wall, desk=_desk, mine=_mine))
    for number in range(1, MOST_TABLES + 1):
        add_region("workshop", f"table-{number}", audiences={"phone", "desk"}, render=None)
