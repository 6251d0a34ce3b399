"""Proposals among what is new, on the home page, on their deliberation's page, and in the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.proposals import policies, reading
from app.proposals.models import Proposal
from app.proposals.states import ProposalState
from app.proposals.wording import STATES
from app.register.wording import Act, Sentence, describe, locate, name_family

_ACTS = {
    "proposal.submitted": _l("%(who)s dépose la proposition n° %(number)s."),
    "proposal.reworded": _l("%(who)s récrit la proposition n° %(number)s."),
    "proposal.withdrawn": _l("%(who)s retire la proposition n° %(number)s."),
    "proposal.adopted": _l("La proposition n° %(number)s est adoptée."),
    "proposal.unapplied": _l(
        "La proposition n° %(number)s est adoptée, mais son effet est à réconcilier avec ce qui a changé."
    ),
    "amendment.suggested": _l("%(who)s propose un amendement à la proposition n° %(number)s."),
    "amendment.accepted": _l("%(who)s accepte un amendement à la proposition n° %(number)s."),
    "amendment.declined": _l("%(who)s décline un amendement à la proposition n° %(number)s."),
    "amendment.withdrawn": _l("%(who)s retire un amendement à la proposition n° %(number)s."),
}


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


def _told(template: Any) -> Sentence:
    def tell(act: Act) -> str:
        return str(template) % {"who": act.actor, "number": act.subject_id}

    return tell


def address(proposal_id: int) -> str:
    """Where a search that found a proposal leads."""
    return url_for("proposals.show", proposal_id=proposal_id)


def init_app() -> None:
    """Describe the acts, and link each to its proposal."""
    for kind, template in _ACTS.items():
        describe(kind, _told(template))
    name_family("amendment", _l("Amendements"))
    locate("proposal", "proposals.show", "proposal_id")
