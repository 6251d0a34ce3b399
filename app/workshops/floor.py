"""The queue of raised hands: first who has not spoken, then who spoke least, then who waits longest. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Raised:
    """A hand that is up: whose, since when, and how often and how long they have spoken in this session."""

    hand: int
    person: int
    raised_at: datetime
    turns: int = 0
    seconds: int = 0


def queue(hands: Iterable[Raised]) -> list[Raised]:
    """The hands in the order of the floor. One hand a person is up at most: the caller sees to it."""
    return sorted(hands, key=lambda it: (it.turns > 0, it.seconds, it.turns, it.raised_at, it.person))
