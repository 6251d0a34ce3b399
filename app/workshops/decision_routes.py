"""Decide in the room, from the desk: open, type for people without a device, close, follow, take back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import db
from app.errors import Refused, Unseen
from app.members import proxies
from app.members.models import Member, MemberStatus
from app.members.proxy_rules import ProxyRefused
from app.members.proxy_wording import refusal as proxy_refusal
from app.votes import labels, screen
from app.votes import services as votes
from app.votes.ballots import read_ballot
from app.votes.forms import room_numbers
from app.votes.models import Decision, Phase, RoomCount
from app.votes.routes import FOLLOWINGS
from app.votes.rulebook import current_rulebook
from app.votes.rules import Method, QuestionKind
from app.votes.tally import choices_of
from app.votes.wording import KINDS, METHODS
from app.web import acting_member, committed, render, requires
from app.workshops import policies, reading
from app.workshops.decision_forms import ProposalForm, QuestionForm, RoomProxyForm
from app.workshops.decision_models import WorkshopDecision
from app.workshops.leading_routes import back_to_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.openings import electorate_of, people_here, ready_proposals
from app.workshops.routes import Answer, bp, load
from app.workshops.services import deciding
from app.workshops.wording import ELSEWHERE

_DECISION = "/<int:workshop_id>/animer/decisions/<int:decision_id>"


@bp.get("/<int:workshop_id>/animer/decisions")
@requires(policies.can_lead_session)
def decide(workshop_id: int) -> Answer:
    """Prepare a decision: who may vote now, who holds whose vote, and what is put."""
    return _page(load(workshop_id))


def _page(
    workshop: Workshop,
    *,
    question: QuestionForm | None = None,
    proposal: ProposalForm | None = None,
    proxy: RoomProxyForm | None = None,
) -> str:
    item = reading.current(reading.items_of(workshop))
    kind = (item.settings.get("decision") if item else None) or QuestionKind.ORDINARY.value
    people = people_here(workshop)
    return render(
        "workshops/decide.html",
        workshop=workshop,
        item=item,
        question=question or _question_form(people, formdata=None, data={"kind": kind}),
        proposal=proposal or _proposal_form(people, formdata=None),
        proxy=proxy or _proxy_form(people, formdata=None),
        people=people,
        proxies=proxies.active(g.collective.id),
        electorate=electorate_of(people, proxies.limit(g.collective.id)),
        rulebook=current_rulebook(g.collective.id),
    )


def _names(people: list[Any]) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in people if one.id]


def _question_form(people: list[Any], **told: Any) -> QuestionForm:
    form = QuestionForm(**told)
    form.offer(KINDS.items(), METHODS.items(), _names(people))
    return form


def _proposal_form(people: list[Any], **told: Any) -> ProposalForm:
    form = ProposalForm(**told)
    form.offer(ready_proposals(g.collective.id), _names(people))
    return form


def _proxy_form(people: list[Any], **told: Any) -> RoomProxyForm:
    form = RoomProxyForm(**told)
    choose = (0, _("Choisir…"))
    form.principal.choices = [choose, *_names(people)]
    form.holder.choices = [choose, *((one.id, one.name) for one in people if one.id and one.is_here)]
    return form


def _item(workshop: Workshop) -> AgendaItem:
    item = reading.current(reading.items_of(workshop))
    if item is None:
        raise Refused(_("On décide pendant la séance : commencez-la d’abord."))
    return item


@bp.post("/<int:workshop_id>/animer/decisions")
@requires(policies.can_lead_session)
def ask_room(workshop_id: int) -> Answer:
    """Put a new question to the room."""
    workshop = load(workshop_id)
    form = _question_form(people_here(workshop))
    if not form.validate_on_submit():
        return _page(workshop, question=form), 422
    try:
        decision = deciding.open_question(
            workshop,
            _item(workshop),
            acting_member(),
            seen(),
            question=form.question.data or "",
            text=form.body.data or "",
            kind=QuestionKind(form.kind.data),
            method=Method(form.method.data),
            options=() if form.method.data == Method.ADOPT else form.option_list,
            review_on=form.review_on.data,
            recused=form.recused.data or (),
        )
    except Refused as refused:  # the typed text stays in the form
        db.session.rollback()
        form.form_errors.append(refused.message)
        return _page(load(workshop_id), question=form), refused.status
    return _opened(workshop, decision, form)


@bp.post("/<int:workshop_id>/animer/decisions/proposition")
@requires(policies.can_lead_session)
def put_to_room(workshop_id: int) -> Answer:
    """Put a proposal to the room."""
    workshop = load(workshop_id)
    form = _proposal_form(people_here(workshop))
    if not form.validate_on_submit():
        return _page(workshop, proposal=form), 422
    try:
        decision = deciding.put_proposal(
            workshop,
            _item(workshop),
            acting_member(),
            seen(),
            deciding.find_proposal(g.collective.id, form.proposal.data),
            recused=form.recused.data or (),
        )
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.message)
        return _page(load(workshop_id), proposal=form), refused.status
    return _opened(workshop, decision, form)


def _opened(workshop: Workshop, decision: Decision | None, form: QuestionForm | ProposalForm) -> Response:
    if decision is None:
        return back_to_desk(workshop, str(ELSEWHERE))
    if held_at := form.held(g.collective.timezone):
        deciding.note_held(decision, held_at)
    return back_to_desk(workshop, _("La décision est ouverte dans la salle."))


@bp.post(f"{_DECISION}/cloture")
@requires(policies.can_lead_session)
def close_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Count, publish, and show the room what came out."""
    workshop, decision = _both(workshop_id, decision_id)
    if not decision.is_open:
        raise Refused(_("Cette décision est déjà close : son résultat n’a pas changé."))
    votes.close(decision, acting_member())
    return back_to_desk(workshop, screen.decision_sentence(decision))


