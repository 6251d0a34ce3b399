"""The quiz « qui sommes-nous ? »: led from the desk, guessed and answered on phones and on paper."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.errors import Refused
from app.web import acting_member, requires
from app.workshops import people_routes, policies, polls, quiz, reading
from app.workshops.composition_models import CompositionPhase
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, kept_at_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.phone_routes import back_to_phone, here, kept_on_phone
from app.workshops.routes import Answer, bp, load
from app.workshops.services import assisted
from app.workshops.services import quiz as asking
from app.workshops.wording import ELSEWHERE


def _quiz(workshop: Workshop) -> AgendaItem:
    item = reading.find_item(workshop, number("item"))
    if item.kind is not ItemKind.COMPOSITION_QUIZ:
        raise Refused(_("Il n’y a pas de quiz à cette séquence."), 422)
    return item


@bp.post("/<int:workshop_id>/animer/quiz")
@requires(policies.can_lead_session)
@kept_at_desk
def lead_quiz(workshop_id: int) -> Answer:
    """Open the guesses, then the answers about oneself, then reveal."""
    workshop = load(workshop_id)
    try:
        phase = CompositionPhase(request.form.get("phase", ""))
    except ValueError:
        raise Refused(_("Un quiz se devine, se répond, puis se révèle."), 422) from None
    done = asking.go_to(workshop, _quiz(workshop), acting_member(), phase, seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/quiz/paris")
@requires(policies.can_lead_session)
@kept_at_desk
def guess_for(workshop_id: int) -> Answer:
    """Type the guesses of someone who has no device."""
    workshop = load(workshop_id)
    item, who = _quiz(workshop), people_routes.find(workshop, number("participant"))
    typed = {
        poll: request.form[name] for name, poll in polls.polls_of(item).items() if request.form.get(name)
    }
    if not typed:
        raise Refused(_("Écrivez au moins un pari."), 422)
    for poll, guess in typed.items():
        assisted.answer_for(workshop, poll, who, [guess], acting_member())
    return back_to_desk(workshop, _("Les paris de %(name)s sont notés.", name=who.name))


@bp.post("/<int:workshop_id>/animer/quiz/feuilles")
@requires(policies.can_lead_session)
@kept_at_desk
def type_sheets(workshop_id: int) -> Answer:
    """Type the answers given on paper, one sheet a line."""
    workshop = load(workshop_id)
    sheets = asking.type_sheets(workshop, _quiz(workshop), acting_member(), request.form.get("sheets", ""))
    return back_to_desk(workshop, _("Feuilles saisies : %(sheets)d.", sheets=sheets))


@bp.post("/<int:workshop_id>/participer/quiz")
@requires(policies.in_the_room)
@kept_on_phone
def tell_about_oneself(workshop_id: int) -> Answer:
    """Answer about oneself, without a name."""
    workshop = load(workshop_id)
    item, me = _quiz(workshop), here(workshop)
    asking.tell(
        workshop, item, me, {question: request.form.get(question, "") for question in quiz.questions_of(item)}
    )
    return back_to_phone(workshop, _("Merci. Votre réponse est mêlée à celles des autres."))
