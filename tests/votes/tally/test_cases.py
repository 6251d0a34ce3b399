"""Every case people wrote comes out as they wrote it: the result, and the sentence."""

from __future__ import annotations

import pytest

from app.votes.rules import DecisionMode
from app.votes.tally import METHODS, MODES, Result
from app.votes.wording import outcome_sentence
from tests.votes.tally.case import Case, cases_of, plain

NAMES = [mode.value for mode in DecisionMode] + [method.value for method in METHODS]
ALL = [pytest.param(case, id=f"{name}: {case.name}") for name in NAMES for case in cases_of(name)]


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("case", ALL)
def test_the_case_comes_out_as_written(case: Case) -> None:
    outcome = case.outcome()

    assert outcome.result.value == case.result
    assert plain(outcome_sentence(outcome, case.options)) == case.sentence


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_reach_every_reason_a_tally_may_give(name: str) -> None:
    module = MODES[DecisionMode(name)] if name in MODES else METHODS[name]

    assert {case.outcome().reason for case in cases_of(name)} == set(module.REASONS)


def test_the_cases_reach_every_result() -> None:
    reached = {case.outcome().result for name in NAMES for case in cases_of(name)}

    assert reached == set(Result) - {Result.CANCELLED}
