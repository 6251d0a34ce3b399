"""Decide from one's phone: speak, vote in the urn, answer for an objection, confirm a count, give a proxy."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, request
from flask_babel import gettext as _

from app.db import db
from app.errors import Forbidden, Refused, Unseen
from app.forms import invisible_characters, tidy
from app.members import proxies
from app.members.models import Member
from app.members.proxy_rules import ProxyRefused
from app.members.proxy_wording import refusal as proxy_refusal
from app.votes import boxes
from app.votes import services as votes
from app.votes.ballots import read_ballot
from app.votes.round_models import Objection
from app.votes.visibility import find_count
from app.web import committed, render, requires
from app.workshops import deciding, decision_screens, policies
from app.workshops.decision_finding import find_decision
from app.workshops.decision_forms import RoomProxyForm
from app.workshops.models import Participant, Workshop
from app.workshops.openings import people_here
from app.workshops.phone_routes import back_to_phone, here, phone_url
from app.workshops.routes import Answer, bp, load

_DECISION = "/<int:workshop_id>/participer/decisions/<int:decision_id>"
LONGEST_NOTE = 5_000


def voter(who: Participant) -> Member:
    """The member who holds this phone. Raises Forbidden for a guest."""
    if who.member is None:
        raise Forbidden(
            _(
                "Décider revient aux membres du collectif. Dites à qui anime que vous voulez le devenir : "
                "un nom suffit, et vous voterez à la prochaine décision."
            )
        )
    return who.member


@bp.post(f"{_DECISION}/voix")
@requires(policies.in_the_room)
def speak(workshop_id: int, decision_id: int) -> Answer:
    """Note what whoever holds the phone expresses; the last word counts, until the closing."""
    workshop = load(workshop_id)
    decision = find_decision(workshop, decision_id)
    votes.cast(
        decision,
        voter(here(workshop)),
        read_ballot(decision, request.form),
        request.form.get("reason"),
        code=request.form.get("code"),
    )
    if decision.is_secret:
        return back_to_phone(workshop, _("Votre bulletin est dans l’urne."))
    return back_to_phone(workshop, _("C’est noté. Vous pouvez changer d’avis jusqu’à la clôture."))


@bp.get(f"{_DECISION}/bulletin")
@requires(policies.in_the_room)
def ballot_paper(workshop_id: int, decision_id: int) -> Answer:
    """One's paper of a secret vote, on a page that nothing refreshes: its code must not change meanwhile."""
    workshop = load(workshop_id)
    decision, who = find_decision(workshop, decision_id), here(workshop)
    if not decision.is_secret:
        raise Unseen
    answer = Response(
        render(
            "workshops/ballot_paper.html",
            workshop=workshop,
            holder=who,
            place=deciding.place_of(decision, who),
            code=boxes.new_code(),
            **decision_screens.words(decision),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post(f"{_DECISION}/objection")
@requires(policies.in_the_room)
def answer_for_objection(workshop_id: int, decision_id: int) -> Answer:
    """The author of an objection withdraws it, or finds it met by the wording offered."""
    workshop = load(workshop_id)
    author = voter(here(workshop))
    decision = find_decision(workshop, decision_id)
    objection = _objection_of(decision.id, author.id)
    if request.form.get("act") == "accept":
        votes.accept_amendment(objection, author)
    else:
        votes.withdraw_objection(objection, author)
    return back_to_phone(workshop, _("C’est noté : votre objection est levée."))


@bp.post(f"{_DECISION}/deport")
@requires(policies.in_the_room)
def step_aside(workshop_id: int, decision_id: int) -> Answer:
    """« Je me mets en déport »: the decision touches one too closely."""
    workshop = load(workshop_id)
    who = voter(here(workshop))
    votes.recuse(find_decision(workshop, decision_id), who, who)
    return back_to_phone(workshop, _("C’est noté : vous êtes en déport, et votre nom est affiché."))


def _objection_of(decision_id: int, author_id: int) -> Objection:
    found = db.session.scalar(sa.select(Objection).filter_by(decision_id=decision_id, author_id=author_id))
    if found is None:
        raise Unseen
    return found


@bp.post(f"{_DECISION}/note")
@requires(policies.in_the_room)
def say_in_round(workshop_id: int, decision_id: int) -> Answer:
    """Write a question, a reaction or a suggestion, in the phase where the round is."""
    workshop = load(workshop_id)
    body = tidy(request.form.get("body", ""))
    if not body or len(body) > LONGEST_NOTE or invisible_characters(body):
        raise Refused(_("Écrivez une phrase, en %(maximum)d caractères au plus.", maximum=LONGEST_NOTE), 422)
    votes.note(find_decision(workshop, decision_id), voter(here(workshop)), body)
    return back_to_phone(workshop, _("C’est noté."))


@bp.post(f"{_DECISION}/comptage/<int:count_id>/confirmation")
@requires(policies.in_the_room)
def stand_by_count(workshop_id: int, decision_id: int, count_id: int) -> Answer:
    """A member who saw the hands confirms a count typed by someone else."""
    workshop = load(workshop_id)
    count = find_count(find_decision(workshop, decision_id), count_id)
    votes.confirm_room_count(count, voter(here(workshop)))
    return back_to_phone(workshop, _("Le comptage est confirmé. Merci."))


@bp.get("/<int:workshop_id>/participer/pouvoir")
@requires(policies.in_the_room)
def proxy(workshop_id: int) -> Answer:
    """Give one's vote to someone who stays, or take it back."""
    workshop = load(workshop_id)
    return _proxy_page(workshop, _proxy_form(workshop, voter(here(workshop))))


@bp.post("/<int:workshop_id>/participer/pouvoir")
@requires(policies.in_the_room)
def give_own_proxy(workshop_id: int) -> Answer:
    """Give it."""
    workshop = load(workshop_id)
    giver = voter(here(workshop))
    form = _proxy_form(workshop, giver, sent=True)
    if not form.validate_on_submit():
        return _proxy_page(workshop, form), 422
    holder = _member(form.holder.data)
    try:
        proxies.give(giver, holder, giver)
    except ProxyRefused as error:
        form.holder.errors = [proxy_refusal(error)]
        return _proxy_page(workshop, form), 409
    return committed(
        phone_url(workshop), _("%(name)s votera pour vous dès que vous serez parti·e.", name=holder.name)
    )


@bp.post("/<int:workshop_id>/participer/pouvoir/fin")
@requires(policies.in_the_room)
def end_own_proxy(workshop_id: int) -> Answer:
    """Take one's vote back."""
    workshop = load(workshop_id)
    giver = voter(here(workshop))
    for given in proxies.active(giver.collective_id):
        if given.principal_id == giver.id:
            proxies.revoke(given, giver)
    return committed(phone_url(workshop), _("Ce pouvoir a pris fin."))


def _member(member_id: int) -> Member:
    return db.session.get_one(Member, member_id)


def _proxy_form(workshop: Workshop, giver: Member, *, sent: bool = False) -> RoomProxyForm:
    form = RoomProxyForm() if sent else RoomProxyForm(formdata=None)
    form.offer(people_here(workshop), giver.id)
    return form


def _proxy_page(workshop: Workshop, form: RoomProxyForm) -> str:
    holder = here(workshop)
    given = {one.principal_id: one for one in proxies.active(workshop.collective_id)}
    return render(
        "workshops/proxy.html",
        workshop=workshop,
        holder=holder,
        form=form,
        given=given.get(holder.member_id or 0),
        held=[one for one in given.values() if one.holder_id == holder.member_id],
    )
