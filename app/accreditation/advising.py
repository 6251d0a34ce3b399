"""What a facilitator is told before a venue is put to a decision: who is tied to it, what runs already."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accreditation.services.reviewing import interested
from app.collectives.models import Collective
from app.db import db
from app.proposals.models import Proposal
from app.proposals.openings import Advice
from app.proposals.states import ProposalState


def advise(collective: Collective, proposal: Proposal) -> Advice:
    """Put forward the recusal of those who declared a tie; warn when the venue is being decided already."""
    venue_id = proposal.effect_payload.get("venue_id")
    if not isinstance(venue_id, int):
        return Advice()
    running = db.session.scalars(
        sa.select(Proposal).where(
            Proposal.collective_id == collective.id,
            Proposal.effect_kind == proposal.effect_kind,
            Proposal.state == ProposalState.IN_DECISION,
            Proposal.id != proposal.id,
        )
    )
    return Advice(
        warnings=tuple(
            _(
                "Une décision sur ce lieu est déjà ouverte : « %(title)s ». Attendez sa clôture.",
                title=one.title,
            )
            for one in running
            if one.effect_payload.get("venue_id") == venue_id
        ),
        recused=frozenset(interest.member_id for interest in interested(venue_id)),
    )
