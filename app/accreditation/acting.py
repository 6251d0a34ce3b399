"""What members do with a venue: take it in hand, declare a tie, answer for it, put it to a decision."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import g, request, url_for
from flask_babel import gettext as _

from app.accreditation import policies
from app.accreditation.effect import venue_of
from app.accreditation.forms import AnswerForm, DecideForm, InterestForm
from app.accreditation.models import Interest, Venue
from app.accreditation.reading import page_of
from app.accreditation.routes import Answer, bp, load, show_page, today
from app.accreditation.services import applying, reviewing
from app.accreditation.services.deciding import rating_of
from app.accreditation.states import Step, VenueState, acts_from, steps_from
from app.charter.services import current_version
from app.db import db
from app.deliberations.services import questions
from app.errors import Refused, Unseen
from app.proposals.models import Proposal
from app.proposals.services.composing import create, editable_proposal, set_effect_payload
from app.web import acting_member, committed, render, requires


def _address(venue: Venue, anchor: str | None = None) -> str:
    return url_for("accreditation.show", venue_id=venue.id, _anchor=anchor)


@bp.post("/lieux/<int:venue_id>/etape")
@requires(policies.can_lead)
def step(venue_id: int) -> Answer:
    """Move a venue towards its decision."""
    venue = load(venue_id)
    asked = next((step for step in Step if step.value == request.form.get("step")), None)
    if asked is None:
        raise Refused(_("Cette étape n’existe pas. Rechargez la page et choisissez."), 422)
    reviewing.take(venue, asked, acting_member())
    return committed(_address(venue), _("C’est noté : le dossier avance."))


@bp.post("/lieux/<int:venue_id>/interets")
@requires(policies.can_take_part)
def declare(venue_id: int) -> Answer:
    """Declare what ties oneself to a venue."""
    venue, form = load(venue_id), InterestForm()
    if not form.validate_on_submit():
        return show_page(venue, form), 422
    reviewing.declare(venue, acting_member(), form.nature.data or "")
    return committed(
        _address(venue, "liens"),
        _("Votre lien est déclaré. Quand ce lieu sera décidé, votre déport sera proposé."),
    )


@bp.post("/lieux/<int:venue_id>/interets/<int:interest_id>/fin")
@requires(policies.can_take_part)
def end_interest(venue_id: int, interest_id: int) -> Answer:
    """Say that a tie is no more."""
    venue = load(venue_id)
    interest = db.session.scalar(sa.select(Interest).filter_by(id=interest_id, venue_id=venue.id))
    if interest is None:
        raise Unseen
    reviewing.end_interest(interest, venue, acting_member())
    return committed(
        _address(venue, "liens"), _("Ce lien n’est plus affiché. Le registre en garde la trace.")
    )


@bp.post("/lieux/<int:venue_id>/reponse")
@requires(policies.can_lead)
def answer_for(venue_id: int) -> Answer:
    """Type what the venue said by voice or on paper."""
    venue, form = load(venue_id), AnswerForm()
    if not form.validate_on_submit():
        return show_page(venue, form), 422
    applying.answer(venue, form.body.data or "", acting_member())
    return committed(_address(venue, "reponses"), _("La réponse du lieu est jointe, comme saisie assistée."))


@bp.post("/lieux/<int:venue_id>/proposition")
@requires(policies.can_take_part)
def propose(venue_id: int) -> Answer:
    """Ask the question, and begin the proposal that answers it."""
    venue, actor = load(venue_id), acting_member()
    if not acts_from(venue.state):
        raise Refused(_("Rien ne peut être décidé de ce lieu aujourd’hui."))
    if policies.can_lead(actor) and Step.PROPOSE in steps_from(venue.state):
        reviewing.take(venue, Step.PROPOSE, actor)
    table = questions.ask(
        g.collective,
        actor,
        question=_("Que décider de %(venue)s ?", venue=venue.name),
        context=_("Sa page dit où en est son dossier."),
    )
    proposal = create(
        table,
        actor,
        title=_("Convention de %(venue)s", venue=venue.name)[:200],
        body=_("La décision proposée est dite ci-dessous, avec ses raisons."),
        effect_kind="accreditation.decide",
    )
    return committed(
        url_for("accreditation.compose", proposal_id=proposal.id, lieu=venue.id),
        _("Votre brouillon est prêt : dites ce que vous proposez."),
    )


PATH = "/propositions/<int:proposal_id>/lieu"


@bp.get(PATH)
@requires(policies.can_take_part)
def compose(proposal_id: int) -> Answer:
    """Choose the venue, then what is proposed for it."""
    proposal = _proposal(proposal_id)
    asked = request.args.get("lieu", type=int) or proposal.effect_payload.get("venue_id")
    venue = venue_of(g.collective, {"venue_id": asked})
    if venue is None:
        return render("accreditation/choose.html", proposal=proposal, venues=_choices())
    form = DecideForm(formdata=None, data=_stored(proposal, venue))
    return _compose_page(proposal, venue, form)


@bp.post(PATH)
@requires(policies.can_take_part)
def keep(proposal_id: int) -> Answer:
    """Keep in the proposal what would be decided."""
    proposal = _proposal(proposal_id)
    venue = venue_of(g.collective, {"venue_id": request.form.get("venue_id", type=int)})
    if venue is None:
        raise Refused(_("Choisissez d’abord un lieu."), 422)
    form = DecideForm()
    form.offer(acts_from(venue.state))
    if not form.validate_on_submit():
        return _compose_page(proposal, venue, form), 422
    starts_on, ends_on = form.term()
    payload = {
        "venue_id": venue.id,
        "act": form.act.data,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
        "reasons": form.reasons.data,
        "assessed": _assessed(venue),
    }
    set_effect_payload(proposal, payload, acting_member(), seen=request.form.get("seen", ""))
    return committed(
        url_for("proposals.show", proposal_id=proposal.id), _("La décision proposée est gardée.")
    )


def _assessed(venue: Venue) -> dict[str, int] | None:
    version, rating = current_version(g.collective.id), rating_of(venue)
    return {"met": rating.level, "of": rating.of, "version": version.number} if version and rating else None


def _proposal(proposal_id: int) -> Proposal:
    proposal = editable_proposal(g.collective, proposal_id, acting_member())
    if proposal.effect_kind != "accreditation.decide":
        raise Refused(_("Cette proposition ne parle pas d’un lieu."))
    return proposal


def _choices() -> list[Venue]:
    """The venues something can be decided of, by name."""
    settled = (VenueState.DECLINED, VenueState.REVOKED)
    found = sa.select(Venue).filter_by(collective_id=g.collective.id).where(Venue.state.not_in(settled))
    return list(db.session.scalars(found.order_by(Venue.folded_name).limit(500)))


def _stored(proposal: Proposal, venue: Venue) -> dict[str, object]:
    payload = proposal.effect_payload
    if payload.get("venue_id") != venue.id:
        return {"starts_on": today()}
    days = {name: date.fromisoformat(payload[name]) for name in ("starts_on", "ends_on") if payload.get(name)}
    return {"act": payload["act"], "reasons": payload["reasons"], **days}


def _compose_page(proposal: Proposal, venue: Venue, form: DecideForm) -> str:
    form.offer(acts_from(venue.state))
    return render(
        "accreditation/compose.html",
        proposal=proposal,
        form=form,
        page=page_of(venue, today(), is_member=True),
    )
