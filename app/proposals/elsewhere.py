"""Proposals among what is new, on the home page, on their deliberation's page, on their decision's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.news import NewsItem
from app.members.models import Member
from app.proposals import policies, reading
from app.proposals.effects import effect_of
from app.proposals.models import Amendment, Proposal
from app.proposals.states import ProposalState
from app.proposals.wording import AMENDMENTS, STATES
from app.votes.models import Decision
from app.web import render


def news(collective: Collective, member: Member, since: datetime) -> Iterable[NewsItem]:
    """What others wrote or reworded since, and the amendments that concern this person."""
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
    for amendment in reading.amendments_about(collective.id, member, since):
        yield _about(amendment)


def _about(amendment: Amendment) -> NewsItem:
    anchor = f"amendement-{amendment.id}"
    where = url_for("proposals.show", proposal_id=amendment.proposal_id, _anchor=anchor)
    if amendment.answered_at is None:
        when, detail = amendment.suggested_at, _("Amendement de %(name)s", name=amendment.author.name)
    else:
        answer = AMENDMENTS[amendment.state][0]
        when, detail = amendment.answered_at, _("Votre amendement : %(answer)s", answer=answer)
    return NewsItem(when, "proposal", amendment.proposal.title, where, detail)


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


def origin(decision: Decision, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """The proposal a decision is about, and word by word what it would change, while it is decided."""
    found = reading.put_to(decision) if actor else None
    if found is None:
        return None
    proposal, version = found
    preview = None
    if decision.is_open:
        collective = db.session.get_one(Collective, decision.collective_id)
        fragment, told = effect_of(version.effect_kind).preview(collective, version.effect_payload)
        preview = Markup(render(fragment, **told))  # noqa: S704 - a template's own output
    return "proposals/_origin.html", {"proposal": proposal, "preview": preview}


def address(proposal_id: int) -> str:
    """Where a search that found a proposal leads."""
    return url_for("proposals.show", proposal_id=proposal_id)
