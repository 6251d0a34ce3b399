"""What the page of a proposal shows, as plain values: a hall of people opens it at the same minute."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.db import rows
from app.deliberations.models import Deliberation
from app.errors import Unseen
from app.members.models import Member
from app.proposals.models import Amendment, AmendmentState, Proposal, Round
from app.proposals.policies import can_amend, can_edit, can_open_decision, can_see, can_take_back
from app.proposals.states import EDITABLE, ProposalState
from app.votes.models import Decision, DecisionState, Standing
from app.votes.rules import DecisionMode


class ShownProposal(NamedTuple):
    """A proposal as everyone who may see it reads it."""

    id: int
    title: str
    body: str
    effect_kind: str
    effect_payload: dict[str, Any]
    state: ProposalState
    obstacle: str
    version: int
    edited_at: datetime
    proposer_id: int
    proposer_name: str
    deliberation_id: int
    question: str

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class ShownAmendment(NamedTuple):
    """An amendment, and who suggested it."""

    id: int
    author_id: int
    author_name: str
    base: int
    body: str
    reason: str
    state: AmendmentState
    answer: str
    suggested_at: datetime

    @property
    def is_waiting(self) -> bool:
        return self.state is AmendmentState.SUGGESTED


class _Decided(NamedTuple):
    mode: DecisionMode
    state: DecisionState
    options: list[str]
    opened_at: datetime
    closes_at: datetime | None
    close_reason: str | None
    outcome: dict[str, Any] | None
    effect_summary: str | None
    has_urn: bool


class ShownDecision(_Decided, Standing):
    """What is said of the decision of a round."""


class ShownRound(NamedTuple):
    """A round, and where its decision stands."""

    number: int
    version: int
    decision_id: int
    decision: ShownDecision


_PROPOSAL = (
    sa.select(
        *(getattr(Proposal, name) for name in ShownProposal._fields[:10]),
        Member.name,
        Proposal.deliberation_id,
        Deliberation.question,
    )
    .join(Member, Member.id == Proposal.proposer_id)
    .join(Deliberation, Deliberation.id == Proposal.deliberation_id)
    .where(Proposal.id == sa.bindparam("id"), Proposal.collective_id == sa.bindparam("collective_id"))
)
_AMENDMENTS = (
    sa.select(
        Amendment.id,
        Amendment.author_id,
        Member.name,
        *(getattr(Amendment, name) for name in ShownAmendment._fields[3:]),
    )
    .join(Member, Member.id == Amendment.author_id)
    .where(Amendment.proposal_id == sa.bindparam("proposal_id"))
    .order_by(Amendment.id.desc())
)
_ROUNDS = (
    sa.select(
        Round.number,
        Round.version,
        Round.decision_id,
        *(getattr(Decision, name) for name in ShownDecision._fields),
    )
    .join(Decision, Decision.id == Round.decision_id)
    .where(Round.proposal_id == sa.bindparam("proposal_id"))
    .order_by(Round.number)
)


def proposal_of(collective_id: int, proposal_id: int, actor: Member | None) -> ShownProposal:
    """The proposal, if `actor` may see it. Raises Unseen."""
    found = rows(_PROPOSAL, {"id": proposal_id, "collective_id": collective_id})
    if not found or not can_see(actor, shown := ShownProposal._make(found[0])):
        raise Unseen
    return shown


def amendments_of(proposal_id: int) -> list[ShownAmendment]:
    """The amendments, latest first."""
    return [ShownAmendment._make(row) for row in rows(_AMENDMENTS, {"proposal_id": proposal_id})]


def rounds_of(proposal_id: int) -> list[ShownRound]:
    """The rounds in order."""
    return [
        ShownRound(number, version, decision_id, ShownDecision._make(decision))
        for number, version, decision_id, *decision in rows(_ROUNDS, {"proposal_id": proposal_id})
    ]


def same_for_all(
    actor: Member, proposal: ShownProposal, amendments: Sequence[ShownAmendment], values: Mapping[str, Any]
) -> str | None:
    """What tells the page apart from any other, for someone who only reads it; `values` are all it shows.

    None for someone who finds there something to press: their page is theirs.
    """
    acts = can_edit(actor, proposal) or can_open_decision(actor)
    if acts or any(can_take_back(actor, amendment) for amendment in amendments):
        return None
    overdue = [shown.decision.is_overdue for shown in values["rounds"]]
    told = repr((sorted(values.items()), overdue, can_amend(actor, proposal)))
    return hashlib.sha256(told.encode()).hexdigest()
