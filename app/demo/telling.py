"""How the demonstration's people propose, put a proposal to a decision, and object."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.charter.changes import derive
from app.charter.document import Charter
from app.charter.services import current_charter
from app.db import db
from app.deliberations.models import Deliberation
from app.demo.stage import Stage
from app.proposals.checklist import prohibitions
from app.proposals.models import Compliance, Proposal
from app.proposals.services import composing, rounds
from app.votes import services as votes
from app.votes.models import Decision
from app.votes.round_models import Objection

Tables = dict[str, Deliberation]


def propose(
    stage: Stage,
    table: Deliberation,
    who: str,
    title: str,
    body: str,
    kind: str = "none",
    payload: dict[str, Any] | None = None,
) -> Proposal:
    """A submitted proposal, its prohibitions answered."""
    proposer = stage[who]
    proposal = composing.create(table, proposer, title=title, body=body, effect_kind=kind)
    if payload:
        composing.set_effect_payload(proposal, payload, proposer, seen=str(proposal.version))
    answers = {code: (Compliance.RESPECTS, "") for code, _text in prohibitions(stage.collective)}
    composing.answer_checklist(proposal, answers, stage.collective)
    composing.submit(proposal, proposer, stage.collective)
    return proposal


def put(stage: Stage, proposal: Proposal, closes_in: int | None = None, **said: Any) -> Decision:
    """Its first round, opened by Julien."""
    closes_at = stage.ahead(closes_in) if closes_in else None
    opened = rounds.open_round(proposal, stage["Julien R."], stage.collective, closes_at=closes_at, **said)
    return opened.decision


def amendment_to(stage: Stage, charter: Charter) -> dict[str, Any]:
    """What leads from the charter in force to this one."""
    return {"changes": derive(current_charter(stage.collective.id), charter)}


def objects(decision: Decision, stage: Stage, who: str, why: str) -> Objection:
    """Their objection, raised."""
    votes.cast(decision, stage[who], "objection", why)
    return db.session.scalars(
        sa.select(Objection).filter_by(decision_id=decision.id, author_id=stage[who].id)
    ).one()
