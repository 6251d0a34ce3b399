"""Amendments: suggested by any member, answered by the proposer, taken back by their author."""

from __future__ import annotations

from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.proposals.models import Amendment, AmendmentState, Proposal
from app.proposals.policies import AMENDABLE
from app.proposals.services.composing import hold, reword
from app.register.services import record


def suggest(proposal: Proposal, author: Member, *, base: int, body: str, reason: str) -> Amendment:
    """Suggest `body` over the version `base`, for a reason. Raises Refused when the proposal takes none."""
    hold(proposal)
    if proposal.state not in AMENDABLE:
        raise Refused(_("Cette proposition ne reçoit plus d’amendement. Votre texte est ci-dessous."))
    if not 1 <= base <= proposal.version:
        raise Refused(_("La version que vous amendez n’existe pas : rouvrez la page de la proposition."), 422)
    if body == proposal.body:
        raise Refused(_("Votre amendement ne change rien au texte."), 422)
    amendment = Amendment(proposal_id=proposal.id, author_id=author.id, base=base, body=body, reason=reason)
    db.session.add(amendment)
    db.session.flush()
    _record(amendment, proposal, author, "suggested")
    return amendment


def accept(amendment: Amendment, actor: Member, *, seen: int | None = None) -> None:
    """Take the suggested wording as the proposal's, with credit to its author.

    Raises Refused, 409, when the text is no longer the version `seen`, that the actor compared it with.
    """
    proposal = _waiting(amendment)
    if seen is not None and seen != proposal.version:
        raise Refused(
            _(
                "Le texte de la proposition a changé depuis que vous l’avez lu. Rien n’est perdu : revoyez "
                "l’amendement face au texte actuel, puis acceptez-le si vous le voulez toujours."
            )
        )
    amendment.state, amendment.answered_at = AmendmentState.ACCEPTED, now()
    reword(
        proposal,
        actor,
        seen=proposal.version,
        title=proposal.title,
        body=amendment.body,
        credit=amendment.author,
    )
    _record(amendment, proposal, actor, "accepted")


def decline(amendment: Amendment, actor: Member, answer: str) -> None:
    """Say no, and why."""
    proposal = _waiting(amendment)
    amendment.state, amendment.answered_at, amendment.answer = AmendmentState.DECLINED, now(), answer
    _record(amendment, proposal, actor, "declined")


def take_back(amendment: Amendment, actor: Member) -> None:
    """Its author no longer suggests it."""
    proposal = _waiting(amendment)
    amendment.state, amendment.answered_at = AmendmentState.WITHDRAWN, now()
    _record(amendment, proposal, actor, "withdrawn")


def _waiting(amendment: Amendment) -> Proposal:
    proposal = amendment.proposal
    hold(proposal)
    db.session.refresh(amendment)
    if amendment.state is not AmendmentState.SUGGESTED:
        raise Refused(_("Cet amendement a déjà reçu sa réponse. Rien n’a changé."))
    if not proposal.is_editable:
        raise Refused(_("Cette proposition ne change plus : elle a été décidée ou retirée."))
    return proposal


def _record(amendment: Amendment, proposal: Proposal, actor: Member, act: str) -> None:
    db.session.flush()
    record(
        proposal.collective_id,
        f"amendment.{act}",
        actor_id=actor.id,
        subject=("proposal", proposal.id),
        amendment=amendment.id,
    )
