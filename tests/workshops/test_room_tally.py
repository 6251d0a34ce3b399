"""Counting a poll of the room: every voice once, ties said, nothing invented."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.workshops.room_tally import tally

KEYS = ("a", "b", "c", "d")
answers = st.dictionaries(
    st.lists(st.sampled_from((*KEYS, "gone")), unique=True).map(" ".join), st.integers(1, 400)
)
hands = st.lists(st.dictionaries(st.sampled_from(KEYS), st.integers(1, 40)), max_size=3)


def test_phones_and_hands_add_up_and_are_told_apart() -> None:
    counted = tally(["a", "b"], {"a": 3, "b": 2}, [{"b": 4}])
    assert [(one.voices, one.hands, one.total) for one in counted.counts] == [(3, 0, 3), (2, 4, 6)]
    assert (counted.leading, counted.answers, counted.hands) == (("b",), 5, 4)


def test_a_tie_says_all_that_lead() -> None:
    counted = tally(["a", "b", "c"], {"a": 2, "c": 2, "b": 1})
    assert (counted.leading, counted.is_tied) == (("a", "c"), True)


def test_nobody_chose_anything_and_nothing_leads() -> None:
    assert tally(["a", "b"], {"": 5}).leading == ()
    assert tally([], {}).leading == ()


def test_an_approval_counts_for_each_of_its_options() -> None:
    counted = tally(["a", "b", "c"], {"a b": 2, "b": 1, "": 1})
    assert ([one.total for one in counted.counts], counted.answers) == ([2, 3, 0], 4)


@given(answers, hands)
def test_every_voice_counts_once_for_each_option_that_it_names(
    given_answers: dict[str, int], raised: list[dict[str, int]]
) -> None:
    counted = tally(KEYS, given_answers, raised)
    expected: Counter[str] = Counter()
    for value, people in given_answers.items():
        expected.update(dict.fromkeys(value.split(), people))
    for one in counted.counts:
        assert one.voices == expected[one.key]
        assert one.hands == sum(count.get(one.key, 0) for count in raised)
    assert counted.answers == sum(given_answers.values())


@given(answers, hands)
def test_what_leads_has_the_most_and_all_that_have_it_lead(
    given_answers: dict[str, int], raised: list[dict[str, int]]
) -> None:
    counted = tally(KEYS, given_answers, raised)
    for one in counted.counts:
        assert (one.key in counted.leading) == (one.total == counted.most > 0)


@given(answers, st.sampled_from(KEYS))
def test_one_more_voice_never_takes_the_lead_away(given_answers: dict[str, int], key: str) -> None:
    before = tally(KEYS, given_answers)
    after = tally(KEYS, {**given_answers, key: given_answers.get(key, 0) + 1})
    assert key not in before.leading or key in after.leading
