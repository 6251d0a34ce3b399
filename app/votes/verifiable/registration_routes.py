"""The window in which members make their own credential: its hours, a member's page, the keeper's list."""

from __future__ import annotations

from flask import Response, g, jsonify, request, url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.votes.models import VoterRoll
from app.votes.routes import Answer, bp, load
from app.votes.verifiable import policies, registering
from app.votes.verifiable.routes import LONGEST_LIST
from app.votes.verifiable.screen import (
    its_urn,
    my_page,
    my_part,
    preparation,
    preparation_url,
    window_form,
)
from app.web import acting_member, committed, render, requires


@bp.post("/decisions/<int:decision_id>/urne/inscriptions")
@requires(policies.can_prepare_urn)
def set_window(decision_id: int) -> Answer:
    """Have members make their credentials, between two hours; or move these."""
    decision = load(decision_id)
    urn = its_urn(decision)
    form = window_form(urn)
    if not form.validate_on_submit():
        return preparation(decision, urn, window=form), 422
    try:
        opens_at, closes_at = form.hours(g.collective.timezone)
        registering.set_window(decision, opens_at, closes_at, form.keeper.data, acting_member())
    except Refused as refusal:
        if refusal.status != 422:
            raise
        db.session.rollback()
        form.form_errors.append(refusal.message)
        decision = load(decision_id)
        return preparation(decision, its_urn(decision), window=form), 422
    return committed(preparation_url(decision), _("Chacun s’inscrit dans ces heures, depuis sa page."))


@bp.post("/decisions/<int:decision_id>/urne/inscriptions/fin")
@requires(policies.can_prepare_urn)
def give_up_window(decision_id: int) -> Answer:
    """Go back to slips drawn from a hat."""
    decision = load(decision_id)
    registering.give_up_window(decision, acting_member())
    return committed(preparation_url(decision), _("On revient aux fiches, tirées d’un chapeau."))


@bp.get("/decisions/<int:decision_id>/urne/inscription")
@requires(policies.can_register)
def registration(decision_id: int) -> Answer:
    """A member's page: where they stand, and the code that their own browser draws."""
    decision = load(decision_id)
    urn = its_urn(decision)
    if urn.window is None:
        raise Unseen
    line = db.session.get(VoterRoll, (decision.id, acting_member().id))
    answer = Response(
        render(
            "votes/urn/registration.html",
            decision=decision,
            urn=urn,
            standing=registering.standing(urn, line),
            votes=line.weight if line else 0,
            keeper=urn.scrutineers[urn.window.keeper - 1],
            public_url=url_for("votes.vote_in_urn", uuid=urn.uuid, _external=True),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/decisions/<int:decision_id>/urne/inscription")
@requires(policies.can_register)
def register(decision_id: int) -> Answer:
    """Keep a member's sealed credential."""
    decision = load(decision_id)
    registering.register(decision, acting_member(), request.form.get("sealed", "").split())
    url = url_for("votes.registration", decision_id=decision.id)
    return committed(url, _("Vous êtes inscrit·e. Gardez votre code : il n’est nulle part ailleurs."))


@bp.get("/decisions/<int:decision_id>/urne/scrutateur/inscriptions")
@requires(policies.can_scrutinize)
def registrations(decision_id: int) -> Response:
    """What was registered, sealed, for the one device that can open it."""
    urn, mine = my_part(load(decision_id))
    if urn.window is None or urn.window.keeper != mine.position:
        raise Unseen
    return jsonify(registering.sealed_in(urn))


@bp.post("/decisions/<int:decision_id>/urne/scrutateur/inscriptions")
@requires(policies.can_scrutinize)
def publish_registrations(decision_id: int) -> Answer:
    """Keep the list that the keeper's device made of what was registered."""
    request.max_content_length = request.max_form_memory_size = LONGEST_LIST
    decision = load(decision_id)
    _urn_of_mine, mine = my_part(decision)
    registering.publish(decision, mine, request.form.get("credentials", ""))
    return committed(my_page(decision), _("La liste des codes de vote est faite : l’urne peut ouvrir."))
