"""Proposals among what is new, on the home page and on their deliberation's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.proposals import policies, reading
from app.proposals.models import Proposal
from app.proposals.states import ProposalState
from app.proposals.wording import STATES


def news(collective: Collective, member: Member, since: datetime) -> Iterable[NewsItem]:
    """The proposals written or reworded since, by someone else."""
    found = db.session.scalars(
        sa.select(Proposal).where(
            Proposal.collective_id == collective.id,
            Proposal.state != ProposalState.DRAFT,
            Proposal.edited_at > since,
            Proposal.proposer_id != member.id,
        )
    )
    for proposal in found:
        address = url_for("proposals.show", proposal_id=proposal.id)
        yield NewsItem(
            proposal.edited_at, "proposal", proposal.title, address, str(STATES[proposal.state][0])
        )


def home_panel(collective: Collective, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """What waits for this person; nothing when nothing does."""
    found = reading.awaiting(collective.id, actor) if actor else []
    return ("proposals/_home_panel.html", {"awaiting": found, "states": STATES}) if found else None


def section(deliberation: Deliberation, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """The proposals that answer a deliberation, and the way to write one."""
    if actor is None:
        return None
    return "proposals/_section.html", {
        "deliberation": deliberation,
        "proposals": reading.of_deliberation(deliberation.id, actor),
        "states": STATES,
        "may_propose": policies.can_propose(actor) and deliberation.is_open,
    }


def address(proposal_id: int) -> str:
    """Where a search that found a proposal leads."""
    return url_for("proposals.show", proposal_id=proposal_id)
