"""Which lines of a list were renamed: what took the place of what, between the same neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.renaming import renamed

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("abc", "axc", {"b": "x"}),
        ("abc", "xyc", {"a": "x", "b": "y"}),
        ("abc", "xbz", {"a": "x", "c": "z"}),
        ("abc", "abxc", {}),  # one more
        ("abc", "ac", {}),  # one less
        ("abc", "acb", {}),  # moved
        ("abc", "axyc", {}),  # one became two: nobody can tell which
        ("", "a", {}),
    ],
)
def test_a_line_takes_the_place_of_another(before: str, after: str, names: dict[str, str]) -> None:
    assert renamed(before, after) == names


@given(NAMES, NAMES)
def test_only_what_went_becomes_what_came_and_each_once(before: list[str], after: list[str]) -> None:
    names = renamed(before, after)
    assert set(names) <= set(before) - set(after)
    assert set(names.values()) <= set(after) - set(before)
    assert len(set(names.values())) == len(names)


@given(NAMES, st.data())
def test_one_line_renamed_is_found_wherever_it_is(lines: list[str], data: st.DataObject) -> None:
    if lines:
        place = data.draw(st.integers(0, len(lines) - 1))
        assert renamed(lines, [*lines[:place], "x", *lines[place + 1 :]]) == {lines[place]: "x"}
