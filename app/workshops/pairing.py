"""Which pairs won, of those who found a common point: the first ones, each person once. Pure."""

from __future__ import annotations

from collections.abc import Sequence

FIRST_CODE = 10


def winners(pairs: Sequence[tuple[int, int]], places: int) -> list[int]:
    """The places in `pairs`, given in the order in which they were formed, of those that win.

    Someone who won already lets others win: their next pair counts, and takes no place.
    """
    won: list[int] = []
    lucky: set[int] = set()
    for place, pair in enumerate(pairs):
        if len(won) == places:
            break
        if lucky.isdisjoint(pair):
            won.append(place)
            lucky.update(pair)
    return won


def code_of(rank: int) -> int:
    """The number shown on a phone, of two digits up to the ninetieth person; `rank` counts from 0."""
    return FIRST_CODE + rank


def rank_of(code: int) -> int:
    """Whose number it is; negative for a number that is nobody's."""
    return code - FIRST_CODE
