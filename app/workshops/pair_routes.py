"""Making acquaintance: pairs said on two phones, or typed at the desk."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.errors import Refused
from app.web import acting_member, requires
from app.workshops import icebreaker, policies, reading
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, kept_at_desk, number
from app.workshops.models import AgendaItem, Workshop
from app.workshops.phone_routes import back_to_phone, here, kept_on_phone
from app.workshops.routes import Answer, bp, load
from app.workshops.services import pairs


def _game(workshop: Workshop, item_id: int) -> AgendaItem:
    item = reading.find_item(workshop, item_id)
    if item.kind is not ItemKind.ICEBREAKER:
        raise Refused(_("On ne forme pas de binômes à cette séquence."), 422)
    return item


@bp.post("/<int:workshop_id>/participer/binomes")
@requires(policies.in_the_room)
@kept_on_phone
def say_pair(workshop_id: int) -> Answer:
    """Say what one has in common with someone."""
    workshop = load(workshop_id)
    item, me = _game(workshop, number("item")), here(workshop)
    met = pairs.find_met(workshop, request.form.get("with", ""))
    pair = pairs.say(workshop, item, me, met, request.form.get("point", ""))
    name = met.person.name
    if pair.is_formed:
        return back_to_phone(workshop, _("Votre binôme avec %(name)s est formé !", name=name))
    return back_to_phone(workshop, _("C’est noté : à %(name)s de dire votre prénom à son tour.", name=name))


@bp.post("/<int:workshop_id>/participer/binomes/<int:pair_id>")
@requires(policies.in_the_room)
@kept_on_phone
def agree_pair(workshop_id: int, pair_id: int) -> Answer:
    """« C’est vrai »."""
    workshop = load(workshop_id)
    pair = icebreaker.find_pair(workshop, pair_id)
    pairs.agree(workshop, reading.find_item(workshop, pair.item_id), here(workshop), pair)
    return back_to_phone(workshop, _("Votre binôme est formé !"))


@bp.post("/<int:workshop_id>/animer/binomes")
@requires(policies.can_lead_session)
@kept_at_desk
def pair_for(workshop_id: int) -> Answer:
    """Type a pair for two people."""
    workshop = load(workshop_id)
    item, typed = _game(workshop, number("item")), request.form
    people = [pairs.find_met(workshop, typed.get(who, "")).person for who in ("first", "second")]
    pairs.pair_for(workshop, item, (people[0], people[1]), typed.get("point", ""), acting_member())
    return back_to_desk(workshop, _("Le binôme est noté."))


@bp.post("/<int:workshop_id>/animer/binomes/<int:pair_id>/retrait")
@requires(policies.can_lead_session)
@kept_at_desk
def withdraw_pair(workshop_id: int, pair_id: int) -> Answer:
    """Take a pair out."""
    workshop = load(workshop_id)
    pairs.withdraw(workshop, acting_member(), icebreaker.find_pair(workshop, pair_id))
    return back_to_desk(workshop)
