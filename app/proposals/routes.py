"""Proposals: the list, a page; write, reword, answer the prohibitions, submit, withdraw."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.db import db
from app.deliberations.compare import compare
from app.deliberations.forms import begin_again
from app.deliberations.loading import deliberation_or_404, page_asked
from app.deliberations.refusals import Closed, Stale
from app.errors import Forbidden, Refused
from app.proposals import policies, reading, shown
from app.proposals.checklist import prohibitions
from app.proposals.effects import effect_of
from app.proposals.forms import DeclineForm, ProposalEditForm, ProposalForm, checklist_form
from app.proposals.models import Proposal
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from app.proposals.wording import AMENDMENTS, COMPLIANCES, REFUSALS, STATES
from app.votes.screen import decision_mode, decision_sentence
from app.web import acting_member, committed, render, requires

bp = Blueprint("proposals", __name__, url_prefix="/c/<slug>")
Answer = str | Response | tuple[str, int]


@bp.context_processor
def _words() -> dict[str, Any]:
    """What the templates of this feature say things with."""
    return {
        "states": STATES,
        "compliances": COMPLIANCES,
        "amendment_states": AMENDMENTS,
        "decision_mode": decision_mode,
        "decision_sentence": decision_sentence,
        "policies": policies,
    }


def load(proposal_id: int) -> Proposal:
    """The proposal of this page, if it may be seen by whoever asks."""
    return reading.find_proposal(g.collective.id, proposal_id, acting_member())


def own(proposal_id: int) -> Proposal:
    """The same, for its proposer alone."""
    proposal = load(proposal_id)
    if not policies.can_edit(acting_member(), proposal):
        raise Forbidden(_("Seule la personne qui porte une proposition peut faire cela."))
    return proposal


def address(proposal: Proposal) -> str:
    """The page of a proposal."""
    return url_for("proposals.show", proposal_id=proposal.id)


@bp.get("/propositions")
@requires(policies.can_read)
def index() -> Answer:
    """The proposals, latest first, of one state or all."""
    asked = request.args.get("etat")
    state = next((state for state in ProposalState if state.value == asked), None)
    found = reading.proposals_of(g.collective.id, acting_member(), state, page_asked())
    return render("proposals/index.html", found=found, state=state)


@bp.get("/deliberations/<int:deliberation_id>/propositions/nouvelle")
@requires(policies.can_propose)
def new(deliberation_id: int) -> Answer:
    """The form of a new proposal; `?reprend=<id>` begins it with the words of another."""
    deliberation = deliberation_or_404(deliberation_id)
    taken_up = request.args.get("reprend", type=int)
    model = load(taken_up) if taken_up and taken_up < 2**31 else None
    return render(
        "proposals/new.html", deliberation=deliberation, form=ProposalForm(formdata=None, obj=model)
    )


@bp.post("/deliberations/<int:deliberation_id>/propositions")
@requires(policies.can_propose)
def create(deliberation_id: int) -> Answer:
    """Begin a draft; an effect that has an editor leads there."""
    deliberation = deliberation_or_404(deliberation_id)
    form = ProposalForm()
    page = {"deliberation": deliberation, "form": form}
    if not form.validate_on_submit():
        return render("proposals/new.html", **page), 422
    try:
        proposal = composing.create(deliberation, acting_member(), **_typed(form))
    except Closed as refusal:
        form.form_errors.append(REFUSALS[type(refusal)])
        return render("proposals/new.html", **page), 409
    editor = effect_of(proposal.effect_kind).editor_endpoint
    return committed(
        url_for(editor, proposal_id=proposal.id) if editor else address(proposal),
        _("Votre brouillon est gardé. Vous et les personnes qui facilitent êtes seuls à le voir."),
    )


def _typed(form: ProposalForm) -> dict[str, Any]:
    return {name: form[name].data or "" for name in ("title", "body", "effect_kind")}


@bp.get("/propositions/<int:proposal_id>")
@requires(policies.can_read)
def show(proposal_id: int) -> Answer:
    """A proposal: its text, what it would change, the prohibitions, amendments, rounds, what comes next."""
    return show_page(proposal_id)


def show_page(proposal_id: int, refused: tuple[int, DeclineForm] | None = None) -> str:
    """The page of a proposal; `refused` is an amendment and its refused answer, whose typed text is kept."""
    actor = acting_member()
    proposal = shown.proposal_of(g.collective.id, proposal_id, actor)
    effect = effect_of(proposal.effect_kind)
    fragment, told = effect.preview(g.collective, proposal.effect_payload)
    answers, in_force = composing.answers_of(proposal), prohibitions(g.collective)
    amendments = shown.amendments_of(proposal.id)
    may_answer = any(policies.can_answer(actor, amendment, proposal) for amendment in amendments)
    values: dict[str, Any] = {
        "proposal": proposal,
        "preview": Markup(render(fragment, **told)),  # noqa: S704 - a template's own output
        "conflicts": effect.conflicts(g.collective, proposal.effect_payload) if proposal.is_editable else [],
        "answers": answers,
        "prohibitions": in_force,
        "amendments": [
            (amendment, compare(proposal.body, amendment.body) if amendment.is_waiting else ())
            for amendment in amendments
        ],
        "rounds": shown.rounds_of(proposal.id),
    }
    return render(
        "proposals/show.html",
        **values,
        effect=effect,
        unanswered=[
            code for code, text in in_force if code not in answers or answers[code].prohibition != text
        ],
        blank_answer=DeclineForm(formdata=None) if may_answer else None,
        refused=refused,
        same_for_all=shown.same_for_all(actor, proposal, amendments, values),
    )


@bp.get("/propositions/<int:proposal_id>/modifier")
@requires(policies.can_propose)
def edit(proposal_id: int) -> Answer:
    """The form that rewords a proposal."""
    proposal = own(proposal_id)
    return render(
        "proposals/edit.html", proposal=proposal, form=ProposalEditForm(formdata=None, obj=proposal)
    )


@bp.post("/propositions/<int:proposal_id>/modifier")
@requires(policies.can_propose)
def update(proposal_id: int) -> Answer:
    """Write a new version; someone else's in between is shown, never overwritten unseen."""
    proposal = own(proposal_id)
    form = ProposalEditForm()
    page = {"proposal": proposal, "form": form}
    if not form.validate_on_submit():
        return render("proposals/edit.html", **page), 422
    try:
        changed = composing.reword(proposal, acting_member(), seen=form.version.data or 0, **_typed(form))
    except (Closed, Stale) as refusal:
        begin_again(form, proposal.version)
        return render("proposals/edit.html", **page, refusal=REFUSALS[type(refusal)]), 409
    done = _("Nouvelle version enregistrée. L’ancienne reste dans l’historique.")
    return committed(address(proposal), done if changed else _("Rien n’avait changé."))


