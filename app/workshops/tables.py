"""Tables as their screens need them: the theme, the rows of its worksheet, what is written in its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Unseen
from app.workshops.group_models import Finding, Group, Note
from app.workshops.models import AgendaItem, Workshop

# The three columns of the worksheet, by their key.
COLUMNS = ("questions", "modalities", "needs")
MOST_TABLES = 12
MOST_ROWS = 12
LONGEST_ROW = 80


@dataclass(frozen=True)
class Line:
    """What someone writes in a cell of a worksheet, and what it tells."""

    row: str
    column: str
    text: str
    finding: Finding | None = None


@dataclass(frozen=True)
class Sheet:
    """The worksheet of a table; `cells` holds its notes by row and column, in the order of writing."""

    group: Group
    rows: list[str]
    cells: dict[tuple[str, str], list[Note]] = field(default_factory=dict)

    def cell(self, row: str, column: str) -> list[Note]:
        """The notes of a cell."""
        return self.cells.get((row, column), [])

    @property
    def notes(self) -> list[Note]:
        """Everything written, row by row."""
        return [note for row in self.rows for column in COLUMNS for note in self.cell(row, column)]

    def found(self, finding: Finding) -> list[Note]:
        """What is marked so, and shown."""
        return [note for note in self.notes if note.finding is finding and note.hidden_at is None]


def rows_of(group: Group) -> list[str]:
    """The rows of a table's worksheet; one row that holds all when it has none."""
    return list(group.rows or [""])


def region_of(group: Group) -> str:
    """The region of screens that follows the worksheet of a table."""
    return f"table-{group.number}"


def groups_of(item: AgendaItem) -> list[Group]:
    """The tables of an item, in their order."""
    return list(db.session.scalars(sa.select(Group).filter_by(item_id=item.id).order_by(Group.number)))


def find_table(item: AgendaItem, number: int) -> Group:
    """A table of the item. Raises Unseen."""
    found = db.session.scalar(sa.select(Group).filter_by(item_id=item.id, number=number))
    if found is None:
        raise Unseen
    return found


def sheets_of(item: AgendaItem, groups: list[Group]) -> list[Sheet]:
    """The worksheets of these tables of an item, hidden notes with them. One statement."""
    sheets = {group.id: Sheet(group, rows_of(group)) for group in groups}
    for note in db.session.scalars(
        sa.select(Note)
        .where(Note.item_id == item.id, Note.group_id.in_(sheets))
        .options(joinedload(Note.author))
        .order_by(Note.position, Note.id)
    ):
        assert note.group_id is not None  # noqa: S101 - asked for
        sheet = sheets[note.group_id]
        if note.row not in sheet.rows:  # the rows were changed since
            sheet.rows.append(note.row)
        column = note.axis if note.axis in COLUMNS else COLUMNS[0]
        sheet.cells.setdefault((note.row, column), []).append(note)
    return list(sheets.values())


def written_at(item: AgendaItem) -> dict[int, Counter[str]]:
    """How much each table wrote, by its identifier: in all under "", then by finding. One statement."""
    counts: dict[int, Counter[str]] = {}
    rows = db.session.execute(
        sa.select(Note.group_id, Note.finding, sa.func.count())
        .where(Note.item_id == item.id, Note.hidden_at.is_(None), Note.group_id.is_not(None))
        .group_by(Note.group_id, Note.finding)
    )
    for group_id, finding, number in rows:
        assert group_id is not None  # noqa: S101 - asked for
        count = counts.setdefault(group_id, Counter())
        count[""] += number
        if finding is not None:
            count[finding.value] += number
    return counts


def find_line(workshop: Workshop, note_id: int) -> Note:
    """A line of a worksheet of this session. Raises Unseen."""
    found = db.session.scalar(
        sa.select(Note)
        .filter_by(id=note_id, workshop_id=workshop.id)
        .where(Note.group_id.is_not(None))
        .options(joinedload(Note.group), joinedload(Note.author))
    )
    if found is None:
        raise Unseen
    return found
