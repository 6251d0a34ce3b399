"""Read the register back: a page of entries, filtered, with the names of the people they mention."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.db import db
from app.register.models import RegisterEntry, RegisterHead
from app.register.wording import Act, family, place, tell

PAGE = 50
# The register knows members by this much only.
_members = sa.table("members", sa.column("id"), sa.column("collective_id"), sa.column("name"))


@dataclass(frozen=True)
class Told:
    """An entry and its sentence; `link` is the endpoint and arguments of its subject's page."""

    entry: RegisterEntry
    sentence: str
    payload: dict[str, Any]
    link: tuple[str, dict[str, Any]] | None


@dataclass(frozen=True)
class Filter:
    """What a reader asks for: acts of one family, between two days of the collective's calendar."""

    family: str = ""
    since: date | None = None
    until: date | None = None
    zone: str = "Europe/Paris"

    def conditions(self, collective_id: int) -> list[sa.ColumnElement[bool]]:
        """The same, for SQL."""
        found = [RegisterEntry.collective_id == collective_id]
        if self.family:
            found.append(RegisterEntry.kind.startswith(f"{self.family}.", autoescape=True))
        if self.since:
            found.append(RegisterEntry.recorded_at >= self._midnight(self.since))
        if self.until and self.until < date.max:
            found.append(RegisterEntry.recorded_at < self._midnight(self.until + timedelta(days=1)))
        return found

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(max(day, date(1900, 1, 1)), time(), ZoneInfo(self.zone))


def page(collective_id: int, wanted: Filter, number: int) -> tuple[list[Told], int]:
    """The entries of page `number` (from 1), newest first, and how many there are in all."""
    conditions = wanted.conditions(collective_id)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(RegisterEntry).where(*conditions)) or 0
    entries = db.session.scalars(
        sa.select(RegisterEntry)
        .where(*conditions)
        .order_by(RegisterEntry.position.desc())
        .limit(PAGE)
        .offset(PAGE * (number - 1))
    ).all()
    return told(collective_id, entries), count


def entry(collective_id: int, position: int) -> Told | None:
    """The entry at a position, None when there is none."""
    found = db.session.scalar(
        sa.select(RegisterEntry).filter_by(collective_id=collective_id, position=position)
    )
    return told(collective_id, [found])[0] if found else None


def families(collective_id: int) -> list[tuple[str, str]]:
    """The families of acts this register holds: (noun, label), by label."""
    kinds = db.session.scalars(
        sa.select(RegisterEntry.kind).filter_by(collective_id=collective_id).distinct()
    )
    nouns = {kind.partition(".")[0] for kind in kinds}
    return sorted(((noun, family(noun)) for noun in nouns), key=lambda pair: pair[1].casefold())


def length(collective_id: int) -> int:
    """How many entries the collective's register says it holds."""
    head = db.session.get(RegisterHead, collective_id)
    return head.position if head else 0


def told(collective_id: int, entries: Sequence[RegisterEntry]) -> list[Told]:
    """The entries with their sentences; one SQL statement for all the names."""
    payloads = [json.loads(found.payload) for found in entries]
    people = {found.actor_id for found in entries} | {
        found.subject_id for found in entries if found.subject_kind == "member"
    }
    names = _names(collective_id, people.union(*(_mentioned(payload) for payload in payloads)))
    return [
        Told(
            found,
            tell(Act(found.kind, found.actor_id, found.subject_id, payload, names)),
            payload,
            place(found.subject_kind, found.subject_id, payload),
        )
        for found, payload in zip(entries, payloads, strict=True)
    ]


def _mentioned(payload: dict[str, Any]) -> set[int]:
    """What may be a member's identifier in a payload; a number that is not one names nobody."""
    return {value for value in payload.values() if type(value) is int and 0 < value < 2**31}


def _names(collective_id: int, people: Iterable[int | None]) -> dict[int, str]:
    wanted = {person for person in people if person is not None}
    if not wanted:
        return {}
    rows = db.session.execute(
        sa.select(_members.c.id, _members.c.name).where(
            _members.c.collective_id == collective_id, _members.c.id.in_(wanted)
        )
    )
    return {row.id: row.name for row in rows}
