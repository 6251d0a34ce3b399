"""When each item of an agenda happens: as planned, as it went, and as the rest will slide. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Timed:
    """An item as the run-sheet needs it: its length in minutes, and when it really began and ended."""

    minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.started_at is not None and self.ended_at is None


@dataclass(frozen=True)
class Slot:
    """When an item is to begin and to end, and when it was planned to: aware times."""

    starts_at: datetime
    ends_at: datetime
    planned_start: datetime
    planned_end: datetime

    @property
    def late(self) -> timedelta:
        """By how much it ends after the plan; negative when it is ahead."""
        return self.ends_at - self.planned_end


def schedule(
    planned: Sequence[int], items: Iterable[Timed], begins_at: datetime, now: datetime
) -> list[Slot]:
    """One slot for each item; `planned` are the minutes of the plan, `items` the same items as they stand.

    What is over keeps its times. What runs ends when its minutes are up, or now if it overruns. What comes
    follows on; before the first item has begun, from the time announced, or from now when that has passed.
    """
    slots = []
    plan = begins_at
    here = max(begins_at, now)
    for minutes, item in zip(planned, items, strict=True):
        plan_end = plan + timedelta(minutes=minutes)
        start, end = _times(item, here, now)
        slots.append(Slot(start, end, plan, plan_end))
        plan, here = plan_end, end
    return slots


def _times(item: Timed, follows: datetime, now: datetime) -> tuple[datetime, datetime]:
    length = timedelta(minutes=item.minutes)
    if item.started_at is None:
        return follows, follows + length
    if item.ended_at is None:
        return item.started_at, max(item.started_at + length, now)
    return item.started_at, item.ended_at


def ends_at(slots: Sequence[Slot]) -> datetime:
    """When it will all be over. Raises ValueError for an agenda without items."""
    return max(slot.ends_at for slot in slots)
