"""What an outcome carries, to the last number: a decision file states it, and anyone compares."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from app.votes.rules import DecisionMode, Method, Step
from app.votes.tally import Electorate, Outcome, Result, spread, tally

FORTY = Electorate(40, 32)
HALF = Fraction(1, 2)
QUORUM = {"quorum_needed": 20, "quorum_base": 40}
VOTE = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="simple")
ABSOLUTE = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="absolute")
TWO, THREE = ("o1", "o2"), ("o1", "o2", "o3")


def decided(ballots: dict[str, int], method: Method, options: tuple[str, ...], step: Step = VOTE) -> Outcome:
    return tally(spread(ballots, method, options), FORTY, step, method, options)


def judged(*ballots: str) -> Outcome:
    options = tuple(mark.split(":")[0] for mark in ballots[0].split("+"))
    return decided(Counter(ballots), Method.MAJORITY_JUDGMENT, options)


def test_a_consent_says_how_each_objection_was_met() -> None:
    counts = {
        "consent": 20,
        "objection_withdrawn": 2,
        "objection_integrated": 3,
        "objection_standing": 4,
        "objection_raised": 5,
        "objection": 1,
        "abstain": 1,
    }
    step = Step(mode=DecisionMode.CONSENT, quorum=HALF)

    assert tally(counts, FORTY, step) == Outcome(
        Result.REJECTED,
        "objection_left",
        {"consent": 20, "consent_with_concern": 0, "objection": 15, "abstain": 1},
        36,
        {**QUORUM, "objections": 15, "objections_left": 10, "objections_lifted": 5},
    )


def test_a_consensus_says_how_many_may_stand_aside() -> None:
    step = Step(mode=DecisionMode.CONSENSUS, quorum=HALF, stand_asides_max=Fraction(1, 10))

    assert tally({"agree": 27, "stand_aside": 2}, FORTY, step) == Outcome(
        Result.ADOPTED,
        "all_agree",
        {"agree": 27, "agree_with_reservations": 0, "stand_aside": 2, "block": 0},
        29,
        {**QUORUM, "stand_asides_allowed": 2},
    )


def test_a_majority_says_how_many_votes_it_took_of_how_many() -> None:
    step = Step(mode=DecisionMode.SECRET_MAJORITY, threshold="absolute", quorum=HALF)

    assert tally({"for": 11, "against": 10, "abstain": 3}, FORTY, step) == Outcome(
        Result.ADOPTED,
        "majority_reached",
        {"for": 11, "against": 10, "abstain": 3},
        24,
        {**QUORUM, "needed": 11, "base": 21, "threshold": "absolute", "threshold_of": "expressed"},
    )


def test_a_simple_majority_is_always_of_the_expressed() -> None:
    step = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="simple", threshold_of="eligible")
    outcome = tally({"for": 3, "against": 2, "abstain": 4}, FORTY, step)

    assert outcome.params["threshold_of"] == "expressed"
    assert (outcome.params["needed"], outcome.params["base"]) == (3, 5)


def test_an_approval_counts_marks_and_ballots() -> None:
    ballots = {"o1+o2": 3, "o2": 2, "abstain": 4}

    assert decided(ballots, Method.APPROVAL, TWO, ABSOLUTE) == Outcome(
        Result.ELECTED,
        "most_approved",
        {"o1": 3, "o2": 5, "expressed": 5, "abstain": 4},
        9,
        {
            "quorum_needed": 0,
            "quorum_base": 40,
            "needed": 3,
            "base": 5,
            "threshold": "absolute",
            "threshold_of": "expressed",
        },
        elected=("o2",),
    )


@pytest.mark.parametrize("method", [Method.CHOOSE_ONE, Method.APPROVAL], ids=str)
def test_abstentions_weigh_when_the_majority_is_of_the_participants(method: Method) -> None:
    step = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="absolute", threshold_of="participants")
    outcome = decided({"o1": 3, "o2": 1, "abstain": 2}, method, TWO, step)

    assert (outcome.result, outcome.reason) == (Result.REJECTED, "majority_missed")
    assert (outcome.params["needed"], outcome.params["base"]) == (4, 6)


def test_under_a_simple_majority_the_most_approved_needs_no_half() -> None:
    outcome = decided({"o1": 2, "o2": 1, "o3": 3}, Method.APPROVAL, THREE)

    assert (outcome.result, outcome.elected, outcome.contenders) == (Result.ELECTED, ("o3",), ())


def test_equally_approved_options_are_all_named() -> None:
    outcome = decided({"o1+o3": 2, "o2": 1}, Method.APPROVAL, THREE)

    assert (outcome.result, outcome.elected, outcome.contenders) == (Result.TIE, (), ("o1", "o3"))


def test_one_chosen_option_is_elected_and_not_a_contender() -> None:
    outcome = decided({"o1": 2, "o2": 3}, Method.CHOOSE_ONE, TWO)

    assert (outcome.elected, outcome.contenders) == (("o2",), ())
    assert Outcome.from_document(outcome.to_document()) == outcome


def test_a_judgment_says_the_mention_of_the_best() -> None:
    outcome = judged("o1:good+o2:fair", "o1:good+o2:excellent", "o1:fair+o2:fair")

    assert outcome.result is Result.ELECTED
    assert outcome.elected == ("o1",)
    assert outcome.participants == outcome.counts["expressed"] == 3
    assert outcome.params == {"quorum_needed": 0, "quorum_base": 40, "mention": "good"}


def test_a_judgment_that_chooses_nothing_says_why_and_of_how_many() -> None:
    step = Step(mode=DecisionMode.OPEN_MAJORITY, threshold="simple", quorum=Fraction(1, 40))
    quorum = {"quorum_needed": 1, "quorum_base": 40}
    silent = decided({"abstain": 2}, Method.MAJORITY_JUDGMENT, TWO, step)
    harsh = decided({"o1:reject+o2:reject": 2}, Method.MAJORITY_JUDGMENT, TWO, step)
    equal = decided({"o1:good+o2:good": 2, "abstain": 1}, Method.MAJORITY_JUDGMENT, TWO, step)

    assert (silent.reason, silent.participants, silent.params) == ("nothing_expressed", 2, quorum)
    assert (harsh.reason, harsh.participants) == ("all_rejected", 2)
    assert harsh.params == {**quorum, "mention": "reject"}
    assert (equal.reason, equal.participants, equal.elected) == ("equal_gauges", 3, ())
    assert equal.contenders == TWO


def test_a_better_mention_alone_owes_nothing_to_the_gauge() -> None:
    assert judged("o1:good+o2:fair+o3:fair").reason == "best_mention"
    assert judged("o1:good+o2:good+o3:fair", "o1:good+o2:fair+o3:fair", "o1:good+o2:good+o3:fair").reason == (
        "best_gauge"
    )


def test_the_gauge_counts_the_very_next_mention_above() -> None:
    outcome = judged("o1:very_good+o2:good", "o1:good+o2:good", "o1:good+o2:good")

    assert (outcome.elected, outcome.reason) == (("o1",), "best_gauge")


def test_as_many_above_as_below_weighs_as_below() -> None:
    """With 2 above and 2 below, against 1 and 1: fewer below wins, however many are above."""
    outcome = judged(
        "o1:excellent+o2:excellent",
        "o1:excellent+o2:good",
        "o1:good+o2:good",
        "o1:fair+o2:good",
        "o1:fair+o2:fair",
    )

    assert outcome.elected == ("o2",)
