"""What the pages of proposals show, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.db import db
from app.errors import Unseen
from app.members.models import Member, MemberStatus
from app.proposals.models import Amendment, AmendmentState, Proposal, ProposalVersion, Round
from app.proposals.policies import AMENDABLE, can_see
from app.proposals.states import ProposalState
from app.votes.models import Decision

PER_PAGE = 20
_ONE = (
    sa.select(Proposal)
    .where(Proposal.id == sa.bindparam("id"), Proposal.collective_id == sa.bindparam("collective_id"))
    .options(joinedload(Proposal.proposer, innerjoin=True), joinedload(Proposal.deliberation, innerjoin=True))
)


def find_proposal(collective_id: int, proposal_id: int, actor: Member | None) -> Proposal:
    """The proposal, its proposer and its deliberation. Raises Unseen."""
    proposal: Proposal | None = db.session.scalar(_ONE, {"id": proposal_id, "collective_id": collective_id})
    if proposal is None or not can_see(actor, proposal):
        raise Unseen
    return proposal


def find_amendment(proposal: Proposal, amendment_id: int) -> Amendment:
    """An amendment of `proposal`. Raises Unseen."""
    found = db.session.scalar(
        sa.select(Amendment)
        .filter_by(id=amendment_id, proposal_id=proposal.id)
        .options(joinedload(Amendment.author, innerjoin=True))
    )
    if found is None:
        raise Unseen
    return found


def versions_of(proposal: Proposal) -> list[ProposalVersion]:
    """Every wording, latest first, with who wrote it."""
    return list(
        db.session.scalars(
            sa.select(ProposalVersion)
            .filter_by(proposal_id=proposal.id)
            .options(joinedload(ProposalVersion.author, innerjoin=True), joinedload(ProposalVersion.credit))
            .order_by(ProposalVersion.number.desc())
        )
    )


def _shown(collective_id: int, actor: Member) -> sa.Select[Proposal]:
    """What `actor` may see of the collective's proposals."""
    query = sa.select(Proposal).where(Proposal.collective_id == collective_id)
    if actor.is_facilitator:
        return query
    return query.where((Proposal.state != ProposalState.DRAFT) | (Proposal.proposer_id == actor.id))


@dataclass(frozen=True)
class Listing:
    """A page of proposals."""

    proposals: Sequence[Proposal]
    page: int
    pages: int


def proposals_of(collective_id: int, actor: Member, state: ProposalState | None, page: int) -> Listing:
    """The latest first, of one state or all."""
    query = _shown(collective_id, actor)
    if state is not None:
        query = query.where(Proposal.state == state)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    query = query.options(joinedload(Proposal.proposer, innerjoin=True))
    rows = query.order_by(Proposal.edited_at.desc(), Proposal.id.desc())
    return Listing(db.session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all(), page, pages)


def of_deliberation(deliberation_id: int, actor: Member) -> Sequence[Proposal]:
    """The proposals that answer a deliberation, in order."""
    return db.session.scalars(
        sa.select(Proposal)
        .where(Proposal.deliberation_id == deliberation_id)
        .where(
            (Proposal.state != ProposalState.DRAFT)
            | (Proposal.proposer_id == actor.id)
            | sa.literal(actor.is_facilitator)
        )
        .options(joinedload(Proposal.proposer, innerjoin=True))
        .order_by(Proposal.id)
    ).all()


def awaiting(collective_id: int, actor: Member) -> Sequence[Proposal]:
    """What waits for this person: their drafts, the amendments to answer, what is to be reconciled.

    For a facilitator, also the texts to be decided.
    """
    later = aliased(Proposal)
    amended = sa.exists().where(
        Amendment.proposal_id == Proposal.id, Amendment.state == AmendmentState.SUGGESTED
    )
    taken_up = sa.exists().where(
        later.deliberation_id == Proposal.deliberation_id,
        later.proposer_id == Proposal.proposer_id,
        later.id > Proposal.id,
    )
    mine = sa.and_(
        Proposal.proposer_id == actor.id,
        sa.or_(
            Proposal.state == ProposalState.DRAFT,
            Proposal.state.in_(AMENDABLE) & amended,
            (Proposal.state == ProposalState.UNAPPLIED) & ~taken_up,
        ),
    )
    to_open = sa.and_(Proposal.state == ProposalState.SUBMITTED, sa.literal(actor.is_facilitator))
    return db.session.scalars(
        sa.select(Proposal)
        .where(Proposal.collective_id == collective_id, mine | to_open)
        .options(joinedload(Proposal.proposer, innerjoin=True))
        .order_by(Proposal.edited_at.desc())
        .limit(5)
    ).all()


def amendments_about(collective_id: int, member: Member, since: datetime) -> Sequence[Amendment]:
    """What was suggested since on this person's proposals, and what was answered to their suggestions."""
    suggested = sa.and_(
        Proposal.proposer_id == member.id,
        Amendment.state == AmendmentState.SUGGESTED,
        Amendment.suggested_at > since,
    )
    answered = sa.and_(
        Amendment.author_id == member.id,
        Amendment.state.in_((AmendmentState.ACCEPTED, AmendmentState.DECLINED)),
        Amendment.answered_at > since,
    )
    return db.session.scalars(
        sa.select(Amendment)
        .join(Amendment.proposal)
        .where(Proposal.collective_id == collective_id, suggested | answered)
        .options(contains_eager(Amendment.proposal), joinedload(Amendment.author, innerjoin=True))
        .order_by(Amendment.id.desc())
        .limit(50)
    ).all()


def people(collective_id: int) -> list[tuple[int, str]]:
    """(id, name) of the active members, by name."""
    rows = db.session.execute(
        sa.select(Member.id, Member.name)
        .filter_by(collective_id=collective_id, status=MemberStatus.ACTIVE)
        .order_by(Member.folded_name)
    )
    return [(row[0], row[1]) for row in rows]


def put_to(decision: Decision) -> tuple[Proposal, ProposalVersion] | None:
    """The proposal a decision is about, and the version put to it; None for a decision without one."""
    row = db.session.execute(
        sa.select(Proposal, ProposalVersion)
        .join(Round, Round.proposal_id == Proposal.id)
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id) & (ProposalVersion.number == Round.version),
        )
        .where(Round.decision_id == decision.id)
    ).first()
    return (row[0], row[1]) if row else None
