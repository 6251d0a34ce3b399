"""A proposal never leaves the path it is on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proposals.states import Act, InvalidMove, ProposalState, moved

SETTLED = (ProposalState.ADOPTED, ProposalState.UNAPPLIED, ProposalState.WITHDRAWN)


@pytest.mark.parametrize("state", SETTLED)
@pytest.mark.parametrize("act", Act)
def test_what_is_settled_stays_so(state: ProposalState, act: Act) -> None:
    with pytest.raises(InvalidMove):
        moved(state, act)


@given(st.lists(st.sampled_from(Act), max_size=12))
def test_nothing_is_adopted_without_a_decision(acts: list[Act]) -> None:
    state, was_in_decision = ProposalState.DRAFT, False
    for act in acts:
        try:
            state = moved(state, act)
        except InvalidMove:
            continue
        was_in_decision = was_in_decision or state is ProposalState.IN_DECISION
    assert was_in_decision or state not in (
        ProposalState.ADOPTED,
        ProposalState.UNAPPLIED,
        ProposalState.REJECTED,
    )


def test_a_draft_is_submitted_decided_and_adopted() -> None:
    state = ProposalState.DRAFT
    for act in (Act.SUBMIT, Act.OPEN, Act.ADOPT):
        state = moved(state, act)
    assert state is ProposalState.ADOPTED
