"""Draw groups by lot: how many, who sits where, where a latecomer goes. Pure.

People and groups are numbers; chance comes as `below(n)`, which draws a number from 0 to n - 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

Below = Callable[[int], int]
_PASSES = 3


class TooManyGroups(ValueError):
    """More groups than there are people to fill them with two in each; `most` is how many there can be."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def most_groups(people: int) -> int:
    """How many groups `people` can fill without leaving anyone alone; one person alone fills one."""
    return max(1, people // 2) if people else 0


def how_many(people: int, size: int) -> int:
    """Into how many groups of about `size` (at least 2) people part; 0 for nobody.

    Of two numbers of groups that come as near to `size`, the one of smaller groups: more people speak.
    """
    if people == 0:
        return 0
    fewer = max(1, people // max(2, size))
    counts = {min(count, most_groups(people)) for count in (fewer, fewer + 1)}
    return min(counts, key=lambda count: (_farthest(people, count, size), -count))


def _farthest(people: int, count: int, size: int) -> int:
    return max(abs(one - size) for one in sizes(people, count))


def sizes(people: int, count: int) -> list[int]:
    """The sizes of `count` groups (at least 1), which differ by one at most, the larger first."""
    whole, extra = divmod(people, count)
    return [whole + 1] * extra + [whole] * (count - extra)


def deal(
    people: Sequence[int], count: int, below: Below, spread: Sequence[Collection[int]] = ()
) -> list[list[int]]:
    """`people` in `count` groups whose sizes differ by one at most, the larger first. Raises TooManyGroups.

    Each set of `spread` is parted among the groups as far as can be: those who were together before, those
    who have no phone. A person belongs to any number of sets; the first sets that do not overlap matter most.
    """
    if count > most_groups(len(people)):
        raise TooManyGroups(most_groups(len(people)))
    if count == 0:
        return []
    order = _by_sets(shuffled(people, below), spread, below)
    groups = [order[number::count] for number in range(count)]
    _part(groups, [set(one) for one in spread])
    return groups


def shuffled(values: Sequence[int], below: Below) -> list[int]:
    """`values` in an order where every order is as likely (Fisher-Yates)."""
    order = list(values)
    for last in range(len(order) - 1, 0, -1):
        other = below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def _by_sets(order: list[int], spread: Sequence[Collection[int]], below: Below) -> list[int]:
    """The members of a set one after the other: dealt out in turn, they land in different groups."""
    first = {person: place for place, members in reversed(list(enumerate(spread))) for person in members}
    ranks = {place: rank for rank, place in enumerate(shuffled(range(len(spread)), below))}
    return sorted(order, key=lambda person: ranks[first[person]] if person in first else len(ranks))


def _part(groups: list[list[int]], sets: list[set[int]]) -> None:
    """Exchange people between groups as long as it parts the sets better; sizes stay as they are."""
    held = [[len(members.intersection(group)) for group in groups] for members in sets]
    for _pass in range(_PASSES):
        exchanged = False
        for here, group in enumerate(groups):
            for place, person in enumerate(group):
                if any(person in members and held[at][here] > 1 for at, members in enumerate(sets)):
                    exchanged |= _exchange(groups, sets, held, here, place)
        if not exchanged:
            return


def _exchange(
    groups: list[list[int]], sets: list[set[int]], held: list[list[int]], here: int, place: int
) -> bool:
    person = groups[here][place]
    for there, group in enumerate(groups):
        if there == here:
            continue
        for other_place, other in enumerate(group):
            moves = [(at, (person in one) - (other in one)) for at, one in enumerate(sets)]
            if sum(_gain(held[at], here, there, move) for at, move in moves) > 0:
                groups[here][place], group[other_place] = other, person
                for at, move in moves:
                    held[at][here] -= move
                    held[at][there] += move
                return True
    return False


def _gain(held: list[int], here: int, there: int, move: int) -> int:
    """How many pairs of a set are parted when one of it goes from `here` to `there` (`move` 1), or back."""
    if move == 0:
        return 0
    return held[here] - 1 - held[there] if move > 0 else held[there] - 1 - held[here]


def smallest(held: Mapping[int, int]) -> int:
    """The group that has fewest people, the first of those; `held` counts them. Raises ValueError on none."""
    return min(held, key=lambda group: (held[group], group))
