"""The life of a proposal: its states, and which act leads from one to another. Pure."""

from __future__ import annotations

import enum


class ProposalState(enum.Enum):
    """Draft; submitted to all; in a decision; then adopted, adopted but not applied, rejected, withdrawn."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_DECISION = "in_decision"
    ADOPTED = "adopted"
    UNAPPLIED = "unapplied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Act(enum.Enum):
    """What people and decisions do to a proposal."""

    SUBMIT = "submit"
    OPEN = "open"
    ADOPT = "adopt"
    ADOPT_UNAPPLIED = "adopt_unapplied"
    REJECT = "reject"
    RELEASE = "release"
    WITHDRAW = "withdraw"


_S = ProposalState
_MOVES: dict[Act, dict[ProposalState, ProposalState]] = {
    Act.SUBMIT: {_S.DRAFT: _S.SUBMITTED},
    # A rejected text may be put again: by the next mode of the cascade, or reworked.
    # Never while it is decided: a running round is ended first, so one proposal has one open decision.
    Act.OPEN: {_S.SUBMITTED: _S.IN_DECISION, _S.REJECTED: _S.IN_DECISION},
    Act.ADOPT: {_S.IN_DECISION: _S.ADOPTED},
    Act.ADOPT_UNAPPLIED: {_S.IN_DECISION: _S.UNAPPLIED},
    Act.REJECT: {_S.IN_DECISION: _S.REJECTED},
    Act.RELEASE: {_S.IN_DECISION: _S.SUBMITTED},
    Act.WITHDRAW: dict.fromkeys((_S.DRAFT, _S.SUBMITTED, _S.REJECTED), _S.WITHDRAWN),
}
# The text may still change: while it is decided, a new version waits for the next round.
EDITABLE = frozenset({_S.DRAFT, _S.SUBMITTED, _S.IN_DECISION, _S.REJECTED})


class InvalidMove(Exception):
    """The act is not possible in this state."""

    def __init__(self, state: ProposalState, act: Act) -> None:
        super().__init__(f"{act.value} a proposal that is {state.value}")
        self.state = state
        self.act = act


def moved(state: ProposalState, act: Act) -> ProposalState:
    """The state that follows. Raises InvalidMove."""
    try:
        return _MOVES[act][state]
    except KeyError:
        raise InvalidMove(state, act) from None
