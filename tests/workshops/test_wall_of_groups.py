"""The wall shows who is in which group in letters read from the back of the room, or sends to the phones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.group_work import columns_of_names
from tests.workshops.grouped import GroupedRoom


@pytest.mark.parametrize(
    ("sizes", "columns"),
    [
        ([3], 2),
        ([5, 5, 5, 4], 2),
        ([10] * 4, 2),
        ([5] * 6, 2),
        ([3] * 9, 3),
        ([5] * 8, 4),
        ([3] * 12, 4),
        ([5] * 12, 0),
    ],
)
def test_the_fewest_columns_that_hold_all_the_names(sizes: list[int], columns: int) -> None:
    assert columns_of_names(sizes) == columns


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40), st.integers(0, 39))
def test_when_names_fit_they_still_do_once_someone_leaves(sizes: list[int], who: int) -> None:
    place = who % len(sizes)
    fewer = [*sizes[:place], max(sizes[place] - 1, 0), *sizes[place + 1 :]]
    assert not columns_of_names(sizes) or columns_of_names(fewer)


def test_forty_people_in_eight_groups_are_all_named(room: GroupedRoom) -> None:
    room.fill(40)
    room.begin()
    room.draw()
    wall = room.desk.get(f"{room.base}/mur").text
    assert 'data-columns="4"' in wall
    assert all(name.replace(" ", "\u00a0") in wall for names in room.seats().values() for name in names)


def test_sixty_people_in_twelve_groups_look_at_their_phones(room: GroupedRoom) -> None:
    room.fill(60)
    room.begin()
    room.draw()
    wall = room.desk.get(f"{room.base}/mur").text
    assert "12 groupes" in wall
    assert "Votre téléphone dit lequel est le vôtre" in wall
