"""A round of speech (tour de parole): everyone in turn, nobody twice before everyone has spoken once. Pure.

People are numbers. The first of `waiting` has the turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


class NotOver(Exception):
    """A further round was asked for while someone still waits for their turn."""


@dataclass(frozen=True)
class Circle:
    """Where a round is: who waits, in order; who spoke; who passed. Nobody is in two of them."""

    waiting: tuple[int, ...] = ()
    spoken: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()

    @property
    def turn(self) -> int | None:
        """Whose turn it is; None once the round is over."""
        return self.waiting[0] if self.waiting else None

    @property
    def is_over(self) -> bool:
        return not self.waiting

    def next(self) -> Circle:
        """Whoever has the turn has spoken."""
        return replace(self, waiting=self.waiting[1:], spoken=self.spoken + self.waiting[:1])

    def skip(self) -> Circle:
        """Whoever has the turn passes: they say nothing this time, and may change their mind (`join`)."""
        return replace(self, waiting=self.waiting[1:], passed=self.passed + self.waiting[:1])

    def later(self) -> Circle:
        """Whoever has the turn will speak after the others."""
        return replace(self, waiting=self.waiting[1:] + self.waiting[:1])

    def join(self, person: int) -> Circle:
        """A latecomer, or someone who had passed, waits at the end. Who spoke is of the next round."""
        if person in self.waiting or person in self.spoken:
            return self
        passed = tuple(one for one in self.passed if one != person)
        return replace(self, waiting=(*self.waiting, person), passed=passed)

    def leave(self, person: int) -> Circle:
        """Someone went: nobody waits for them. What they said stays said."""
        return replace(
            self,
            waiting=tuple(one for one in self.waiting if one != person),
            passed=tuple(one for one in self.passed if one != person),
        )

    def again(self) -> Circle:
        """A further round, in the same order. Raises NotOver as long as someone waits."""
        if self.waiting:
            raise NotOver
        return Circle(waiting=self.spoken + self.passed)


def drawn(people: Sequence[int], below: Callable[[int], int]) -> tuple[int, ...]:
    """The people in an order drawn by lot, each as likely; `below(n)` gives a number from 0 to n - 1."""
    order = list(people)
    for last in range(len(order) - 1, 0, -1):
        other = below(last + 1)
        order[last], order[other] = order[other], order[last]
    return tuple(order)
