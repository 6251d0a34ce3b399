"""Amendments: suggest one, answer it, take it back."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from app.errors import Forbidden, Refused
from app.proposals import policies, reading
from app.proposals.forms import AmendmentForm, DeclineForm
from app.proposals.models import Amendment
from app.proposals.routes import Answer, address, bp, load, show_page
from app.proposals.services import amending
from app.web import acting_member, committed, render, requires

_ONE = "/propositions/<int:proposal_id>/amendements/<int:amendment_id>"


@bp.get("/propositions/<int:proposal_id>/amendements/nouveau")
@requires(policies.can_propose)
def amend(proposal_id: int) -> Answer:
    """The text, to be written otherwise."""
    proposal = load(proposal_id)
    if not policies.can_amend(acting_member(), proposal):
        raise Refused(_("Cette proposition ne reçoit pas d’amendement de votre part en ce moment."), 403)
    form = AmendmentForm(formdata=None, data={"body": proposal.body, "base": proposal.version})
    return render("proposals/amend.html", proposal=proposal, form=form)


@bp.post("/propositions/<int:proposal_id>/amendements")
@requires(policies.can_propose)
def suggest_amendment(proposal_id: int) -> Answer:
    """Suggest it."""
    proposal = load(proposal_id)
    form = AmendmentForm()
    page = {"proposal": proposal, "form": form}
    if not form.validate_on_submit():
        return render("proposals/amend.html", **page), 422
    if policies.can_edit(acting_member(), proposal):
        raise Forbidden(_("C’est votre proposition : modifiez-en directement le texte."))
    try:
        amendment = amending.suggest(
            proposal,
            acting_member(),
            base=form.base.data or proposal.version,
            body=form.body.data or "",
            reason=form.reason.data or "",
        )
    except Refused as refusal:  # the typed text stays in the form
        form.form_errors.append(refusal.message)
        return render("proposals/amend.html", **page), refusal.status
    here = url_for("proposals.show", proposal_id=proposal.id, _anchor=f"amendement-{amendment.id}")
    return committed(here, _("Votre amendement est proposé."))


@bp.post(_ONE + "/accord")
@requires(policies.can_propose)
def accept_amendment(proposal_id: int, amendment_id: int) -> Answer:
    """Take it as the proposal's text."""
    amendment = _answerable(proposal_id, amendment_id)
    amending.accept(amendment, acting_member(), seen=request.form.get("version", type=int))
    return committed(address(amendment.proposal), _("L’amendement est devenu le texte de la proposition."))


@bp.post(_ONE + "/refus")
@requires(policies.can_propose)
def decline_amendment(proposal_id: int, amendment_id: int) -> Answer:
    """Say no, and why."""
    amendment = _answerable(proposal_id, amendment_id)
    form = DeclineForm()
    if not form.validate_on_submit():
        return show_page(proposal_id, refused=(amendment.id, form)), 422
    amending.decline(amendment, acting_member(), form.answer.data or "")
    return committed(address(amendment.proposal), _("L’amendement est décliné, avec votre raison."))


@bp.post(_ONE + "/retrait")
@requires(policies.can_propose)
def take_back_amendment(proposal_id: int, amendment_id: int) -> Answer:
    """Suggest it no longer."""
    amendment = reading.find_amendment(load(proposal_id), amendment_id)
    if amendment.author_id != acting_member().id:
        raise Forbidden(_("Seule la personne qui a proposé un amendement peut le retirer."))
    amending.take_back(amendment, acting_member())
    return committed(address(amendment.proposal), _("Votre amendement est retiré."))


def _answerable(proposal_id: int, amendment_id: int) -> Amendment:
    amendment = reading.find_amendment(load(proposal_id), amendment_id)
    if not policies.can_edit(acting_member(), amendment.proposal):
        raise Forbidden(_("Seule la personne qui porte la proposition répond à ses amendements."))
    return amendment
