"""What holds for every mode, whoever votes and however: the properties that make a tally just."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.votes.rules import DecisionMode, Step
from app.votes.tally import METHODS, MODES, Electorate, InvalidTally, Outcome, Result, spread, tally
from tests.votes.tally.strategies import (
    OPTIONS,
    anything,
    ballots,
    electorates,
    keys_of,
    steps,
    strange_counts,
)

every_mode = pytest.mark.parametrize("mode", DecisionMode, ids=str)
majority = pytest.mark.parametrize(
    "mode", [DecisionMode.OPEN_MAJORITY, DecisionMode.SECRET_MAJORITY], ids=str
)
quick = settings(max_examples=60, deadline=None)


def counted(cast: list[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for choice, weight in cast:
        counts[choice] += weight
    return counts


def outcome_of(
    data: st.DataObject, mode: DecisionMode, counts: Counter[str], step: Step | None = None
) -> Outcome:
    electorate = data.draw(electorates(counts.total()))
    return tally(counts, electorate, step or data.draw(steps(mode)))


@every_mode
@quick
@given(data=st.data())
def test_the_order_of_ballots_does_not_matter(mode: DecisionMode, data: st.DataObject) -> None:
    cast = data.draw(ballots(mode))
    shuffled = random.Random(data.draw(st.integers())).sample(cast, len(cast))  # noqa: S311 - an order, not a secret
    step, electorate = data.draw(steps(mode)), data.draw(electorates(counted(cast).total()))

    assert tally(counted(cast), electorate, step) == tally(counted(shuffled), electorate, step)


@every_mode
@quick
@given(data=st.data())
def test_who_casts_which_ballot_does_not_matter(mode: DecisionMode, data: st.DataObject) -> None:
    cast = dict(enumerate(data.draw(ballots(mode))))
    others = data.draw(st.permutations(list(cast)))
    renamed = {others[voter]: ballot for voter, ballot in cast.items()}
    step, electorate = data.draw(steps(mode)), data.draw(electorates(counted(list(cast.values())).total()))

    before = tally(counted(list(cast.values())), electorate, step)
    after = tally(counted([renamed[voter] for voter in sorted(renamed)]), electorate, step)
    assert before == after


@every_mode
@quick
@given(data=st.data())
def test_two_halves_counted_together_give_the_whole(mode: DecisionMode, data: st.DataObject) -> None:
    device, room = data.draw(ballots(mode)), data.draw(ballots(mode))
    step, electorate = data.draw(steps(mode)), data.draw(electorates(counted(device + room).total()))

    assert tally(counted(device) + counted(room), electorate, step) == tally(
        counted(device + room), electorate, step
    )


@every_mode
@quick
@given(data=st.data())
def test_every_participant_is_in_the_counts(mode: DecisionMode, data: st.DataObject) -> None:
    counts = counted(data.draw(ballots(mode)))
    outcome = outcome_of(data, mode, counts)

    assert outcome.participants == counts.total() == sum(outcome.counts.values())
    assert set(outcome.counts) == set(MODES[mode].CHOICES)


@every_mode
@quick
@given(data=st.data())
def test_under_the_quorum_nothing_is_adopted_nor_rejected(mode: DecisionMode, data: st.DataObject) -> None:
    counts, step = counted(data.draw(ballots(mode))), data.draw(steps(mode))
    electorate = data.draw(electorates(counts.total()))
    base = electorate.present if step.quorum_of == "present" else electorate.eligible

    outcome = tally(counts, electorate, step)
    assert (outcome.result is Result.NO_QUORUM) == (counts.total() < step.quorum * base)


@every_mode
@quick
@given(data=st.data())
def test_nothing_is_adopted_when_nobody_speaks(mode: DecisionMode, data: st.DataObject) -> None:
    assert outcome_of(data, mode, Counter()).result in (Result.REJECTED, Result.NO_QUORUM)


@majority
@quick
@given(data=st.data())
def test_swapping_for_and_against_swaps_adopted_and_rejected(mode: DecisionMode, data: st.DataObject) -> None:
    step = replace(data.draw(steps(mode)), threshold="absolute", threshold_of="expressed")
    counts = counted(data.draw(ballots(mode)))
    electorate = data.draw(electorates(counts.total()))
    swapped = Counter({**counts, "for": counts["against"], "against": counts["for"]})

    results = {tally(counts, electorate, step).result, tally(swapped, electorate, step).result}
    if Result.NO_QUORUM in results:
        assert results == {Result.NO_QUORUM}
    elif counts["for"] == counts["against"]:
        assert results == {Result.REJECTED}
    else:
        assert results == {Result.ADOPTED, Result.REJECTED}


@majority
@quick
@given(data=st.data())
def test_one_more_for_never_turns_adopted_into_anything_else(mode: DecisionMode, data: st.DataObject) -> None:
    counts, step = counted(data.draw(ballots(mode))), data.draw(steps(mode))
    electorate = data.draw(electorates(counts.total() + 1))
    before = tally(counts, electorate, step)
    after = tally(counts + Counter({"for": 1}), electorate, step)

    if before.result is Result.ADOPTED:
        assert after.result is Result.ADOPTED


@quick
@given(data=st.data())
def test_one_more_agreement_never_undoes_a_consensus_nor_a_consent(data: st.DataObject) -> None:
    for mode, choice in ((DecisionMode.CONSENSUS, "agree"), (DecisionMode.CONSENT, "consent")):
        counts, step = counted(data.draw(ballots(mode))), data.draw(steps(mode))
        electorate = data.draw(electorates(counts.total() + 1))

        if tally(counts, electorate, step).result is Result.ADOPTED:
            assert tally(counts + Counter({choice: 1}), electorate, step).result is Result.ADOPTED


@quick
@given(data=st.data())
def test_what_a_consensus_adopts_consent_adopts(data: st.DataObject) -> None:
    counts = counted(data.draw(ballots(DecisionMode.CONSENSUS)))
    step = data.draw(steps(DecisionMode.CONSENSUS))
    electorate = data.draw(electorates(counts.total()))
    read = Counter(
        {
            "consent": counts["agree"],
            "consent_with_concern": counts["agree_with_reservations"],
            "abstain": counts["stand_aside"],
            "objection": counts["block"],
        }
    )
    if tally(counts, electorate, step).result is Result.ADOPTED:
        assert tally(read, electorate, replace(step, mode=DecisionMode.CONSENT)).result is Result.ADOPTED


@majority
@quick
@given(votes=st.integers(0, 60), against=st.integers(0, 60), abstain=st.integers(0, 20), data=st.data())
def test_a_majority_is_the_rule_as_it_is_written(
    mode: DecisionMode, votes: int, against: int, abstain: int, data: st.DataObject
) -> None:
    step = replace(data.draw(steps(mode)), quorum=Fraction(0))
    everyone = data.draw(st.integers(votes + against + abstain, 200))
    bases = {
        "expressed": votes + against,
        "participants": votes + against + abstain,
        "eligible": everyone,
    }
    base = bases[step.threshold_of]
    written = {"simple": votes > against, "absolute": Fraction(votes) > Fraction(base, 2)}
    expected = (
        base > 0 and Fraction(votes, base) >= step.threshold
        if isinstance(step.threshold, Fraction)
        else written[str(step.threshold)]
    )
    counts = Counter({"for": votes, "against": against, "abstain": abstain})
    result = tally(counts, Electorate(everyone), step).result

    assert (result is Result.ADOPTED) == (expected and votes + against > 0)
    if result is Result.TIE:
        assert votes == against
        assert mode is DecisionMode.OPEN_MAJORITY


@quick
@given(data=st.data(), method=st.sampled_from(list(METHODS)))
def test_options_in_another_order_choose_the_same(data: st.DataObject, method: Any) -> None:
    ballots_cast = data.draw(st.lists(_whole_ballots(method), max_size=20))
    step = data.draw(steps(DecisionMode.OPEN_MAJORITY))
    electorate = data.draw(electorates(len(ballots_cast)))
    marks = spread(Counter(ballots_cast), method, OPTIONS)

    one = tally(marks, electorate, step, method, OPTIONS)
    other = tally(marks, electorate, step, method, OPTIONS[::-1])
    assert (one.result, set(one.elected), set(one.contenders)) == (
        other.result,
        set(other.elected),
        set(other.contenders),
    )
    assert one.participants == len(ballots_cast)


@quick
@given(data=st.data(), method=st.sampled_from(list(METHODS)))
def test_two_halves_of_ballots_with_options_give_the_whole(data: st.DataObject, method: Any) -> None:
    first, second = (data.draw(st.lists(_whole_ballots(method), max_size=10)) for _half in range(2))
    apart = Counter(spread(Counter(first), method, OPTIONS))
    apart.update(spread(Counter(second), method, OPTIONS))

    assert apart == Counter(spread(Counter(first + second), method, OPTIONS))


def _whole_ballots(method: Any) -> st.SearchStrategy[str]:
    module: Any = METHODS[method]
    if method == "choose_one":
        return st.sampled_from((*OPTIONS, "abstain"))
    if method == "approval":
        return st.builds(lambda chosen: module.write(chosen, OPTIONS), st.sets(st.sampled_from(OPTIONS)))
    given_mentions = st.dictionaries(st.sampled_from(OPTIONS), st.sampled_from(module.MENTIONS))
    return st.builds(lambda mentions: module.write(mentions, OPTIONS), given_mentions)


@every_mode
@settings(max_examples=150, deadline=None)
@given(counts=strange_counts, data=st.data())
def test_no_counts_make_a_tally_fail_otherwise_than_it_says(
    mode: DecisionMode, counts: Any, data: st.DataObject
) -> None:
    step = data.draw(steps(data.draw(st.sampled_from(list(DecisionMode)))))
    try:
        outcome = MODES[mode].tally(counts, data.draw(electorates()), step)
    except InvalidTally:
        return
    assert outcome.reason in MODES[mode].REASONS
    assert set(counts) <= set(keys_of(mode))


@pytest.mark.parametrize("method", METHODS, ids=str)
@settings(max_examples=150, deadline=None)
@given(counts=strange_counts, options=st.lists(anything, max_size=3), data=st.data())
def test_no_counts_nor_options_make_a_method_fail_otherwise_than_it_says(
    method: Any, counts: Any, options: list[Any], data: st.DataObject
) -> None:
    options = data.draw(st.sampled_from([options, ["o1", "o2"]]))
    step = data.draw(steps(DecisionMode.SECRET_MAJORITY))
    for attempt in (
        lambda: METHODS[method].tally(counts, data.draw(electorates()), step, options).reason,
        lambda: METHODS[method].spread(counts, options) and METHODS[method].REASONS[0],
    ):
        try:
            reason = attempt()
        except InvalidTally:
            continue
        else:
            assert not reason or reason in METHODS[method].REASONS


@quick
@given(eligible=anything, present=anything)
def test_an_electorate_is_made_of_people(eligible: Any, present: Any) -> None:
    people = all(type(number) is int and number >= 0 for number in (eligible, present))
    if people:
        assert Electorate(eligible, present).eligible == eligible
    else:
        with pytest.raises(InvalidTally):
            Electorate(eligible, present)
