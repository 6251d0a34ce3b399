"""The life of a venue, step by step and act by act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accreditation.states import (
    NOTICE,
    AccreditationAct,
    InvalidStep,
    Step,
    VenueState,
    acts_from,
    decided,
    shown,
    stepped,
    steps_from,
)

TODAY = date(2026, 5, 1)


def test_the_usual_way_of_a_venue() -> None:
    state = VenueState.APPLIED
    for step in (Step.REVIEW, Step.VISIT, Step.PROPOSE):
        state = stepped(state, step)
    for act in (
        AccreditationAct.GRANTED,
        AccreditationAct.RENEWED,
        AccreditationAct.SUSPENDED,
        AccreditationAct.REINSTATED,
        AccreditationAct.REVOKED,
    ):
        state = decided(state, act)
    assert state is VenueState.REVOKED
    assert stepped(state, Step.REVIEW) is VenueState.IN_REVIEW, "it may apply again"


@pytest.mark.parametrize("state", VenueState)
def test_what_a_state_does_not_allow_is_refused(state: VenueState) -> None:
    for step in set(Step) - set(steps_from(state)):
        with pytest.raises(InvalidStep):
            stepped(state, step)
    for act in set(AccreditationAct) - set(acts_from(state)):
        with pytest.raises(InvalidStep):
            decided(state, act)


@given(st.lists(st.sampled_from([*Step, *AccreditationAct]), max_size=12))
def test_nobody_is_accredited_without_a_decision(path: list[Step | AccreditationAct]) -> None:
    state, was_decided = VenueState.APPLIED, False
    for move in path:
        try:
            state = stepped(state, move) if isinstance(move, Step) else decided(state, move)
        except InvalidStep:
            continue
        was_decided = was_decided or isinstance(move, AccreditationAct)
    held = (VenueState.ACCREDITED, VenueState.SUSPENDED, VenueState.REVOKED, VenueState.DECLINED)
    assert was_decided or state not in held


def test_an_application_is_not_granted_before_anyone_reviewed_it() -> None:
    assert AccreditationAct.GRANTED not in acts_from(VenueState.APPLIED)


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (NOTICE + timedelta(days=1), VenueState.ACCREDITED),
        (NOTICE, VenueState.TO_RENEW),
        (timedelta(days=-3), VenueState.TO_RENEW),
    ],
)
def test_an_accreditation_near_its_term_is_to_renew(left: timedelta, state: VenueState) -> None:
    assert shown(VenueState.ACCREDITED, TODAY + left, TODAY) is state
    assert shown(VenueState.SUSPENDED, TODAY + left, TODAY) is VenueState.SUSPENDED


def test_an_accreditation_without_a_term_stays() -> None:
    assert shown(VenueState.ACCREDITED, None, TODAY) is VenueState.ACCREDITED
