"""What was timed beside what, in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Name = TypeVar("Name")
ROUNDS = 7


@dataclass(frozen=True)
class Figure:
    """What was measured: both in seconds (or in statements), and the most their ratio should be."""

    what: str
    mine: float
    bare: float
    at_most: float | None = None
    unit: str = "ms"


def timed(work: Callable[[], object]) -> float:
    """The median of ROUNDS, in seconds."""
    return interleaved({"": work})[""]


def interleaved(work: Mapping[Name, Callable[[], object]]) -> dict[Name, float]:
    """The median of ROUNDS of each, in seconds, taken in turn: what else the machine does weighs on all."""
    taken: dict[Name, list[float]] = {name: [] for name in work}
    for _round in range(ROUNDS):
        for name, ask in work.items():
            start = time.perf_counter()
            ask()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in taken.items()}
