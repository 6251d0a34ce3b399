"""The stage of the demonstration: its people by their names, and a clock set to the day of each act."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import app.db as database
from app.collectives.models import Collective
from app.members.models import Member
from app.votes import services as votes
from app.votes.boxes import new_code
from app.votes.models import Decision

_CONTENT = Path(__file__).parent / "content"
EVENING = datetime(2024, 4, 23, 16, 0, tzinfo=UTC)  # 18:00 in Paris


@cache
def content(name: str) -> dict[str, Any]:
    """One of the files of `content/`."""
    return tomllib.loads((_CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block, what is written is dated `moment`."""
    usual = database.clock
    database.clock = lambda: moment
    try:
        yield
    finally:
        database.clock = usual


@dataclass
class Stage:
    """The collective and its people, in the order in which they came."""

    collective: Collective
    people: dict[str, Member] = field(default_factory=dict)
    today: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __getitem__(self, name: str) -> Member:
        return self.people[name]

    def ago(self, days: int) -> datetime:
        """An evening before the loading, for what is recent whenever the demonstration is loaded."""
        return (self.today - timedelta(days=days)).replace(hour=18, minute=15, second=0)

    def ahead(self, days: int) -> datetime:
        """An evening after the loading, for what is still being decided."""
        return (self.today + timedelta(days=days)).replace(hour=19, minute=0, second=0)

    def others(self, *apart: str) -> list[Member]:
        """Everyone but those named."""
        return [member for name, member in self.people.items() if name not in apart]


def express(decision: Decision, voters: Iterable[Member], choice: str, reason: str | None = None) -> None:
    """All of `voters` express the same, as long as the decision is open; the first one says why."""
    for rank, voter in enumerate(voters):
        if decision.is_open:
            code = new_code() if decision.is_secret else None
            votes.cast(decision, voter, choice, None if rank else reason, code=code)


def express_each(decision: Decision, said: Mapping[str, Iterable[Member]]) -> None:
    """Each choice by its voters, who come in the order of their names, not of what they choose."""
    pairs = [(voter, choice) for choice, voters in said.items() for voter in voters]
    for voter, choice in sorted(pairs, key=lambda pair: pair[0].folded_name):
        express(decision, [voter], choice)
