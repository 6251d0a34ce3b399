"""The amendments under way, clause by clause, and the order in which to put them to the vote."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g

from app.charter import services
from app.charter.contest import RATES, THRESHOLD, Rival, contests
from app.charter.policies import can_propose_amendment
from app.charter.routes import bp
from app.db import db
from app.proposals.models import Proposal
from app.proposals.states import ProposalState
from app.web import render, requires

MOST = 200
UNDER_WAY = (ProposalState.SUBMITTED, ProposalState.IN_DECISION)


@bp.get("/charte/amendements")
@requires(can_propose_amendment)
def amendments() -> str:
    """Those that touch the same clause, the furthest from the text first; then all the others."""
    charter = services.current_charter(g.collective.id)
    found = list(
        db.session.scalars(
            sa.select(Proposal)
            .filter_by(collective_id=g.collective.id, effect_kind="charter.amend")
            .where(Proposal.state.in_(UNDER_WAY))
            .order_by(Proposal.id)
            .limit(MOST)
        )
    )
    rivals = [Rival(proposal.id, proposal.effect_payload.get("changes", [])) for proposal in found]
    return render(
        "charter/amendments.html",
        charter=charter,
        contests=contests(charter, rivals),
        proposals={proposal.id: proposal for proposal in found},
        threshold_code=THRESHOLD,
        rates_code=RATES,
    )
