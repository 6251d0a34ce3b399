"""Counts that no assembly could have produced are refused, each by its code."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from app.votes.rules import DecisionMode, Method, Step
from app.votes.tally import (
    METHODS,
    MODES,
    Electorate,
    InvalidTally,
    Outcome,
    Result,
    approval,
    cancelled,
    choices_of,
    count_key,
    majority_judgment,
    spread,
    tally,
)

FORTY = Electorate(40, 32)
HANDS = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="simple")
CONSENT = Step(mode=DecisionMode.CONSENT)
TWO = ("o1", "o2")
LONG = "x" * 200


def refused(attempt: Callable[[], Any]) -> tuple[str, dict[str, str]]:
    with pytest.raises(InvalidTally) as caught:
        attempt()
    assert str(caught.value) == caught.value.code
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("mode", DecisionMode, ids=str)
def test_more_people_than_on_the_roll(mode: DecisionMode) -> None:
    counts = {MODES[mode].CHOICES[0]: 6}
    step = Step(mode=mode, threshold="simple")

    assert tally({MODES[mode].CHOICES[0]: 5}, Electorate(5), step).participants == 5
    assert refused(lambda: tally(counts, Electorate(5), step)) == (
        "more_than_eligible",
        {"participants": "6", "eligible": "5"},
    )


@pytest.mark.parametrize("mode", DecisionMode, ids=str)
def test_a_choice_of_no_mode(mode: DecisionMode) -> None:
    step = Step(mode=mode, threshold="simple")

    assert refused(lambda: tally({"maybe": 1}, FORTY, step)) == ("unknown_choice", {"choice": "maybe"})
    assert refused(lambda: tally({LONG: 1}, FORTY, step)) == ("unknown_choice", {"choice": LONG[:80]})


@pytest.mark.parametrize("number", [-1, 1.0, True, "3", None])
def test_a_count_that_is_not_a_number_of_people(number: Any) -> None:
    assert refused(lambda: tally({"for": number}, FORTY, HANDS)) == (
        "bad_count",
        {"choice": "for", "value": str(number)},
    )


def test_long_values_are_repeated_in_part() -> None:
    assert refused(lambda: tally({"for": LONG}, FORTY, HANDS))[1]["value"] == LONG[:80]  # type: ignore[dict-item]
    assert refused(lambda: tally(LONG, FORTY, HANDS)) == ("not_counts", {"value": LONG[:80]})  # type: ignore[arg-type]
    assert refused(lambda: Electorate(LONG))[1]["value"] == LONG[:80]  # type: ignore[arg-type]
    assert refused(lambda: spread({LONG: -1}, Method.APPROVAL, TWO))[1]["choice"] == LONG[:80]


@pytest.mark.parametrize("field", ["eligible", "present"])
@pytest.mark.parametrize("number", [-1, 2.0, True, None])
def test_an_electorate_that_is_not_made_of_people(field: str, number: Any) -> None:
    people = {"eligible": 3, "present": 3, field: number}

    assert refused(lambda: Electorate(**people)) == (
        "bad_electorate",
        {"field": field, "value": str(number)},
    )


def test_nobody_is_an_electorate() -> None:
    assert Electorate(0) == Electorate(eligible=0, present=0)


def test_a_majority_without_a_threshold() -> None:
    for mode in (DecisionMode.OPEN_MAJORITY, DecisionMode.SECRET_MAJORITY):
        assert refused(lambda mode=mode: MODES[mode].tally({"for": 1}, FORTY, CONSENT)) == (
            "no_threshold",
            {},
        )
    for method in (Method.CHOOSE_ONE, Method.APPROVAL):
        assert (
            refused(lambda method=method: METHODS[method].tally({}, FORTY, CONSENT, TWO))[0] == "no_threshold"
        )


@pytest.mark.parametrize("mode", [DecisionMode.CONSENSUS, DecisionMode.CONSENT], ids=str)
def test_options_in_a_mode_that_takes_none(mode: DecisionMode) -> None:
    assert refused(lambda: tally({"o1": 1}, FORTY, Step(mode=mode), Method.CHOOSE_ONE, TWO)) == (
        "options_not_allowed",
        {"mode": mode.value},
    )


@pytest.mark.parametrize("method", METHODS, ids=str)
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("o1",),
        ("o1", "o1"),
        ("o1", "abstain"),
        ("o1", "expressed"),
        ("o1", "o+2"),
        ("o1", "o:2"),
        ("o1", ""),
        ("o1", "-o2"),
        ("o1", "O2"),
        ("o1", "o" * 41),
        ("o1", 2),
    ],
    ids=str,
)
def test_options_that_cannot_be_told_apart(method: Method, options: tuple[Any, ...]) -> None:
    expected = ("bad_options", {"options": ", ".join(str(option) for option in options)})

    assert refused(lambda: tally({}, FORTY, HANDS, method, options)) == expected
    assert refused(lambda: spread({}, method, options)) == expected


def test_many_options_are_repeated_in_part() -> None:
    options = ["same"] * 50

    assert refused(lambda: spread({}, Method.APPROVAL, options))[1] == {"options": ", ".join(options)[:80]}


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_options_may_have_short_and_long_keys(method: Method) -> None:
    options = ("a", "o" * 40, "0_x-y")

    assert set(spread({"abstain": 2}, method, options)) == set(METHODS[method].keys(options))


@pytest.mark.parametrize(
    "ballot", ["o3", "o2+o1", "o1+o1", "o1+", "", "o1+o3", "expressed", "abstain+o1", LONG]
)
def test_an_approval_ballot_that_nobody_could_fill_in(ballot: str) -> None:
    assert refused(lambda: spread({ballot: 1}, Method.APPROVAL, TWO)) == (
        "unknown_choice",
        {"choice": ballot[:80]},
    )


@pytest.mark.parametrize(
    "ballot",
    [
        "o1",
        "o1:good",
        "o1:good+o1:fair",
        "o2:good+o1:good",
        "o1:good+o2:great",
        "o1:good+o2:good+o3:good",
        "",
        LONG,
    ],
)
def test_a_judgment_ballot_that_nobody_could_fill_in(ballot: str) -> None:
    assert refused(lambda: spread({ballot: 1}, Method.MAJORITY_JUDGMENT, TWO)) == (
        "unknown_choice",
        {"choice": ballot[:80]},
    )


def test_ballots_are_written_in_the_order_of_the_options() -> None:
    assert approval.write(["o2", "o1"], TWO) == "o1+o2"
    assert approval.write([], TWO) == "abstain"
    assert majority_judgment.write({"o2": "good"}, TWO) == "o1:reject+o2:good"
    assert majority_judgment.write({}, TWO) == "abstain"


def test_ballots_name_options_and_mentions_that_exist() -> None:
    assert refused(lambda: approval.write(["o9"], TWO)) == ("unknown_choice", {"choice": "o9"})
    assert refused(lambda: approval.write([LONG], TWO)) == ("unknown_choice", {"choice": LONG[:80]})
    for mentions in ({"o9": "good"}, {"o1": "great"}):
        ((option, mention),) = mentions.items()
        expected = ("unknown_choice", {"choice": f"{option}:{mention}"})
        assert refused(lambda mentions=mentions: majority_judgment.write(mentions, TWO)) == expected
    assert refused(lambda: majority_judgment.write({LONG: "good"}, TWO))[1]["choice"] == LONG[:80]


def test_marks_that_no_ballots_could_make() -> None:
    def approvals(**marks: int) -> Outcome:
        return tally(marks, FORTY, HANDS, Method.APPROVAL, TWO)

    assert refused(lambda: approvals(o1=3, expressed=2)) == ("unequal_marks", {"expressed": "2"})
    assert refused(lambda: approvals(o1=1, o2=1, expressed=3)) == ("unequal_marks", {"expressed": "3"})
    assert approvals(o1=2, o2=1, expressed=3).result is Result.ELECTED
    assert approvals(o1=2, o2=1, expressed=2).result is Result.ELECTED

    judged = {"o1:good": 2, "o2:good": 1, "expressed": 2}
    judgment = Method.MAJORITY_JUDGMENT
    assert refused(lambda: tally(judged, FORTY, HANDS, judgment, TWO)) == (
        "unequal_marks",
        {"expressed": "2"},
    )
    assert tally({**judged, "o2:fair": 1}, FORTY, HANDS, judgment, TWO).elected == ("o1",)


def test_what_people_choose_from() -> None:
    assert choices_of(DecisionMode.CONSENT) == ("consent", "consent_with_concern", "objection", "abstain")
    assert choices_of(DecisionMode.OPEN_MAJORITY, Method.APPROVAL, TWO) == ("o1", "o2", "abstain")


def test_an_expression_is_counted_under_its_choice_and_its_status() -> None:
    assert count_key("for") == "for"
    assert count_key("objection", "withdrawn") == "objection_withdrawn"
    assert spread({"for": 2}, Method.ADOPT) == {"for": 2}


def test_an_outcome_is_read_as_it_was_written() -> None:
    step = Step(mode=DecisionMode.OPEN_MAJORITY, threshold=Fraction(2, 3), quorum=Fraction(1, 4))
    outcome = tally({"o1": 7, "o2": 7, "o3": 1}, FORTY, step, Method.CHOOSE_ONE, (*TWO, "o3"))

    assert outcome.to_document() == {
        "result": "runoff",
        "reason": "second_round",
        "counts": {"o1": 7, "o2": 7, "o3": 1, "abstain": 0},
        "participants": 15,
        "params": {
            "quorum_needed": 10,
            "quorum_base": 40,
            "needed": 10,
            "base": 15,
            "threshold": "2/3",
            "threshold_of": "expressed",
        },
        "elected": [],
        "contenders": ["o1", "o2"],
    }
    assert Outcome.from_document(outcome.to_document()) == outcome


def test_a_cancelled_decision_counts_nothing() -> None:
    assert cancelled() == Outcome(Result.CANCELLED, "cancelled", {}, 0, {}, (), ())
