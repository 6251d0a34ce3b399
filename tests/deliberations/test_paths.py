"""Sorted by their paths, contributions read as people would tell a conversation again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.deliberations.paths import DEEPEST, STEP, depth, path

# A conversation: for each contribution after the first, which earlier one it answers.
conversations = st.lists(st.integers(0, 10**6), max_size=40).map(
    lambda picks: [pick % (position + 1) for position, pick in enumerate(picks)]
)


def told_again(answers: dict[int, list[int]], number: int) -> list[int]:
    """`number`, then each answer to it with all that follows from it."""
    return [number, *(said for answer in answers.get(number, []) for said in told_again(answers, answer))]


def paths_of(answered: list[int]) -> list[str]:
    paths = [path(1)]
    for position, parent in enumerate(answered, 1):
        paths.append(path(position + 1, paths[parent]))
    return paths


@given(conversations)
def test_paths_sort_in_reading_order(answered: list[int]) -> None:
    paths = paths_of(answered)
    answers: dict[int, list[int]] = {}
    for position, parent in enumerate(answered, 1):
        # Beyond the deepest step an answer is told beside what it answers: left out of this reading.
        if depth(paths[parent]) == DEEPEST - 1:
            return
        answers.setdefault(parent, []).append(position)
    assert [paths.index(place) for place in sorted(paths)] == told_again(answers, 0)


@given(conversations)
def test_every_path_is_unique_bounded_and_of_its_depth(answered: list[int]) -> None:
    paths = paths_of(answered)
    assert len(set(paths)) == len(paths)
    for place in paths:
        assert len(place) <= STEP * DEEPEST
        assert depth(place) == len(place) // STEP - 1


@given(st.integers(1, 2**31 - 1), st.integers(1, 2**31 - 1))
def test_threads_sort_by_their_age(one: int, other: int) -> None:
    assert (path(one) < path(other)) == (one < other)


def test_the_deepest_answers_stand_side_by_side() -> None:
    deepest = path(1)
    for number in range(2, DEEPEST + 5):
        deepest = path(number, deepest)
    assert depth(deepest) == DEEPEST - 1
    assert depth("") == 0
