"""Who wins of the pairs that find each other: the first, in their order, each person once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.workshops.pairing import code_of, rank_of, winners

people = st.integers(1, 14)
pairs = st.lists(st.tuples(people, people).filter(lambda pair: pair[0] < pair[1]), unique=True, max_size=30)


def test_the_first_five_win_in_their_order() -> None:
    assert winners([(1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12)], 5) == [0, 1, 2, 3, 4]


def test_someone_who_won_leaves_the_next_place_to_others() -> None:
    assert winners([(1, 2), (1, 3), (4, 5), (2, 4), (3, 6)], 5) == [0, 2, 4]


@given(pairs, st.integers(1, 6))
def test_nobody_wins_twice_and_no_more_win_than_there_are_places(
    formed: list[tuple[int, int]], places: int
) -> None:
    won = winners(formed, places)
    lucky = [person for place in won for person in formed[place]]
    assert len(lucky) == len(set(lucky))
    assert len(won) <= places
    assert won == sorted(won)


@given(pairs, st.integers(1, 6))
def test_a_pair_that_does_not_win_has_someone_who_won_before_or_came_too_late(
    formed: list[tuple[int, int]], places: int
) -> None:
    won = winners(formed, places)
    for place, pair in enumerate(formed):
        if place not in won:
            before = {person for earlier in won if earlier < place for person in formed[earlier]}
            assert before & set(pair) or len(won) == places


@given(pairs, st.tuples(people, people).filter(lambda pair: pair[0] < pair[1]), st.integers(1, 6))
def test_a_pair_that_comes_later_takes_nothing_from_those_before(
    formed: list[tuple[int, int]], late: tuple[int, int], places: int
) -> None:
    assert winners([*formed, late], places)[: len(winners(formed, places))] == winners(formed, places)


@given(st.integers(0, 999))
def test_a_number_names_one_person(rank: int) -> None:
    assert rank_of(code_of(rank)) == rank
    assert len(str(code_of(rank))) == 2 or rank >= 90
