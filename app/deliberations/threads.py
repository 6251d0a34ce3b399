"""Contributions as threads: a page of what opens them, the first answers of each, all of one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.db import db
from app.deliberations.models import ArgumentKind, Contribution, Side
from app.members.models import Member

THREADS_PER_PAGE = 12
FIRST_ANSWERS = 4
ANSWERS_PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A contribution as shown: who typed it for its author, whom it answers; None when nobody."""

    contribution: Contribution
    assistant: str | None
    answered: str | None


@dataclass(frozen=True)
class Thread:
    """What opens a thread, its first answers in reading order, and how many there are in all."""

    root: Entry
    answers: Sequence[Entry]
    total: int

    @property
    def unread(self) -> int:
        """How many answers the page does not show."""
        return self.total - len(self.answers)


@dataclass(frozen=True)
class Counts:
    """What a deliberation holds: contributions read there, by kind and side; all that opens a thread."""

    kinds: dict[ArgumentKind | None, int]
    sides: dict[Side, int]
    roots: dict[ArgumentKind, int]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def counts(deliberation_id: int) -> Counts:
    """Count the contributions of a deliberation, in one statement. Removed ones only count as threads."""
    kinds: dict[ArgumentKind | None, int] = {}
    sides = dict.fromkeys(Side, 0)
    roots = dict.fromkeys(ArgumentKind, 0)
    is_root, is_removed = Contribution.root_id.is_(None), Contribution.removal.is_not(None)
    grouped = (Contribution.kind, Contribution.side, is_root, is_removed)
    for kind, side, opens, removed, number in db.session.execute(
        sa.select(*grouped, sa.func.count())
        .where(Contribution.deliberation_id == deliberation_id)
        .group_by(*grouped)
    ):
        if opens and kind is not None:
            roots[kind] += number
        if not removed:
            kinds[kind] = kinds.get(kind, 0) + number
            if side is not None:
                sides[side] += number
    return Counts(kinds, sides, roots)


def pages_of(number: int, size: int) -> int:
    """How many pages of `size` hold `number`; at least one."""
    return max(1, ceil(number / size))


def threads(deliberation_id: int, page: int, kind: ArgumentKind | None = None) -> list[Thread]:
    """A page of threads, oldest first, of one `kind` or all: two statements."""
    rows = _entries().where(Contribution.deliberation_id == deliberation_id, Contribution.root_id.is_(None))
    if kind is not None:
        rows = rows.where(Contribution.kind == kind)
    rows = rows.order_by(Contribution.id).offset((page - 1) * THREADS_PER_PAGE).limit(THREADS_PER_PAGE)
    roots = _read(rows)
    answers, totals = _first_answers([root.contribution.id for root in roots])
    return [
        Thread(root, answers.get(root.contribution.id, []), totals.get(root.contribution.id, 0))
        for root in roots
    ]


def _first_answers(roots: Sequence[int]) -> tuple[dict[int, list[Entry]], dict[int, int]]:
    if not roots:
        return {}, {}
    ranked = (
        sa.select(
            Contribution.id,
            sa.func.row_number()
            .over(partition_by=Contribution.root_id, order_by=Contribution.path)
            .label("rank"),
            sa.func.count().over(partition_by=Contribution.root_id).label("total"),
        )
        .where(Contribution.root_id.in_(roots))
        .subquery()
    )
    rows = (
        _entries()
        .add_columns(ranked.c.total)
        .join(ranked, ranked.c.id == Contribution.id)
        .where(ranked.c.rank <= FIRST_ANSWERS)
        .order_by(Contribution.root_id, Contribution.path)
    )
    answers: dict[int, list[Entry]] = {}
    totals: dict[int, int] = {}
    for contribution, assistant, answered, total in db.session.execute(rows):
        answers.setdefault(contribution.root_id, []).append(Entry(contribution, assistant, answered))
        totals[contribution.root_id] = total
    return answers, totals


def entry(contribution: Contribution) -> Entry:
    """One contribution as shown."""
    return _read(_entries().where(Contribution.id == contribution.id))[0]


def whole_thread(root: Contribution, page: int) -> tuple[list[Entry], int, int]:
    """A page of the answers to `root` in reading order; the page shown, and how many there are."""
    pages = pages_of(_count(Contribution.root_id == root.id), ANSWERS_PER_PAGE)
    page = min(max(page, 1), pages)
    rows = _entries().where(Contribution.root_id == root.id).order_by(Contribution.path)
    return _read(rows.offset((page - 1) * ANSWERS_PER_PAGE).limit(ANSWERS_PER_PAGE)), page, pages


@dataclass(frozen=True)
class Place:
    """Where a contribution is read: a page of its deliberation, or of its thread alone (`thread_id`)."""

    page: int
    thread_id: int | None


def place(contribution: Contribution) -> Place:
    """The page that shows `contribution`."""
    root_id = contribution.root_id
    if root_id is not None:
        rank = _count(Contribution.root_id == root_id, Contribution.path <= contribution.path)
        if rank > FIRST_ANSWERS:
            return Place(pages_of(rank, ANSWERS_PER_PAGE), root_id)
    rank = _count(
        Contribution.deliberation_id == contribution.deliberation_id,
        Contribution.root_id.is_(None),
        Contribution.id <= (root_id or contribution.id),
    )
    return Place(pages_of(rank, THREADS_PER_PAGE), None)


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Contribution).where(*conditions)) or 0


@cache
def _entries() -> sa.Select[Contribution, str, str]:
    assistant, answered, parent = aliased(Member), aliased(Member), aliased(Contribution)
    return (
        sa.select(Contribution, assistant.name, answered.name)
        .outerjoin(assistant, assistant.id == Contribution.assisted_by_id)
        .outerjoin(parent, parent.id == Contribution.parent_id)
        .outerjoin(answered, answered.id == parent.author_id)
        .options(joinedload(Contribution.author))
    )


def _read(rows: sa.Select[Contribution, str, str]) -> list[Entry]:
    return [Entry(said, assistant, answered) for said, assistant, answered in db.session.execute(rows)]
