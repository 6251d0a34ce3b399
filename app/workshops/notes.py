"""The post-its of an item as its screens need them: by axis, and put together into common items."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.workshops.group_models import CommonItem, Note
from app.workshops.models import AgendaItem

NOTES_PER_AXIS = 2


@dataclass(frozen=True)
class Axis:
    """A question the groups answer; `kinds` are those its common items may become in the blason."""

    key: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """An axis and its notes in the order they were written; `shown` are those nobody took off the wall."""

    axis: Axis
    notes: list[Note]

    @property
    def shown(self) -> list[Note]:
        return [note for note in self.notes if not note.is_hidden]

    @property
    def removed(self) -> list[Note]:
        return [note for note in self.notes if note.is_hidden]

    @property
    def apart(self) -> list[Note]:
        """Those not yet put together with others."""
        return [note for note in self.shown if note.common_item_id is None]

    def of_group(self, group_id: int) -> list[Note]:
        return [note for note in self.notes if note.group_id == group_id]


@dataclass(frozen=True)
class Gathered:
    """A common item and the notes it was made from."""

    common: CommonItem
    sources: list[Note]


def axes_of(item: AgendaItem) -> list[Axis]:
    """The axes of an item, in their order; none for an item whose groups write nothing."""
    told = item.settings.get("axes") or []
    return [Axis(one["key"], one["label"], tuple(one.get("kinds") or ())) for one in told]


def axis_of(item: AgendaItem, key: str) -> Axis | None:
    """The axis of that key."""
    return next((axis for axis in axes_of(item) if axis.key == key), None)


def most_of(item: AgendaItem) -> int:
    """How many notes a group has for each axis."""
    return int(item.settings.get("notes_per_axis") or NOTES_PER_AXIS)


def are_revealed(item: AgendaItem) -> bool:
    """Whether everyone may read them: at once, or once whoever facilitates turns them over."""
    return not item.settings.get("hidden") or bool(item.settings.get("revealed"))


def columns_of(item: AgendaItem) -> list[Column]:
    """The axes of an item, each with its notes. One SQL statement."""
    notes = _notes(item)
    return [Column(axis, [note for note in notes if note.axis == axis.key]) for axis in axes_of(item)]


def _notes(item: AgendaItem) -> list[Note]:
    return list(
        db.session.scalars(
            sa.select(Note)
            .filter_by(item_id=item.id)
            .options(joinedload(Note.group), joinedload(Note.author), joinedload(Note.hidden_by))
            .order_by(Note.id)
        )
    )


def gathered(item: AgendaItem, columns: list[Column]) -> list[Gathered]:
    """The common items in their order, each with its sources among the notes of `columns`. One statement."""
    sources: dict[int, list[Note]] = {}
    for column in columns:
        for note in column.notes:
            if note.common_item_id is not None:
                sources.setdefault(note.common_item_id, []).append(note)
    return [Gathered(common, sources.get(common.id, [])) for common in commons_of(item)]


def commons_of(item: AgendaItem) -> list[CommonItem]:
    """The common items of an item, in their order."""
    return list(
        db.session.scalars(
            sa.select(CommonItem).filter_by(item_id=item.id).order_by(CommonItem.position, CommonItem.id)
        )
    )