@bp.post(f"{_DECISION}/annulation")
@requires(policies.can_lead_session)
def cancel_in_room(workshop_id: int, decision_id: int) -> Answer:
    """End it without an outcome: what was expressed counts for nothing."""
    workshop, decision = _both(workshop_id, decision_id)
    votes.cancel(decision, acting_member())
    return back_to_desk(workshop, _("La décision est annulée ; rien n’a été compté."))


@bp.post(f"{_DECISION}/suite")
@requires(policies.can_lead_session)
def follow_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Open what comes after: the next mode, the same again, a second round."""
    workshop, decision = _both(workshop_id, decision_id)
    act = FOLLOWINGS.get(request.form.get("act", ""))
    if act is None:
        raise Refused(_("Cette suite n’existe pas."), 422)
    act(decision, acting_member())
    return back_to_desk(workshop, _("La décision suivante est ouverte."))


@bp.post(f"{_DECISION}/phase")
@requires(policies.can_lead_session)
def advance_in_room(workshop_id: int, decision_id: int) -> Answer:
    """Have the consent round go to a phase."""
    workshop, decision = _both(workshop_id, decision_id)
    asked = request.form.get("phase", "")
    if asked not in {phase.value for phase in Phase}:
        raise Refused(_("Cette phase n’existe pas."), 422)
    votes.advance(decision, acting_member(), Phase(asked))
    return back_to_desk(workshop, _("On en est à : %(phase)s.", phase=labels.PHASES[Phase(asked)][0]))


@bp.post(f"{_DECISION}/saisie")
@requires(policies.can_lead_session)
def type_voice(workshop_id: int, decision_id: int) -> Answer:
    """Type what someone without a device says, in a mode where names are read."""
    workshop, decision = _both(workshop_id, decision_id)
    voter = _member(number("voter_id"))
    votes.cast(
        decision,
        voter,
        read_ballot(decision, request.form),
        request.form.get("reason"),
        assisted_by=acting_member(),
    )
    return back_to_desk(workshop, _("C’est noté pour %(name)s, comme saisie assistée.", name=voter.name))


@bp.post(f"{_DECISION}/deport")
@requires(policies.can_lead_session)
def have_step_aside(workshop_id: int, decision_id: int) -> Answer:
    """Note that someone without a device steps aside, while the decision is open."""
    workshop, decision = _both(workshop_id, decision_id)
    person = _member(number("voter_id"))
    votes.recuse(decision, person, acting_member())
    return back_to_desk(workshop, _("%(name)s est en déport.", name=person.name))


def _member(member_id: int) -> Member:
    found = db.session.scalar(
        sa.select(Member).filter_by(id=member_id, collective_id=g.collective.id, status=MemberStatus.ACTIVE)
    )
    if found is None:
        raise Unseen
    return found


@bp.post(f"{_DECISION}/comptage")
@requires(policies.can_lead_session)
def type_room_count(workshop_id: int, decision_id: int) -> Answer:
    """Type the hands counted in the room."""
    workshop, decision = _both(workshop_id, decision_id)
    choices = choices_of(decision.mode, decision.method, decision.option_keys)
    try:
        counts = room_numbers(request.form, choices)
    except ValueError:
        raise Refused(_("Un nombre de mains s’écrit en chiffres."), 422) from None
    votes.type_room_count(decision, acting_member(), counts)
    return back_to_desk(
        workshop, _("Le comptage est saisi. Une autre personne doit maintenant le confirmer.")
    )


@bp.post(f"{_DECISION}/comptage/<int:count_id>/confirmation")
@requires(policies.can_lead_session)
def confirm_room_count(workshop_id: int, decision_id: int, count_id: int) -> Answer:
    """Stand by a count typed by someone else."""
    workshop, decision = _both(workshop_id, decision_id)
    votes.confirm_room_count(find_count(decision, count_id), acting_member())
    return back_to_desk(workshop, _("Le comptage est confirmé."))


@bp.post(f"{_DECISION}/comptage/<int:count_id>/retrait")
@requires(policies.can_lead_session)
def withdraw_room_count(workshop_id: int, decision_id: int, count_id: int) -> Answer:
    """Take back a count nobody has confirmed."""
    workshop, decision = _both(workshop_id, decision_id)
    votes.withdraw_room_count(find_count(decision, count_id), acting_member())
    return back_to_desk(workshop, _("Le comptage est retiré."))


@bp.post("/<int:workshop_id>/animer/adhesions")
@requires(policies.can_lead_session)
def enrol_everyone(workshop_id: int) -> Answer:
    """Everyone in the room who is no member becomes one, before the list of voters is drawn up."""
    workshop = load(workshop_id)
    enrolled = deciding.enrol_all(workshop, acting_member())
    return committed(
        _decide_url(workshop), _("Personnes devenues membres du collectif : %(number)d.", number=enrolled)
    )


@bp.post("/<int:workshop_id>/animer/pouvoirs")
@requires(policies.can_lead_session)
def give_proxy(workshop_id: int) -> Answer:
    """Note a proxy given in the room."""
    workshop = load(workshop_id)
    form = _proxy_form(people_here(workshop))
    if not form.validate_on_submit():
        return _page(workshop, proxy=form), 422
    try:
        proxies.give(_member(form.principal.data), _member(form.holder.data), acting_member())
    except ProxyRefused as error:
        form.holder.errors = [proxy_refusal(error)]
        return _page(workshop, proxy=form), 409
    return committed(_decide_url(workshop), _("Le pouvoir est donné. Il peut être repris à tout moment."))


@bp.post("/<int:workshop_id>/animer/pouvoirs/<int:proxy_id>/fin")
@requires(policies.can_lead_session)
def end_proxy(workshop_id: int, proxy_id: int) -> Answer:
    """Note that a proxy was taken back."""
    workshop, proxy = load(workshop_id), proxies.find(g.collective.id, proxy_id)
    if proxy is None:
        raise Unseen
    proxies.revoke(proxy, acting_member())
    return committed(_decide_url(workshop), _("Ce pouvoir a pris fin."))


def _decide_url(workshop: Workshop) -> str:
    return url_for("workshops.decide", workshop_id=workshop.id)


# --- shared with the routes of phones ----------------------------------------------------------------


def find_decision(workshop: Workshop, decision_id: int) -> Decision:
    """A decision of this session. Raises Unseen."""
    link = db.session.get(
        WorkshopDecision, decision_id, options=[sa.orm.joinedload(WorkshopDecision.decision)]
    )
    if link is None or link.workshop_id != workshop.id:
        raise Unseen
    return link.decision


def find_count(decision: Decision, count_id: int) -> RoomCount:
    """A count of the room. Raises Unseen."""
    count = db.session.scalar(sa.select(RoomCount).filter_by(id=count_id, decision_id=decision.id))
    if count is None:
        raise Unseen
    return count


def _both(workshop_id: int, decision_id: int) -> tuple[Workshop, Decision]:
    workshop = load(workshop_id)
    return workshop, find_decision(workshop, decision_id)
