"""Count what a room answers to a poll: phones, answers typed for someone, hands. Pure.

A tie is an outcome: every option that leads is said, and nothing here breaks it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """What one option got: from people one by one, and from hands counted together."""

    key: str
    voices: int
    hands: int

    @property
    def total(self) -> int:
        return self.voices + self.hands


@dataclass(frozen=True)
class Tally:
    """The count of each option in their order; `answers` is how many people answered one by one."""

    counts: tuple[Count, ...]
    answers: int

    @property
    def leading(self) -> tuple[str, ...]:
        """The keys of the options that got the most, in their order; none when nobody chose anything."""
        most = self.most
        return tuple(count.key for count in self.counts if most and count.total == most)

    @property
    def most(self) -> int:
        """The greatest count, 0 without any."""
        return max((count.total for count in self.counts), default=0)

    @property
    def hands(self) -> int:
        """All the hands together."""
        return sum(count.hands for count in self.counts)

    @property
    def is_tied(self) -> bool:
        """Whether several options lead together."""
        return len(self.leading) > 1


def tally(keys: Sequence[str], answers: Mapping[str, int], hands: Iterable[Mapping[str, int]] = ()) -> Tally:
    """Count `answers`, as stored, each with how many people gave it; `hands` are the confirmed counts.

    An answer is one key, or several with spaces between; a key that is no longer an option counts for none.
    """
    voices: Counter[str] = Counter()
    for value, people in answers.items():
        for key in set(value.split()):
            voices[key] += people
    raised: Counter[str] = Counter()
    for count in hands:
        raised.update(count)
    return Tally(tuple(Count(key, voices[key], raised[key]) for key in keys), sum(answers.values()))
