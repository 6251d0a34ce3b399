"""What may come after a decision: the next step of the cascade, a second round, the same again, a new text.

Each is an explicit act of a facilitator, recorded, and linked to the decision it follows.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.votes.closing import announce_following
from app.votes.models import Decision, VoterRoll
from app.votes.services.closure import cancel
from app.votes.services.locks import hold
from app.votes.services.opening import cascade, open_decision
from app.votes.tally import Outcome, Result

SETTLED = (Result.ADOPTED, Result.ELECTED)
REOPENABLE = (Result.TIE, Result.NO_QUORUM)


def follower_of(decision: Decision) -> Decision | None:
    """The decision that continues this one, None when there is none."""
    return db.session.scalar(
        sa.select(Decision).filter_by(previous_id=decision.id).order_by(Decision.id).limit(1)
    )


def step_down(decision: Decision, actor: Member, *, closes_at: datetime | None = None) -> Decision:
    """Put the same text by the next mode of the cascade, when this one did not adopt it.

    Raises Refused (409): still open, adopted, already followed, or no further step in the rules.
    """
    decision = _ended(decision)
    if _outcome(decision).result in SETTLED:
        raise Refused(_("Cette décision est adoptée : il n’y a pas à passer au mode suivant."))
    return _follow(decision, actor, "step_down", step=decision.step + 1, closes_at=closes_at)


def reopen(decision: Decision, actor: Member, *, closes_at: datetime | None = None) -> Decision:
    """Put the same text again, by the same mode, after a tie that the rules reopen or a missed quorum."""
    decision = _ended(decision)
    if _outcome(decision).result not in REOPENABLE:
        raise Refused(_("Seule une égalité ou un quorum manqué permet de poser la même question à nouveau."))
    return _follow(decision, actor, "reopened", step=decision.step, closes_at=closes_at)


def runoff(decision: Decision, actor: Member, *, closes_at: datetime | None = None) -> Decision:
    """Open the second round between the options that came first."""
    decision = _ended(decision)
    outcome = _outcome(decision)
    if outcome.result is not Result.RUNOFF:
        raise Refused(_("Cette décision n’appelle pas de second tour."))
    labels = dict(zip(decision.option_keys, decision.options, strict=True))
    options = [labels[key] for key in decision.option_keys if key in outcome.contenders]
    return _follow(decision, actor, "runoff", step=decision.step, options=options, closes_at=closes_at)


def amend_text(
    decision: Decision,
    actor: Member,
    *,
    text: str,
    question: str | None = None,
    effect_summary: str | None = None,
    closes_at: datetime | None = None,
) -> Decision:
    """Start a new round on an amended text: what was expressed on the old one is void, and stays readable."""
    decision = hold(decision)
    if not decision.is_open:
        raise Refused(_("Cette décision est close : son texte ne change plus."))
    cancel(decision, actor, because="amended")
    return _follow(
        decision,
        actor,
        "amended",
        step=decision.step,
        text=text,
        question=question,
        effect_summary=effect_summary,
        closes_at=closes_at or decision.closes_at,
    )


def next_step_exists(decision: Decision) -> bool:
    """Whether the collective's rules have a step after this one's."""
    return decision.step + 1 < len(cascade(decision.collective_id, decision.kind))


def _ended(decision: Decision) -> Decision:
    decision = hold(decision)
    if not decision.is_closed:
        raise Refused(_("Il faut d’abord clore cette décision."))
    return decision


_WAYS = {"step_down": step_down, "reopened": reopen, "runoff": runoff}


def follow(decision: Decision, actor: Member, way: str) -> Decision:
    """Open what comes after by the way named: step down, reopen, runoff. Raises Refused (422) for another."""
    if way not in _WAYS:
        raise Refused(_("Cette suite n’existe pas."), 422)
    return _WAYS[way](decision, actor)


def _outcome(decision: Decision) -> Outcome:
    return Outcome.from_document(decision.outcome or {})


def _follow(  # noqa: PLR0913 - what may differ from the decision that is followed
    decision: Decision,
    actor: Member,
    reason: str,
    *,
    step: int,
    text: str | None = None,
    question: str | None = None,
    effect_summary: str | None = None,
    options: list[str] | None = None,
    closes_at: datetime | None = None,
) -> Decision:
    if follower_of(decision) is not None:
        raise Refused(_("Une suite a déjà été donnée à cette décision."))
    recused = db.session.scalars(
        sa.select(VoterRoll.member_id).filter_by(decision_id=decision.id, is_recused=True)
    ).all()
    following = open_decision(
        db.session.get_one(Collective, decision.collective_id),
        question=question or decision.question,
        text=decision.text if text is None else text,
        kind=decision.kind,
        actor=actor,
        step=step,
        method=decision.method,
        options=decision.options if options is None else options,
        effect_summary=effect_summary or decision.effect_summary,
        review_on=decision.review_on,
        closes_at=closes_at,
        recused=recused,
        previous=decision,
        link_reason=reason,
        day=decision.day,
    )
    announce_following(decision, following)
    db.session.flush()
    return following
