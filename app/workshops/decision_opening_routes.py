"""Open a decision in the room, from the desk: who would vote, who holds whose vote, what is put."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.members import proxies
from app.members.people import active_member
from app.members.proxy_rules import ProxyRefused
from app.members.proxy_wording import refusal as proxy_refusal
from app.votes.models import Decision
from app.votes.rulebook import current_rulebook
from app.votes.rules import QuestionKind
from app.votes.wording import KINDS, METHODS
from app.web import acting_member, committed, render, requires
from app.workshops import policies, reading
from app.workshops.decision_forms import ProposalForm, QuestionForm, RoomProxyForm
from app.workshops.leading_routes import back_to_desk, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.openings import electorate_of, people_here, ready_proposals
from app.workshops.routes import Answer, bp, load
from app.workshops.services import deciding
from app.workshops.wording import ELSEWHERE


@bp.get("/<int:workshop_id>/animer/decisions")
@requires(policies.can_lead_session)
def decide(workshop_id: int) -> Answer:
    """Prepare a decision: who may vote now, who holds whose vote, and what is put."""
    return _page(load(workshop_id))


def _page(
    workshop: Workshop,
    typed: QuestionForm | ProposalForm | RoomProxyForm | None = None,
) -> str:
    """The page; `typed` is the one of its forms that was refused."""
    item = reading.current(reading.items_of(workshop))
    kind = (item.settings.get("decision") if item else None) or QuestionKind.ORDINARY.value
    people = people_here(workshop)
    suggested = {"formdata": None, "data": {"kind": kind}}
    return render(
        "workshops/decide.html",
        workshop=workshop,
        item=item,
        question=typed if isinstance(typed, QuestionForm) else _question_form(people, **suggested),
        proposal=typed if isinstance(typed, ProposalForm) else _proposal_form(people, formdata=None),
        proxy=typed if isinstance(typed, RoomProxyForm) else _proxy_form(people, formdata=None),
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
    form.offer(people)
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
    return _open(
        workshop,
        form,
        lambda item: deciding.open_question(workshop, item, acting_member(), seen(), **form.asked()),
    )


@bp.post("/<int:workshop_id>/animer/decisions/proposition")
@requires(policies.can_lead_session)
def put_to_room(workshop_id: int) -> Answer:
    """Put a proposal to the room."""
    workshop = load(workshop_id)
    form = _proposal_form(people_here(workshop))
    return _open(
        workshop,
        form,
        lambda item: deciding.put_proposal(
            workshop,
            item,
            acting_member(),
            seen(),
            deciding.find_proposal(g.collective.id, form.proposal.data),
            recused=form.recused.data or (),
        ),
    )


def _open(
    workshop: Workshop,
    form: QuestionForm | ProposalForm,
    open_it: Callable[[AgendaItem], Decision | None],
) -> Answer:
    """Open what the form asks for; what was typed in a refused one stays in it."""
    if not form.validate_on_submit():
        return _page(workshop, form), 422
    try:
        decision = open_it(_item(workshop))
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.message)
        return _page(workshop, form), refused.status
    if decision is None:
        return back_to_desk(workshop, str(ELSEWHERE))
    if held_at := form.held(g.collective.timezone):
        deciding.note_held(decision, held_at)
    return back_to_desk(workshop, _("La décision est ouverte dans la salle."))


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
        return _page(workshop, form), 422
    try:
        proxies.give(
            active_member(g.collective.id, form.principal.data),
            active_member(g.collective.id, form.holder.data),
            acting_member(),
        )
    except ProxyRefused as error:
        form.holder.errors = [proxy_refusal(error)]
        return _page(workshop, form), 409
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
