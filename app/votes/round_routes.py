"""Lead a consent round: its phases, what is said in them, and the life of its objections."""

from __future__ import annotations

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.votes import policies, services
from app.votes.forms import CommentForm, TextForm
from app.votes.models import Decision, Phase
from app.votes.round_models import Objection
from app.votes.routes import Answer, bp, load, show_url
from app.web import acting_member, committed, requires


@bp.post("/decisions/<int:decision_id>/phase")
@requires(policies.can_lead)
def advance(decision_id: int) -> Answer:
    """Go to the next phase, or to the one named."""
    decision, asked = load(decision_id), request.form.get("phase")
    if asked and asked not in {phase.value for phase in Phase}:
        raise Refused(_("Cette phase n’existe pas."), 422)
    services.advance(decision, acting_member(), Phase(asked) if asked else None)
    return committed(show_url(decision))


@bp.post("/decisions/<int:decision_id>/notes")
@requires(policies.can_take_part)
def note(decision_id: int) -> Answer:
    """Write a question, a reaction or a suggestion."""
    decision = load(decision_id)
    services.note(decision, acting_member(), _typed(TextForm()))
    return committed(show_url(decision), _("C’est noté."))


@bp.post("/decisions/<int:decision_id>/objections/<int:objection_id>/modification")
@requires(policies.can_take_part)
def offer_amendment(decision_id: int, objection_id: int) -> Answer:
    """Offer a wording that would meet the objection: anyone may."""
    objection = _objection(load(decision_id), objection_id)
    services.offer_amendment(objection, acting_member(), _typed(TextForm()))
    return _back(decision_id, _("La modification est proposée à la personne qui objecte."))


@bp.post("/decisions/<int:decision_id>/objections/<int:objection_id>/accord")
@requires(policies.can_take_part)
def accept_amendment(decision_id: int, objection_id: int) -> Answer:
    """The author accepts: the objection is integrated."""
    objection = _objection(load(decision_id), objection_id)
    services.accept_amendment(objection, acting_member(), _typed(CommentForm()) or None)
    return _back(decision_id, _("L’objection est intégrée."))


@bp.post("/decisions/<int:decision_id>/objections/<int:objection_id>/retrait")
@requires(policies.can_take_part)
def withdraw_objection(decision_id: int, objection_id: int) -> Answer:
    """The author no longer objects."""
    objection = _objection(load(decision_id), objection_id)
    services.withdraw_objection(objection, acting_member(), _typed(CommentForm()) or None)
    return _back(decision_id, _("L’objection est retirée."))


@bp.post("/decisions/<int:decision_id>/objections/<int:objection_id>/examen")
@requires(policies.can_lead)
def ask_test(decision_id: int, objection_id: int) -> Answer:
    """Ask the group whether the objection holds."""
    services.ask_test(_objection(load(decision_id), objection_id), acting_member())
    return _back(decision_id, _("L’examen est demandé au groupe ; notez ce qu’il trouve."))


@bp.post("/decisions/<int:decision_id>/objections/<int:objection_id>/constat")
@requires(policies.can_lead)
def record_test(decision_id: int, objection_id: int) -> Answer:
    """Write down what the group found."""
    objection = _objection(load(decision_id), objection_id)
    services.record_test(objection, acting_member(), _typed(TextForm()))
    return _back(decision_id, _("Ce que le groupe a trouvé est noté."))


def _objection(decision: Decision, objection_id: int) -> Objection:
    objection = db.session.scalar(sa.select(Objection).filter_by(id=objection_id, decision_id=decision.id))
    if objection is None:
        raise Unseen
    return objection


def _typed(form: TextForm | CommentForm) -> str:
    """What was typed. Raises Refused (422), whose page gives the text back."""
    if not form.validate_on_submit():
        raise Refused(
            " ".join(str(error) for error in form.body.errors) or _("Ce champ est nécessaire."), 422
        )
    return form.body.data or ""


def _back(decision_id: int, message: str) -> Answer:
    return committed(show_url(load(decision_id)), message)
