"""Write a proposal, reword it, compose its effect, answer the prohibitions, submit it, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.db import db, now, rows
from app.deliberations.models import Deliberation
from app.deliberations.refusals import Closed, Stale
from app.deliberations.services.locks import lock_open
from app.errors import Forbidden, Refused, Unseen
from app.members.models import Member
from app.proposals.checklist import prohibitions
from app.proposals.effects import InvalidEffect, Payload, effect_of
from app.proposals.models import ChecklistAnswer, Compliance, Proposal, ProposalVersion
from app.proposals.policies import can_edit, can_see
from app.proposals.shown import ShownProposal
from app.proposals.states import Act, InvalidMove, ProposalState, moved
from app.register import search
from app.register.services import record

KIND = "proposal"


class GivenAnswer(NamedTuple):
    """What the proposer answered to a prohibition, and its words as they were then."""

    code: str
    prohibition: str
    answer: Compliance
    comment: str


_ANSWERS = (
    sa.select(*(getattr(ChecklistAnswer, name) for name in GivenAnswer._fields))
    .where(ChecklistAnswer.proposal_id == sa.bindparam("proposal_id"))
    .order_by(ChecklistAnswer.code)
)


def create(
    deliberation: Deliberation,
    proposer: Member,
    *,
    title: str,
    body: str,
    effect_kind: str,
    payload: Payload = MappingProxyType({}),
) -> Proposal:
    """Begin a draft in answer to `deliberation`. Raises Closed when it is closed."""
    lock_open(deliberation)
    proposal = Proposal(
        collective_id=deliberation.collective_id,
        deliberation_id=deliberation.id,
        proposer_id=proposer.id,
        title=title,
        body=body,
        effect_kind=effect_of(effect_kind).kind,
        effect_payload=dict(payload),
        version=1,
    )
    db.session.add(proposal)
    db.session.flush()
    _keep(proposal, proposer)
    return proposal


def hold(proposal: Proposal) -> None:
    """Read the proposal again, alone until the transaction ends."""
    db.session.refresh(proposal, with_for_update={"of": Proposal})


def reword(
    proposal: Proposal,
    actor: Member,
    *,
    seen: int,
    title: str,
    body: str,
    effect_kind: str | None = None,
    credit: Member | None = None,
) -> bool:
    """Write a new version over the one numbered `seen`; False when nothing differs.

    Another effect begins blank. Raises Stale when someone reworded it meanwhile, Closed when it is settled.
    """
    hold(proposal)
    if not proposal.is_editable:
        raise Closed
    if proposal.version != seen:
        raise Stale
    kind = effect_kind or proposal.effect_kind
    if (proposal.title, proposal.body, proposal.effect_kind) == (title, body, kind):
        return False
    if kind != proposal.effect_kind:
        proposal.effect_kind, proposal.effect_payload = effect_of(kind).kind, {}
    proposal.title, proposal.body = title, body
    _next_version(proposal, actor, credit)
    return True


def set_effect_payload(proposal: Proposal, payload: Mapping[str, Any], actor: Member, *, seen: str) -> None:
    """Keep what the effect's editor composed over the version `seen`.

    Raises Refused: 409 when someone reworded the proposal meanwhile or when it is settled.
    """
    hold(proposal)
    if not proposal.is_editable:
        raise Refused(_("Cette proposition ne change plus : elle a été décidée ou retirée."))
    if str(proposal.version) != seen:
        raise Refused(
            _(
                "Quelqu’un a modifié cette proposition pendant que vous écriviez. Rien n’a été écrasé : "
                "votre texte est ci-dessous, rouvrez l’éditeur pour le reporter."
            )
        )
    if proposal.effect_payload == dict(payload):
        return
    proposal.effect_payload = dict(payload)
    _next_version(proposal, actor, None)


def editable_proposal(collective: Collective, proposal_id: int, actor: Member) -> Proposal:
    """The proposal whose effect `actor` may compose. Raises Unseen, Forbidden, Refused when it is settled."""
    proposal = db.session.scalar(sa.select(Proposal).filter_by(id=proposal_id, collective_id=collective.id))
    if proposal is None or not can_see(actor, proposal):
        raise Unseen
    if not can_edit(actor, proposal):
        raise Forbidden(_("Seule la personne qui porte une proposition peut en changer le texte."))
    if not proposal.is_editable:
        raise Refused(_("Cette proposition ne change plus : elle a été décidée ou retirée."))
    return proposal


def answer_checklist(
    proposal: Proposal, answers: Mapping[str, tuple[Compliance, str]], collective: Collective
) -> None:
    """Keep the proposer's answer, and comment, to each prohibition in force, by its code.

    Once the proposal is before all, an answer that changes is in the register.
    """
    hold(proposal)
    before = _told(answers_of(proposal))
    if not proposal.is_editable:
        raise Refused(_("Cette proposition ne change plus : elle a été décidée ou retirée."))
    db.session.execute(sa.delete(ChecklistAnswer).filter_by(proposal_id=proposal.id))
    for code, prohibition in prohibitions(collective):
        if code in answers:
            answer, comment = answers[code]
            db.session.add(
                ChecklistAnswer(
                    proposal_id=proposal.id,
                    code=code,
                    prohibition=prohibition,
                    answer=answer,
                    comment=comment,
                )
            )
    db.session.flush()
    if proposal.state is not ProposalState.DRAFT and _told(answers_of(proposal)) != before:
        _record(proposal, proposal.proposer, "answered")


def _told(answers: Mapping[str, GivenAnswer]) -> dict[str, tuple[str, Compliance, str]]:
    return {code: (given.prohibition, given.answer, given.comment) for code, given in answers.items()}


def answers_of(proposal: Proposal | ShownProposal) -> dict[str, GivenAnswer]:
    """The answers given so far, by the code of their prohibition."""
    return {row[0]: GivenAnswer._make(row) for row in rows(_ANSWERS, {"proposal_id": proposal.id})}


def unanswered(collective: Collective, answers: Mapping[str, GivenAnswer]) -> list[tuple[str, str]]:
    """The prohibitions in force that were not answered, or not in these words."""
    return [
        (code, text)
        for code, text in prohibitions(collective)
        if code not in answers or answers[code].prohibition != text
    ]


def submit(proposal: Proposal, actor: Member, collective: Collective) -> None:
    """Put the draft before all. Raises Refused while prohibitions are unanswered or the effect is blank."""
    hold(proposal)
    check_ready(proposal, collective)
    move(proposal, Act.SUBMIT)
    proposal.edited_at = now()  # for everyone else, it begins today
    _index(proposal)
    _record(proposal, actor, "submitted", version=proposal.version, effect=proposal.effect_kind)


def check_ready(proposal: Proposal, collective: Collective) -> None:
    """Raise Refused, 409, while something is missing that a decision would need."""
    if unanswered(collective, answers_of(proposal)):
        raise Refused(
            _("Répondez d’abord aux interdits du blason : la liste est sur la page de la proposition.")
        )
    try:
        effect_of(proposal.effect_kind).validate(collective, proposal.effect_payload)
    except InvalidEffect as error:
        raise Refused(error.message) from error


def withdraw(proposal: Proposal, actor: Member) -> None:
    """Take the proposal back; what was written stays. A running decision is cancelled first: `rounds`."""
    hold(proposal)
    move(proposal, Act.WITHDRAW)
    search.unindex(proposal.collective_id, KIND, proposal.id)
    _record(proposal, actor, "withdrawn", version=proposal.version)


def move(proposal: Proposal, act: Act) -> None:
    """Change the state by `act`. Raises Refused, 409, when it is not possible."""
    try:
        proposal.state = moved(proposal.state, act)
    except InvalidMove as error:
        raise Refused(
            _("Ce n’est plus possible : la proposition a changé d’état depuis. Rechargez sa page.")
        ) from error
    db.session.flush()


def return_to(proposal: Proposal, version: ProposalVersion) -> None:
    """Make `version` the wording again: what was adopted is what people read, whatever was written since."""
    if version.number == proposal.version:
        return
    proposal.version, proposal.title, proposal.body = version.number, version.title, version.body
    proposal.effect_kind, proposal.effect_payload = version.effect_kind, version.effect_payload
    db.session.flush()
    _index(proposal)


def _next_version(proposal: Proposal, actor: Member, credit: Member | None) -> None:
    proposal.version += 1
    proposal.edited_at = now()
    _keep(proposal, actor, credit)
    if proposal.state is not ProposalState.DRAFT:
        _index(proposal)
        _record(proposal, actor, "reworded", version=proposal.version)


def _keep(proposal: Proposal, actor: Member, credit: Member | None = None) -> None:
    db.session.add(
        ProposalVersion(
            proposal_id=proposal.id,
            number=proposal.version,
            title=proposal.title,
            body=proposal.body,
            effect_kind=proposal.effect_kind,
            effect_payload=proposal.effect_payload,
            author_id=actor.id,
            credit_id=credit.id if credit else None,
        )
    )
    db.session.flush()


def _index(proposal: Proposal) -> None:
    search.index(proposal.collective_id, KIND, proposal.id, proposal.title, proposal.body)


def _record(proposal: Proposal, actor: Member, act: str, **payload: int | str) -> None:
    subject = (KIND, proposal.id)
    record(proposal.collective_id, f"{KIND}.{act}", actor_id=actor.id, subject=subject, **payload)
