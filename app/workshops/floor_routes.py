"""The floor: asked from a phone, given from the desk; the round of speech."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.errors import Refused
from app.web import acting_member, requires
from app.workshops import policies, reading
from app.workshops.leading_routes import back_to_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.people_routes import _back as back_to_people
from app.workshops.people_routes import find
from app.workshops.phone_routes import back_to_phone, here
from app.workshops.routes import Answer, bp, load
from app.workshops.services import floor
from app.workshops.wording import ELSEWHERE


@bp.post("/<int:workshop_id>/participer/parole")
@requires(policies.in_the_room)
def ask_floor(workshop_id: int) -> Answer:
    """« Je demande la parole », « Finalement non », « J’ai fini », « Je prends mon tour »."""
    workshop = load(workshop_id)
    who, act = here(workshop), request.form.get("act", "raise")
    if act == "raise":
        floor.raise_hand(workshop, who)
    elif act == "lower":
        floor.lower_hand(workshop, who)
    elif act == "join":
        floor.take_turn_again(workshop, who)
    else:
        raise Refused(_("On demande la parole, ou on y renonce."), 422)
    return back_to_phone(workshop)


@bp.post("/<int:workshop_id>/personnes/<int:participant_id>/parole")
@requires(policies.can_lead_session)
def ask_floor_for(workshop_id: int, participant_id: int) -> Answer:
    """Someone without a device asks for the floor."""
    workshop = load(workshop_id)
    who = find(workshop, participant_id)
    raised = floor.raise_hand(workshop, who, added_by=acting_member())
    said = _("%(name)s demande la parole.", name=who.name) if raised else None
    return back_to_people(workshop, who, said)


@bp.post("/<int:workshop_id>/animer/parole")
@requires(policies.can_lead_session)
def give_floor(workshop_id: int) -> Answer:
    """Give the floor to a hand that is up, or end it."""
    workshop = load(workshop_id)
    act = {"give": floor.give_floor, "end": floor.end_floor}.get(request.form.get("act", ""))
    if act is None:
        raise Refused(_("La parole se donne, ou se termine."), 422)
    return back_to_desk(workshop, None if act(workshop, number("hand")) else str(ELSEWHERE))


@bp.post("/<int:workshop_id>/animer/tour")
@requires(policies.can_lead_session)
def go_round(workshop_id: int) -> Answer:
    """Begin a round of speech, or move it on."""
    workshop = load(workshop_id)
    item, act = _item(workshop), request.form.get("act", "")
    if act == "start":
        done = floor.start_circle(
            workshop,
            item,
            acting_member(),
            seen(),
            by_lot=request.form.get("order") == "drawn",
            about=request.form.get("about", "")[:120],
        )
    else:
        done = floor.turn(workshop, item, acting_member(), seen(), act)
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


def _item(workshop: Workshop) -> AgendaItem:
    item = reading.current(reading.items_of(workshop))
    if item is None:
        raise Refused(_("Un tour de parole se fait pendant la séance : commencez-la d’abord."))
    return item
