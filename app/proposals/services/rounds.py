"""Put a proposal to decisions, and let what is adopted change what it says, in the closing's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.proposals.effects import InvalidEffect, effect_of
from app.proposals.models import Proposal, ProposalVersion, Round
from app.proposals.services.composing import check_ready, hold, move, return_to, withdraw
from app.proposals.states import Act, ProposalState
from app.register.services import record
from app.votes import services as votes
from app.votes.models import Decision, DecisionState
from app.votes.rules import Method
from app.votes.services.locks import hold as hold_decision
from app.votes.tally import Outcome, Result


def open_round(
    proposal: Proposal,
    actor: Member,
    collective: Collective,
    *,
    closes_at: datetime | None = None,
    review_on: date | None = None,
    recused: Collection[int] = (),
    day: date | None = None,
) -> Round:
    """Put the current version to a decision, in the mode the blason says for what it would change.

    Raises Refused: 409 when a round is open already, when the effect conflicts with what was decided
    meanwhile, when prohibitions are unanswered; and what `votes.open_decision` refuses.
    """
    hold(proposal)
    if proposal.state is ProposalState.IN_DECISION:
        raise Refused(_("Cette proposition est déjà soumise à une décision."))
    _check(proposal, collective)
    effect = effect_of(proposal.effect_kind)
    move(proposal, Act.OPEN)
    decision = votes.open_decision(
        collective,
        question=proposal.title,
        text=proposal.body,
        kind=effect.question_kind,
        actor=actor,
        effect_summary=effect.summary(collective, proposal.effect_payload) or None,
        closes_at=closes_at,
        review_on=review_on,
        recused=recused,
        day=day,
    )
    return _add_round(proposal, proposal.version, decision)


def open_amended_round(proposal: Proposal, actor: Member, collective: Collective) -> Round:
    """End the running round, which voids what was expressed, and open one on the version written since."""
    running = running_round(proposal)
    if running is None:
        raise Refused(_("Aucun tour n’est en cours pour cette proposition."))
    # Always the decision before its proposal, as a closing does: two people never wait for one another.
    hold_decision(running.decision)
    hold(proposal)
    if running.version == proposal.version:
        raise Refused(_("Le texte n’a pas changé depuis l’ouverture de ce tour : amendez-le d’abord."))
    _check(proposal, collective)
    if effect_of(proposal.effect_kind).question_kind is not running.decision.kind:
        raise Refused(
            _(
                "Le texte amendé ne change plus la même chose : le blason prévoit d’autres règles pour le "
                "décider. Annulez la décision en cours sur sa page, puis soumettez la proposition à nouveau."
            )
        )
    decision = votes.amend_text(
        running.decision,
        actor,
        text=proposal.body,
        question=proposal.title,
        effect_summary=effect_of(proposal.effect_kind).summary(collective, proposal.effect_payload) or None,
    )
    return db.session.scalars(sa.select(Round).filter_by(decision_id=decision.id)).one()


def withdraw_from_decision(proposal: Proposal, actor: Member) -> None:
    """Take the proposal back; a running decision is cancelled, what was expressed stays readable."""
    running = running_round(proposal)
    if running is not None:
        votes.cancel(running.decision, actor, because="withdrawn")
    withdraw(proposal, actor)


def running_round(proposal: Proposal) -> Round | None:
    """The round whose decision is open, None when there is none; whatever this session knew before."""
    return db.session.scalar(
        sa.select(Round)
        .join(Round.decision)
        .where(Round.proposal_id == proposal.id, Decision.state == DecisionState.OPEN)
        .options(sa.orm.contains_eager(Round.decision))
    )


def _check(proposal: Proposal, collective: Collective) -> None:
    check_ready(proposal, collective)
    _check_fits(proposal, collective)


def _check_fits(written: Proposal | ProposalVersion, collective: Collective) -> None:
    moved_since = effect_of(written.effect_kind).conflicts(collective, written.effect_payload)
    if moved_since:
        raise Refused(" ".join([*moved_since, _("La proposition doit être reprise avant d’être décidée.")]))


def _add_round(proposal: Proposal, version: int, decision: Decision) -> Round:
    latest = db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(Round.number), 0)).filter_by(proposal_id=proposal.id)
    )
    added = Round(proposal_id=proposal.id, number=(latest or 0) + 1, version=version, decision_id=decision.id)
    db.session.add(added)
    db.session.flush()
    return added


def follow(previous: Decision, decision: Decision) -> None:
    """A decision continues one of ours: its round is the proposal's next. See `votes.closing`.

    Raises Refused, which undoes the decision, when the proposal is settled, already in another decision, or
    conflicts with what was decided meanwhile.
    """
    before = _round_of(previous)
    if before is None or decision.method is not Method.ADOPT:
        return
    proposal = before.proposal
    hold(proposal)
    # An amended round puts the text written since; a step of the cascade puts the same one.
    version = proposal.version if decision.link_reason == "amended" else before.version
    move(proposal, Act.OPEN)
    collective = db.session.get_one(Collective, proposal.collective_id)
    _check_fits(db.session.get_one(ProposalVersion, (proposal.id, version)), collective)
    _add_round(proposal, version, decision)


def settle(decision: Decision, outcome: Outcome) -> None:
    """A decision of ours ended: apply the effect it adopted, or release the proposal. See `votes.closing`."""
    ended = _round_of(decision)
    if ended is None:
        return
    proposal = ended.proposal
    hold(proposal)
    if outcome.result is Result.ADOPTED:
        _apply(ended, decision)
    elif outcome.result is Result.REJECTED:
        move(proposal, Act.REJECT)
        _record(proposal, "rejected", decision=decision.id, version=ended.version)
    else:
        move(proposal, Act.RELEASE)


def _apply(ended: Round, decision: Decision) -> None:
    """What was adopted is the version put to the round, whatever was written since."""
    proposal = ended.proposal
    adopted = db.session.get_one(ProposalVersion, (proposal.id, ended.version))
    return_to(proposal, adopted)
    collective = db.session.get_one(Collective, proposal.collective_id)
    try:
        effect_of(adopted.effect_kind).apply(collective, adopted.effect_payload, decision)
    except InvalidEffect as error:
        proposal.obstacle = error.message
        move(proposal, Act.ADOPT_UNAPPLIED)
        _record(proposal, "unapplied", decision=decision.id, version=ended.version)
        return
    move(proposal, Act.ADOPT)
    _record(proposal, "adopted", decision=decision.id, version=ended.version)


def _record(proposal: Proposal, act: str, **payload: int) -> None:
    record(proposal.collective_id, f"proposal.{act}", subject=("proposal", proposal.id), **payload)


def _round_of(decision: Decision) -> Round | None:
    return db.session.scalar(sa.select(Round).filter_by(decision_id=decision.id))
