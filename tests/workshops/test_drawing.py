"""Groups drawn by lot: everyone once, sizes that differ by one, nobody alone, former companions parted."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.drawing import (
    TooManyGroups,
    deal,
    how_many,
    most_groups,
    shuffled,
    sizes,
    smallest,
)

people = st.lists(st.integers(1, 10_000), unique=True, max_size=90)
chances = st.randoms(use_true_random=False)


def seeded(seed: int) -> Random:
    """Chance that is the same each time the test runs."""
    return Random(seed)  # noqa: S311


def pairs_kept(groups: list[list[int]], together: list[int]) -> int:
    """How many pairs of `together` sit in the same group."""
    held = [len(set(together) & set(group)) for group in groups]
    return sum(count * (count - 1) // 2 for count in held)


@given(people, st.integers(2, 12), chances)
def test_everyone_is_in_one_group_and_sizes_differ_by_one_at_most(
    room: list[int], size: int, chance: Random
) -> None:
    groups = deal(room, how_many(len(room), size), chance.randrange)
    assert sorted(person for group in groups for person in group) == sorted(room)
    held = [len(group) for group in groups]
    assert not held or max(held) - min(held) <= 1
    assert held == (sizes(len(room), len(groups)) if room else [])


@given(st.integers(0, 1_000), st.integers(2, 50))
def test_nobody_is_left_alone_unless_the_room_holds_one_person(room: int, size: int) -> None:
    count = how_many(room, size)
    assert (count == 0) == (room == 0)
    if room > 1:
        assert min(sizes(room, count)) >= 2


@given(st.integers(20, 1_000))
def test_groups_of_about_five_have_four_to_six_people(room: int) -> None:
    assert set(sizes(room, how_many(room, 5))) <= {4, 5, 6}


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (1, [1]),
        (2, [2]),
        (3, [3]),
        (5, [5]),
        (6, [6]),
        (7, [4, 3]),
        (8, [4, 4]),
        (11, [6, 5]),
        (12, [4, 4, 4]),
        (40, [5] * 8),
    ],
)
def test_how_rooms_part_in_groups_of_about_five(room: int, expected: list[int]) -> None:
    assert sizes(room, how_many(room, 5)) == expected


@given(people.filter(lambda room: len(room) > 3), chances)
def test_more_groups_than_pairs_of_people_are_refused(room: list[int], chance: Random) -> None:
    most = most_groups(len(room))
    assert len(deal(room, most, chance.randrange)) == most
    with pytest.raises(TooManyGroups) as refused:
        deal(room, most + 1, chance.randrange)
    assert refused.value.most == most


@given(people, st.integers(2, 9), chances, chances)
def test_who_was_together_before_is_parted_when_there_are_as_many_groups_as_they_were(
    room: list[int], size: int, first: Random, second: Random
) -> None:
    before = deal(room, how_many(len(room), size), first.randrange)
    after = deal(room, how_many(len(room), size), second.randrange, before)
    for group in before:
        fewest = -(-len(group) // len(after))
        assert max(len(set(group) & set(one)) for one in after) == fewest


@given(people.filter(lambda room: len(room) > 1), st.data(), chances)
def test_a_set_to_part_is_parted_evenly(room: list[int], data: st.DataObject, chance: Random) -> None:
    without_phone = data.draw(st.lists(st.sampled_from(room), unique=True))
    groups = deal(room, how_many(len(room), 5), chance.randrange, [without_phone])
    held = [len(set(without_phone) & set(group)) for group in groups]
    assert max(held) - min(held) <= 1


@given(people, st.data(), chances)
def test_parting_several_sets_never_changes_sizes_nor_loses_anyone(
    room: list[int], data: st.DataObject, chance: Random
) -> None:
    sets = data.draw(st.lists(st.lists(st.sampled_from(room), unique=True), max_size=6)) if room else []
    groups = deal(room, how_many(len(room), 4), chance.randrange, sets)
    assert sorted(person for group in groups for person in group) == sorted(room)
    assert [len(group) for group in groups] == (sizes(len(room), len(groups)) if room else [])


def test_three_draws_in_a_row_bring_new_companions_each_time() -> None:
    chance, room = seeded(14), list(range(1, 41))
    draws: list[list[list[int]]] = []
    for _draw in range(3):
        draws.insert(0, deal(room, 8, chance.randrange, [group for draw in draws for group in draw]))
    again = sum(pairs_kept(draws[0], group) for draw in draws[1:] for group in draw)
    by_chance = deal(room, 8, seeded(14).randrange)
    assert again < sum(pairs_kept(by_chance, group) for draw in draws[1:] for group in draw)
    assert again <= 4


@given(st.lists(st.integers(), unique=True, max_size=30), chances)
def test_the_same_chance_gives_the_same_draw(values: list[int], chance: Random) -> None:
    seed = chance.randrange(2**32)
    assert shuffled(values, seeded(seed).randrange) == shuffled(values, seeded(seed).randrange)


def test_every_order_of_three_is_as_likely() -> None:
    chance = seeded(1)
    orders = [tuple(shuffled([1, 2, 3], chance.randrange)) for _draw in range(6_000)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6
    assert all(850 < count < 1_150 for count in counts)


@given(st.dictionaries(st.integers(1, 100), st.integers(0, 50), min_size=1))
def test_a_latecomer_joins_the_smallest_group_the_first_of_them(held: dict[int, int]) -> None:
    group = smallest(held)
    assert held[group] == min(held.values())
    assert all(held[other] > held[group] for other in held if other < group)
