"""No group of fewer than five people is shown, nor can be worked out from what is shown."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.composition import (
    AGE,
    BANDS,
    GENDERS,
    LEAST,
    NOT_SAID,
    YEARS,
    Cell,
    Portrait,
    Unreadable,
    cells,
    closest,
    gender_portrait,
    number_portrait,
    read_answer,
    read_sheet,
)

people = st.integers(0, 12) | st.integers(0, 300)
genders = st.fixed_dictionaries(dict.fromkeys((*GENDERS, NOT_SAID), people))
ages = st.dictionaries(st.integers(10, 110).map(str) | st.just(NOT_SAID), st.integers(1, 9), max_size=20)


def test_two_people_are_not_shown_and_cannot_be_counted_by_subtraction() -> None:
    shown = cells({"woman": 20, "man": 12, "other": 2, NOT_SAID: 0})
    assert shown == (Cell(("woman",), 20), Cell(("man", "other", NOT_SAID), 14))


def test_a_room_of_four_sees_nothing() -> None:
    assert cells({"woman": 2, "man": 2}) == ()
    assert gender_portrait({"woman": 4}) == Portrait("women", (), None)


def test_groups_that_are_large_enough_are_shown_as_they_are() -> None:
    shown = gender_portrait({"woman": 15, "man": 10, NOT_SAID: 5})
    assert [(cell.keys, cell.people) for cell in shown.cells] == [
        (("woman",), 15),
        (("man",), 10),
        ((NOT_SAID,), 5),
    ]
    assert (shown.figure, shown.said_only) == (Fraction(60), True)


def test_the_share_of_women_is_of_every_sheet_when_those_who_did_not_say_are_too_few() -> None:
    shown = gender_portrait({"woman": 15, "man": 12, NOT_SAID: 3})
    assert (shown.figure, shown.said_only) == (Fraction(50), False)


def test_without_five_men_or_others_the_share_of_women_is_not_told() -> None:
    assert gender_portrait({"woman": 20, "man": 3}).figure is None


def test_the_mean_age_and_its_bands() -> None:
    shown = number_portrait(AGE, {"20": 5, "30": 6, "72": 2, "41": 1, "60": 4})
    assert shown.cells == (Cell(("10",), 5), Cell(("25",), 6), Cell(("40", "55", "70"), 7))
    assert shown.figure == Fraction(100 + 180 + 144 + 41 + 240, 18)


def everything_derivable(shown: Portrait) -> set[int]:
    """Every number of people that adding and subtracting the cells may give."""
    sizes = [cell.people for cell in shown.cells]
    return {sum(some) for length in range(len(sizes) + 1) for some in combinations(sizes, length)}


def safe(shown: Portrait, groups: dict[str, int]) -> None:
    assert all(size == 0 or size >= LEAST for size in everything_derivable(shown))
    for cell in shown.cells:
        inside = [key for key in cell.keys if groups.get(key)]
        assert cell.people == sum(groups[key] for key in inside)
        # A group that is too small is never by itself in a cell, not even one with empty groups beside it.
        assert len(inside) > 1 or groups[inside[0]] >= LEAST
    keys = [key for cell in shown.cells for key in cell.keys]
    assert len(keys) == len(set(keys))


@given(genders)
def test_no_gender_of_fewer_than_five_people_can_be_worked_out(counts: dict[str, int]) -> None:
    shown = gender_portrait(counts)
    safe(shown, counts)
    assert shown.people == (sum(counts.values()) if sum(counts.values()) >= LEAST else 0)


@given(genders)
def test_the_share_of_women_tells_no_group_of_fewer_than_five(counts: dict[str, int]) -> None:
    shown = gender_portrait(counts)
    if shown.figure is not None:
        total = shown.people
        women = next(cell.people for cell in shown.cells if cell.keys == ("woman",))
        base = Fraction(100 * women) / shown.figure
        assert base == int(base)
        for rest in (int(base) - women, total - int(base)):
            assert rest == 0 or rest >= LEAST


def grouped(question: str, counts: dict[str, int]) -> dict[str, int]:
    groups = {str(start): 0 for start in BANDS[question]} | {NOT_SAID: counts.get(NOT_SAID, 0)}
    for value, number in counts.items():
        if value != NOT_SAID:
            groups[str(max(start for start in BANDS[question] if start <= int(value)))] += number
    return groups


@given(ages, st.sampled_from([AGE, YEARS]))
def test_no_band_of_fewer_than_five_people_can_be_worked_out(counts: dict[str, int], question: str) -> None:
    shown = number_portrait(question, counts)
    safe(shown, grouped(question, counts))
    assert shown.people in (0, sum(counts.values()))
    assert (shown.people == 0) == (sum(counts.values()) < LEAST)


@given(ages)
def test_a_mean_is_that_of_five_people_or_more(counts: dict[str, int]) -> None:
    shown = number_portrait(AGE, counts)
    numbers = [int(value) for value, number in counts.items() if value != NOT_SAID for _one in range(number)]
    if len(numbers) < LEAST:
        assert shown.figure is None
    else:
        assert shown.figure == Fraction(sum(numbers), len(numbers))


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 100)), st.fractions(0, 100))
def test_nobody_guessed_closer_than_those_who_are_named(guesses: dict[str, int], figure: Fraction) -> None:
    named = closest(guesses, figure)
    assert bool(named) == bool(guesses)
    for who in named:
        assert all(abs(guesses[who] - figure) <= abs(other - figure) for other in guesses.values())


@pytest.mark.parametrize(
    ("question", "written", "kept"),
    [
        ("women", "F", "woman"),
        ("women", "homme", "man"),
        ("women", "Non-binaire", "other"),
        ("women", "", NOT_SAID),
        ("age", " 34 ", "34"),
        ("age", "10", "10"),
        ("age", "110", "110"),
        ("years", "0", "0"),
        ("years", "-", NOT_SAID),
    ],
)
def test_what_people_write_of_themselves_is_read(question: str, written: str, kept: str) -> None:
    assert read_answer(question, written) == kept


@pytest.mark.parametrize(
    ("question", "written", "reason"),
    [
        ("women", "reine", "gender"),
        ("age", "9", "number"),
        ("age", "111", "number"),
        ("age", "trente", "number"),
        ("age", "٣٤", "number"),
        ("years", "-1", "number"),
        ("years", "1.5", "number"),
    ],
)
def test_what_says_nothing_is_not_guessed(question: str, written: str, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_answer(question, written)
    assert (raised.value.reason, raised.value.question) == (reason, question)


def test_a_sheet_is_one_line_with_or_without_separators() -> None:
    questions = ("women", "age", "years")
    assert read_sheet(questions, "f 34 12") == {"women": "woman", "age": "34", "years": "12"}
    assert read_sheet(questions, "h;;7") == {"women": "man", "age": NOT_SAID, "years": "7"}
    assert read_sheet(questions, "-") == dict.fromkeys(questions, NOT_SAID)
    with pytest.raises(Unreadable):
        read_sheet(questions, "f 34 12 9")
