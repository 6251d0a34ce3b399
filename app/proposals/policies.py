"""Who may do what with proposals. Each policy serves the route, and the template that offers the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.members.models import Member
from app.members.policies import facilitators, signed_in
from app.proposals.models import Amendment, AmendmentState, Proposal
from app.proposals.states import ProposalState

if TYPE_CHECKING:
    from app.proposals.shown import ShownAmendment, ShownProposal

AMENDABLE = (ProposalState.SUBMITTED, ProposalState.IN_DECISION)


def can_read(actor: Member | None) -> bool:
    """Read proposals: the members; a draft is shown to whoever writes it and to facilitators."""
    return signed_in(actor)


def can_propose(actor: Member | None) -> bool:
    """Write a proposal, suggest an amendment: any member."""
    return signed_in(actor)


def can_open_decision(actor: Member | None) -> bool:
    """Put a proposal to a decision, and open its next round."""
    return facilitators(actor)


def can_see(actor: Member | None, proposal: Proposal | ShownProposal) -> bool:
    """A draft is its author's, and the facilitators'."""
    if actor is None:
        return False
    return proposal.state is not ProposalState.DRAFT or can_edit(actor, proposal) or actor.is_facilitator


def can_edit(actor: Member | None, proposal: Proposal | ShownProposal) -> bool:
    """Reword it, compose its effect, answer the prohibitions, submit it, answer amendments: its proposer."""
    return actor is not None and actor.id == proposal.proposer_id


def can_withdraw(actor: Member | None, proposal: Proposal | ShownProposal) -> bool:
    """Its proposer, as long as nothing is settled."""
    return can_edit(actor, proposal) and proposal.is_editable


def can_amend(actor: Member | None, proposal: Proposal | ShownProposal) -> bool:
    """Any member but the proposer, who simply rewords it."""
    return actor is not None and not can_edit(actor, proposal) and proposal.state in AMENDABLE


def can_answer(
    actor: Member | None, amendment: Amendment | ShownAmendment, proposal: Proposal | ShownProposal
) -> bool:
    """Accept or decline it: the proposer."""
    return amendment.state is AmendmentState.SUGGESTED and can_edit(actor, proposal)


def can_take_back(actor: Member | None, amendment: Amendment | ShownAmendment) -> bool:
    """Its author, while it waits for an answer."""
    is_author = actor is not None and actor.id == amendment.author_id
    return is_author and amendment.state is AmendmentState.SUGGESTED
