"""Polls of the room: opened, closed and counted at the desk, answered on the phones."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.addresses import identifier
from app.errors import Forbidden, Refused
from app.web import acting_member, requires
from app.workshops import people_routes, policies, poll_screens, polls, reading
from app.workshops.clock import clock_time
from app.workshops.leading_routes import back_to_desk, kept_at_desk, number, seen
from app.workshops.phone_routes import back_to_phone, here, kept_on_phone
from app.workshops.poll_models import Poll
from app.workshops.routes import Answer, bp, load
from app.workshops.services import assisted, polling
from app.workshops.wording import ELSEWHERE

MOST_HANDS = 1_000


@bp.post("/<int:workshop_id>/animer/sondages")
@requires(policies.can_lead_session)
@kept_at_desk
def open_poll(workshop_id: int) -> Answer:
    """Open a poll of an item, or open it again."""
    workshop = load(workshop_id)
    item = reading.find_item(workshop, number("item"))
    asked = poll_screens.asked_by(item, request.form.get("name", ""))
    done = polling.open_polls(workshop, item, acting_member(), [asked], seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/sondages/<int:poll_id>/fermeture")
@requires(policies.can_lead_session)
@kept_at_desk
def close_poll(workshop_id: int, poll_id: int) -> Answer:
    """Close it: its results show on every screen."""
    workshop = load(workshop_id)
    poll = polls.find_poll(workshop, poll_id)
    done = polling.close_polls(workshop, acting_member(), [poll], seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/sondages/<int:poll_id>/affichage")
@requires(policies.can_lead_session)
@kept_at_desk
def show_poll(workshop_id: int, poll_id: int) -> Answer:
    """Show the count while people answer, or hide it."""
    workshop = load(workshop_id)
    poll, shows = polls.find_poll(workshop, poll_id), request.form.get("shows") == "yes"
    done = polling.show_results(workshop, acting_member(), poll, shows=shows, seen=seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/sondages/<int:poll_id>/reponses")
@requires(policies.can_lead_session)
@kept_at_desk
def answer_for(workshop_id: int, poll_id: int) -> Answer:
    """Type the answer of someone who has no device."""
    workshop = load(workshop_id)
    poll, who = polls.find_poll(workshop, poll_id), people_routes.find(workshop, number("participant"))
    assisted.answer_for(workshop, poll, who, request.form.getlist("choice"), acting_member())
    return back_to_desk(workshop, _("La réponse de %(name)s est notée.", name=who.name))


@bp.post("/<int:workshop_id>/animer/sondages/<int:poll_id>/mains")
@requires(policies.can_lead_session)
@kept_at_desk
def type_hands(workshop_id: int, poll_id: int) -> Answer:
    """Type the hands counted in the room; someone else confirms them."""
    workshop = load(workshop_id)
    poll = polls.find_poll(workshop, poll_id)
    assisted.type_hands(workshop, poll, acting_member(), _hands(poll))
    return back_to_desk(workshop, _("Une autre personne doit maintenant confirmer ce comptage."))


def _hands(poll: Poll) -> dict[str, int]:
    """The hands typed for each option, none where nothing was. Raises Refused for what is no number."""
    typed = {option["key"]: request.form.get(f"count-{option['key']}", "").strip() for option in poll.options}
    try:
        counts = {key: identifier(text) if text else 0 for key, text in typed.items()}
    except ValueError:
        counts = {"": MOST_HANDS + 1}
    if max(counts.values(), default=0) > MOST_HANDS:
        raise Refused(_("Écrivez combien de mains se sont levées, en chiffres."), 422)
    return counts


@bp.post("/<int:workshop_id>/animer/mains/<int:hands_id>/confirmation")
@requires(policies.can_lead_session)
@kept_at_desk
def confirm_hands(workshop_id: int, hands_id: int) -> Answer:
    """A second facilitator stands by the count."""
    workshop = load(workshop_id)
    assisted.confirm_hands(workshop, polls.find_hands(workshop, hands_id), acting_member())
    return back_to_desk(workshop)


@bp.post("/<int:workshop_id>/animer/mains/<int:hands_id>/retrait")
@requires(policies.can_lead_session)
@kept_at_desk
def withdraw_hands(workshop_id: int, hands_id: int) -> Answer:
    """Take a count away, to count again."""
    workshop = load(workshop_id)
    assisted.withdraw_hands(workshop, polls.find_hands(workshop, hands_id))
    return back_to_desk(workshop)


@bp.post("/<int:workshop_id>/participer/sondages/<int:poll_id>")
@requires(policies.in_the_room)
@kept_on_phone
def answer(workshop_id: int, poll_id: int) -> Answer:
    """Answer; what one answered before is replaced."""
    workshop = load(workshop_id)
    who = here(workshop)
    said = polling.answer(workshop, polls.find_poll(workshop, poll_id), who, request.form.getlist("choice"))
    return back_to_phone(workshop, _("Noté à %(time)s.", time=clock_time(said.answered_at)))


@bp.post("/<int:workshop_id>/participer/mains/<int:hands_id>/confirmation")
@requires(policies.in_the_room)
@kept_on_phone
def second_hands(workshop_id: int, hands_id: int) -> Answer:
    """A member in the room, on their phone, stands by the hands that were counted."""
    workshop = load(workshop_id)
    who = here(workshop)
    if who.member is None:
        raise Forbidden(_("Un comptage se confirme par un·e membre du collectif."))
    assisted.confirm_hands(workshop, polls.find_hands(workshop, hands_id), who.member)
    return back_to_phone(workshop, _("Le comptage est confirmé. Merci !"))
