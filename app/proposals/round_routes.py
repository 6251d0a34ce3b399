"""Rounds: put a proposal to a decision, or put its amended text to the next round."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.forms import options
from app.proposals import policies, reading
from app.proposals.effects import effect_of
from app.proposals.models import Proposal
from app.proposals.openings import Advice, advice_on
from app.proposals.routes import Answer, bp, load
from app.proposals.services import rounds
from app.votes.forms import TermsForm
from app.votes.rulebook import current_rulebook
from app.votes.rules_wording import describe_step
from app.web import acting_member, committed, render, requires


@bp.get("/propositions/<int:proposal_id>/decision")
@requires(policies.can_open_decision)
def opening(proposal_id: int) -> Answer:
    """The rules that will apply, and what remains to be chosen."""
    proposal = load(proposal_id)
    advice = advice_on(g.collective, proposal)
    suggested = {"recused": sorted(advice.recused)}
    form = _form(formdata=None, data=suggested)
    return _page(proposal, form, advice)


@bp.post("/propositions/<int:proposal_id>/decision")
@requires(policies.can_open_decision)
def open_decision(proposal_id: int) -> Answer:
    """Open the first round, or the next after a rejection."""
    proposal = load(proposal_id)
    form = _form()
    if not form.validate_on_submit():
        return _page(proposal, form), 422
    try:
        opened = rounds.open_round(
            proposal,
            acting_member(),
            g.collective,
            closes_at=form.deadline(g.collective.timezone),
            review_on=form.review_on.data,
            recused=form.recused.data or (),
        )
    except Refused as refusal:  # what was chosen stays in the form
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return _page(load(proposal_id), form), refusal.status
    return committed(url_for("votes.show", decision_id=opened.decision_id), _("La décision est ouverte."))


@bp.post("/propositions/<int:proposal_id>/tour")
@requires(policies.can_open_decision)
def open_amended_round(proposal_id: int) -> Answer:
    """End the running round and put the text written since."""
    opened = rounds.open_amended_round(load(proposal_id), acting_member(), g.collective)
    return committed(
        url_for("votes.show", decision_id=opened.decision_id),
        _("Un nouveau tour est ouvert sur le texte amendé. Le précédent reste lisible."),
    )


def _form(**told: Any) -> TermsForm:
    form = TermsForm(**told)
    form.recused.choices = options(reading.people(g.collective.id))
    return form


def _page(proposal: Proposal, form: TermsForm, advice: Advice | None = None) -> str:
    kind = effect_of(proposal.effect_kind).question_kind
    cascade = [describe_step(step) for step in current_rulebook(g.collective.id).cascade(kind)]
    return render(
        "proposals/opening.html",
        proposal=proposal,
        form=form,
        cascade=cascade,
        advice=advice or advice_on(g.collective, proposal),
    )
