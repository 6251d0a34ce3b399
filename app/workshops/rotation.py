"""World café: at each rotation everyone but the reporters goes on to a table they have not seen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


class AllSeen(Exception):
    """Whoever moves has seen every table: there is nothing left to rotate to."""


def rotated(
    tables: Sequence[int],
    seats: Mapping[int, int],
    stays: Collection[int],
    seen: Mapping[int, Collection[int]],
) -> dict[int, int]:
    """Where each person sits next: `seats` gives their table now, `seen` the tables they were at before.

    Who is in `stays` keeps their table. The others go to the next table, in the order of `tables`, that they
    have not seen; who has seen them all goes to the next one. Raises AllSeen when nobody has one left.
    """
    moves = {
        person: _next(tables, at, seen.get(person, ())) for person, at in seats.items() if person not in stays
    }
    if not any(is_new for _table, is_new in moves.values()):
        raise AllSeen
    return {person: moves[person][0] if person in moves else at for person, at in seats.items()}


def _next(tables: Sequence[int], at: int, seen: Collection[int]) -> tuple[int, bool]:
    place = tables.index(at)
    order = [*tables[place + 1 :], *tables[:place]]
    unseen = [table for table in order if table not in seen]
    return (unseen or order or [at])[0], bool(unseen)
