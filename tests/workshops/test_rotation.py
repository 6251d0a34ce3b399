"""World café: the reporter stays, everyone else sees different tables, nobody sits at two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.rotation import AllSeen, rotated


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[int], dict[int, int], set[int]]:
    """Tables, who sits where, and who reports: one a table at most, and not everybody."""
    tables = draw(st.lists(st.integers(1, 99), min_size=2, max_size=8, unique=True))
    seats = draw(st.dictionaries(st.integers(1, 500), st.sampled_from(tables), min_size=2, max_size=60))
    reporters = {min((p for p in seats if seats[p] == table), default=0) for table in tables} & set(seats)
    stays = {person for person in reporters if draw(st.booleans())}
    return tables, seats, stays


@given(rooms())
def test_in_as_many_rounds_as_tables_everyone_sees_each_once(
    room: tuple[list[int], dict[int, int], set[int]],
) -> None:
    tables, seats, stays = room
    if stays == set(seats):
        with pytest.raises(AllSeen):
            rotated(tables, seats, stays, {})
        return
    seen = {person: [at] for person, at in seats.items()}
    for _round in range(len(tables) - 1):
        seats = rotated(tables, seats, stays, seen)
        assert seats.keys() == seen.keys()
        for person, at in seats.items():
            assert at == seen[person][0] if person in stays else at not in seen[person]
            seen[person].append(at)
    with pytest.raises(AllSeen):
        rotated(tables, seats, stays, seen)


@given(rooms())
def test_people_who_sat_together_go_on_together(room: tuple[list[int], dict[int, int], set[int]]) -> None:
    tables, seats, stays = room
    movers = [person for person in seats if person not in stays]
    if not movers:
        return
    after = rotated(tables, seats, stays, {person: [at] for person, at in seats.items()})
    for table in tables:
        assert len({after[person] for person in movers if seats[person] == table}) <= 1


def test_who_came_late_goes_to_a_table_they_have_not_seen() -> None:
    after = rotated([1, 2, 3], {7: 1, 8: 1}, set(), {7: [1], 8: [2, 1]})
    assert after == {7: 2, 8: 3}


def test_who_has_seen_everything_goes_on_with_the_others() -> None:
    assert rotated([1, 2], {7: 1, 8: 1}, set(), {7: [1, 2], 8: [1]}) == {7: 2, 8: 2}
