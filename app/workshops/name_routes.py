"""Names for the collective: proposed on phones or at the desk, hidden with a trace."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from app.errors import Refused
from app.web import acting_member, requires
from app.workshops import names, people_routes, policies, reading
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, kept_at_desk, number
from app.workshops.models import AgendaItem, Workshop
from app.workshops.name_models import NameIdea
from app.workshops.phone_routes import back_to_phone, here, kept_on_phone
from app.workshops.routes import Answer, bp, load
from app.workshops.services import naming


def _choice(workshop: Workshop) -> AgendaItem:
    item = reading.find_item(workshop, number("item"))
    if item.kind is not ItemKind.NAME:
        raise Refused(_("On ne propose pas de nom à cette séquence."), 422)
    return item


@bp.post("/<int:workshop_id>/participer/noms")
@requires(policies.in_the_room)
@kept_on_phone
def propose_name(workshop_id: int) -> Answer:
    """Propose a name."""
    workshop = load(workshop_id)
    idea, is_new = naming.propose(
        workshop, _choice(workshop), request.form.get("idea", ""), author=here(workshop)
    )
    return back_to_phone(workshop, _said(idea, is_new))


@bp.post("/<int:workshop_id>/animer/noms")
@requires(policies.can_lead_session)
@kept_at_desk
def propose_name_for(workshop_id: int) -> Answer:
    """Type a name that someone says aloud."""
    workshop = load(workshop_id)
    author = people_routes.find(workshop, number("participant")) if request.form.get("participant") else None
    idea, is_new = naming.propose(
        workshop,
        _choice(workshop),
        request.form.get("idea", ""),
        author=author,
        typed_by=acting_member(),
    )
    return back_to_desk(workshop, _said(idea, is_new))


def _said(idea: NameIdea, is_new: bool) -> str:
    if is_new:
        return _("« %(name)s » est dans la liste.", name=idea.text)
    return _("« %(name)s » est déjà dans la liste : vous pourrez le soutenir.", name=idea.text)


@bp.post("/<int:workshop_id>/animer/noms/<int:idea_id>/masquage")
@requires(policies.can_lead_session)
@kept_at_desk
def hide_name(workshop_id: int, idea_id: int) -> Answer:
    """Hide a name, and say why."""
    workshop = load(workshop_id)
    idea = names.find_idea(workshop, idea_id)
    naming.hide(workshop, idea, acting_member(), request.form.get("reason", ""))
    return back_to_desk(workshop)
