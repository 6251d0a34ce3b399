"""Two tellers count the same papers apart: what they agree on, where they differ. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BLANK, SPOILED = "blank", "spoiled"


@dataclass(frozen=True)
class Entry:
    """What a teller counted in a batch; `counts` holds the choices, and `blank` and `spoiled`."""

    batch: int
    teller: int
    counts: Mapping[str, int]

    @property
    def papers(self) -> int:
        """How many papers the batch has."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Batch:
    """A batch: one entry is awaited, or the two agree, or they differ and are asked again."""

    number: int
    entries: tuple[Entry, ...]

    @property
    def is_agreed(self) -> bool:
        first, *others = self.entries
        return len(others) == 1 and +Counter(first.counts) == +Counter(others[0].counts)

    @property
    def differs(self) -> bool:
        return len(self.entries) > 1 and not self.is_agreed

    @property
    def papers(self) -> int:
        """The papers of the batch; the larger count as long as the tellers differ."""
        return max(entry.papers for entry in self.entries)


def batches(entries: Iterable[Entry]) -> list[Batch]:
    """The entries by batch, in order; those of a batch by teller."""
    found: dict[int, list[Entry]] = {}
    for entry in sorted(entries, key=lambda it: (it.batch, it.teller)):
        found.setdefault(entry.batch, []).append(entry)
    return [Batch(number, tuple(of_batch)) for number, of_batch in found.items()]


def total(agreed: Iterable[Batch]) -> dict[str, int]:
    """The sum of agreed batches, blank and spoiled papers apart. Raises ValueError for one that is not."""
    counts: Counter[str] = Counter()
    for batch in agreed:
        if not batch.is_agreed:
            raise ValueError(batch.number)
        counts.update(batch.entries[0].counts)
    return dict(+counts)


def as_votes(counts: Mapping[str, int]) -> dict[str, int]:
    """The same as an assembly counts: who put a blank or a spoiled paper took part, and took no side."""
    votes = Counter({name: number for name, number in counts.items() if name not in (BLANK, SPOILED)})
    votes["abstain"] += counts.get(BLANK, 0) + counts.get(SPOILED, 0)
    return dict(+votes)
