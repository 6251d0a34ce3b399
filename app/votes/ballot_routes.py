"""Express oneself, read one's paper in the urn again, count the hands of the room."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g, request, url_for
from flask_babel import gettext as _

from app.addresses import identifier
from app.db import db
from app.errors import Refused, Unseen
from app.members.models import Member
from app.votes import boxes, policies, services
from app.votes.ballots import read_ballot, read_hands
from app.votes.forms import BallotForm
from app.votes.models import Decision, DecisionFacts
from app.votes.routes import Answer, bp, decision_page, load, show_url
from app.votes.visibility import find_count
from app.web import acting_member, answer_before, committed, reads_first, requires, start_act


@bp.post("/decisions/<int:decision_id>/expression")
@requires(policies.can_take_part)
@reads_first
def cast(decision_id: int) -> Answer:
    """Note what someone expresses: the reader, or the person a facilitator types for."""
    actor, form = acting_member(), BallotForm()
    voter = _voter(form.voter_id.data) if form.voter_id.data else actor
    if not form.validate_on_submit():
        return decision_page(load(decision_id), form), 422  # type: ignore[return-value]  # a page, or a Response
    address = url_for("votes.show", decision_id=decision_id)
    start_act()
    try:
        place = services.take_place(g.collective.id, decision_id, voter.id)
        services.express(
            place,
            read_ballot(place.decision, request.form),
            form.reason.data,
            assisted_by=actor if voter.id != actor.id else None,
            code=form.code.data,
        )
    except Refused as refusal:
        # A ballot sent again after the closing was taken in time: it gets the answer of the first one.
        if accepted := answer_before():
            return accepted
        if refusal.status != 422 or form.voter_id.data:
            raise
        return _refused_ballot(decision_id, form, refusal)
    said = _cast_message(place.decision, voter, actor)
    # The ballot itself says what one expressed: one comes back to it, with nothing to carry in the cookie.
    return committed(address if said else f"{address}#noted", said)


def _voter(voter_id: str) -> Member:
    try:
        asked = sa.select(Member).filter_by(id=identifier(voter_id), collective_id=g.collective.id)
    except ValueError:
        raise Unseen from None
    voter = db.session.scalar(asked)
    if voter is None:
        raise Unseen
    return voter


def _refused_ballot(decision_id: int, form: BallotForm, refusal: Refused) -> Answer:
    db.session.rollback()
    form.reason.errors = [*form.reason.errors, refusal.message]
    return decision_page(load(decision_id), form), 422  # type: ignore[return-value]


def _cast_message(decision: Decision | DecisionFacts, voter: Member, actor: Member) -> str | None:
    """What the page does not say by itself: that it is done, never what was chosen, since cookies travel."""
    if not decision.is_open:
        return _("C’est noté. Tout le monde s’est exprimé : la décision est close.")
    if decision.is_secret:
        return _("Votre bulletin est dans l’urne. Avec son code, vous pouvez le relire ou le changer.")
    if voter.id != actor.id:
        return _("C’est noté pour %(name)s, comme saisie assistée.", name=voter.name)
    return None


@bp.post("/decisions/<int:decision_id>/bulletin")
@requires(policies.can_take_part)
def check_paper(decision_id: int) -> Answer:
    """Show the holder of a code what their paper says; nothing is kept of it."""
    decision = load(decision_id)
    if not decision.is_secret or not decision.takes_expressions:
        raise Refused(_("Un bulletin ne se relit que jusqu’à la clôture."))
    choice = boxes.box_of(decision).read(decision, boxes.tidy_code(request.form.get("code", "")))
    return decision_page(decision, checked=True, paper=choice)


@bp.post("/decisions/<int:decision_id>/comptage")
@requires(policies.can_lead)
def type_count(decision_id: int) -> Answer:
    """Type the hands counted in the room."""
    decision = load(decision_id)
    services.type_room_count(decision, acting_member(), read_hands(decision, request.form))
    return committed(
        show_url(decision), _("Le comptage est saisi. Une autre personne doit maintenant le confirmer.")
    )


@bp.post("/decisions/<int:decision_id>/comptage/<int:count_id>/confirmation")
@requires(policies.can_confirm_count)
def confirm_count(decision_id: int, count_id: int) -> Answer:
    """Stand by a count typed by someone else."""
    decision = load(decision_id)
    services.confirm_room_count(find_count(decision, count_id), acting_member())
    return committed(url_for("votes.show", decision_id=decision_id), _("Le comptage est confirmé."))


@bp.post("/decisions/<int:decision_id>/comptage/<int:count_id>/retrait")
@requires(policies.can_lead)
def withdraw_count(decision_id: int, count_id: int) -> Answer:
    """Take back a count nobody has confirmed."""
    decision = load(decision_id)
    services.withdraw_room_count(find_count(decision, count_id), acting_member())
    return committed(show_url(decision), _("Le comptage est retiré."))