@bp.get("/propositions/<int:proposal_id>/historique")
@requires(policies.can_read)
def history(proposal_id: int) -> Answer:
    """Every version, latest first, each compared with the one before, with the rounds it was put to."""
    proposal = load(proposal_id)
    versions = reading.versions_of(proposal)
    wordings = [
        (version, before, compare(before.body if before else "", version.body))
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    return render(
        "proposals/history.html", proposal=proposal, wordings=wordings, rounds=shown.rounds_of(proposal.id)
    )


@bp.get("/propositions/<int:proposal_id>/interdits")
@requires(policies.can_propose)
def checklist(proposal_id: int) -> Answer:
    """The prohibitions of the blason, to be answered one by one."""
    proposal = own(proposal_id)
    values: dict[str, str] = {}
    for code, answer in composing.answers_of(proposal).items():
        values |= {f"answer-{code}": answer.answer.value, f"comment-{code}": answer.comment}
    in_force = prohibitions(g.collective)
    form = checklist_form(in_force, values)
    return render("proposals/checklist.html", proposal=proposal, prohibitions=in_force, form=form)


@bp.post("/propositions/<int:proposal_id>/interdits")
@requires(policies.can_propose)
def answer_checklist(proposal_id: int) -> Answer:
    """Keep the answers."""
    proposal = own(proposal_id)
    in_force = prohibitions(g.collective)
    form = checklist_form(in_force, None)
    sound = form.validate_on_submit()
    if form.was_about_others():
        return render("proposals/checklist.html", proposal=proposal, prohibitions=in_force, form=form), 409
    if not sound:
        return render("proposals/checklist.html", proposal=proposal, prohibitions=in_force, form=form), 422
    answers = {code: form.answer(code) for code, _text in in_force}
    composing.answer_checklist(proposal, answers, g.collective)
    return committed(address(proposal), _("Vos réponses sont enregistrées."))


@bp.post("/propositions/<int:proposal_id>/depot")
@requires(policies.can_propose)
def submit(proposal_id: int) -> Answer:
    """Put the draft before all."""
    proposal = own(proposal_id)
    composing.submit(proposal, acting_member(), g.collective)
    return committed(address(proposal), _("La proposition est déposée : chacune et chacun peut l’amender."))


@bp.post("/propositions/<int:proposal_id>/retrait")
@requires(policies.can_propose)
def withdraw(proposal_id: int) -> Answer:
    """Take it back; a running decision is cancelled."""
    proposal = own(proposal_id)
    if not policies.can_withdraw(acting_member(), proposal):
        raise Refused(_("Cette proposition est décidée ou déjà retirée : elle ne peut plus l’être."))
    rounds.withdraw_from_decision(proposal, acting_member())
    db.session.flush()
    return committed(
        address(proposal), _("La proposition est retirée. Son texte et ses tours restent lisibles.")
    )
