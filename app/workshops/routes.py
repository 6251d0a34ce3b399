"""The sessions of the collective: the list, one's page, preparing it and its agenda."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from werkzeug.wrappers import Response

from app.members.models import Member
from app.members.policies import signed_in
from app.web import acting_member, committed, current_actor, render, requires
from app.workshops import policies, reading
from app.workshops.forms import ItemForm, NewWorkshopForm, WorkshopForm
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services import preparing
from app.workshops.wording import ITEM_KINDS

bp = Blueprint("workshops", __name__, url_prefix="/c/<slug>/seances")
Answer = str | Response | tuple[str, int]


@bp.get("")
@requires(policies.can_see_sessions)
def index() -> Answer:
    """The sessions, those to come first."""
    found = reading.workshops_of(g.collective.id)
    return render(
        "workshops/index.html",
        to_come=[one for one in reversed(found) if not one.is_ended],
        ended=[one for one in found if one.is_ended],
        can_lead=policies.can_lead_session(current_actor()),
    )


@bp.get("/nouvelle")
@requires(policies.can_lead_session)
def new() -> Answer:
    """Prepare a session."""
    return render("workshops/new.html", form=NewWorkshopForm(reading.members_of(g.collective.id)))


@bp.post("")
@requires(policies.can_lead_session)
def create() -> Answer:
    """Make it, from a run-sheet."""
    members = reading.members_of(g.collective.id)
    form = NewWorkshopForm(members)
    if not form.validate():
        return render("workshops/new.html", form=form), 422
    workshop = preparing.create(
        g.collective, acting_member(), template=form.template.data or "", **_said(form)
    )
    preparing.note_convocation(workshop, **_convened(form, members))
    return committed(show_url(workshop), _("La séance est prête. Relisez son déroulé."))


def _may_take_notes(workshop: Workshop) -> list[Member]:
    return reading.members_of(g.collective.id, chosen=workshop.secretary_id)


def _said(form: WorkshopForm) -> dict[str, Any]:
    return {
        "title": form.title.data or "",
        "starts_at": form.moment(g.collective.timezone),
        "place": form.place.data or "",
        "intention": form.intention.data or "",
        "welcomes_members": form.welcomes_members.data,
    }


def _convened(form: WorkshopForm, members: list[Member]) -> dict[str, Any]:
    return {
        "on": form.convened_on.data,
        "by": form.convened_by.data or "",
        "secretary": next((one for one in members if str(one.id) == form.secretary.data), None),
    }


@bp.get("/<int:workshop_id>")
@requires(signed_in)
def show(workshop_id: int) -> Answer:
    """A session: where, when, its agenda, the ways to its screens."""
    return _page(load(workshop_id))


@bp.get("/<int:workshop_id>/preparation")
@requires(policies.can_lead_session)
def settings(workshop_id: int) -> Answer:
    """Change what is said of it."""
    workshop = load(workshop_id)
    form = WorkshopForm(_may_take_notes(workshop), obj=workshop)
    form.starts_at.data = to_user_timezone(workshop.starts_at)
    form.secretary.data = str(workshop.secretary_id or "")
    return render("workshops/settings.html", form=form, workshop=workshop)


@bp.post("/<int:workshop_id>/preparation")
@requires(policies.can_lead_session)
def settle(workshop_id: int) -> Answer:
    """Change it."""
    workshop = load(workshop_id)
    members = _may_take_notes(workshop)
    form = WorkshopForm(members)
    if not form.validate():
        return render("workshops/settings.html", form=form, workshop=workshop), 422
    preparing.edit(workshop, **_said(form))
    preparing.note_convocation(workshop, **_convened(form, members))
    return committed(show_url(workshop), _("C’est changé."))


@bp.post("/<int:workshop_id>/sequences")
@requires(policies.can_lead_session)
def add_item(workshop_id: int) -> Answer:
    """One more item of the agenda."""
    workshop, form = load(workshop_id), ItemForm()
    if not form.validate():
        return _page(workshop, form), 422
    preparing.add_item(
        workshop,
        kind=ItemKind(form.kind.data),
        title=form.title.data or "",
        minutes=form.minutes.data or 1,
        text=form.text.data or "",
    )
    return committed(show_url(workshop), _("La séquence est ajoutée à la fin."))


@bp.get("/<int:workshop_id>/sequences/<int:item_id>")
@requires(policies.can_lead_session)
def item(workshop_id: int, item_id: int) -> Answer:
    """Change an item."""
    workshop = load(workshop_id)
    found = reading.find_item(workshop, item_id)
    return _item_page(workshop, found, ItemForm(obj=found, kind=found.kind.value))


@bp.post("/<int:workshop_id>/sequences/<int:item_id>")
@requires(policies.can_lead_session)
def edit_item(workshop_id: int, item_id: int) -> Answer:
    """Change it. What one does there stays: its notes and its votes are of that kind."""
    workshop = load(workshop_id)
    found, form = reading.find_item(workshop, item_id), ItemForm()
    form.kind.data = found.kind.value
    if not form.validate():
        return _item_page(workshop, found, form), 422
    preparing.edit_item(
        workshop,
        found,
        title=form.title.data or "",
        minutes=form.minutes.data or 1,
        text=form.text.data or "",
    )
    return committed(show_url(workshop), _("La séquence est changée."))


def _item_page(workshop: Workshop, item: AgendaItem, form: ItemForm) -> str:
    return render(
        "workshops/item.html",
        workshop=workshop,
        item=item,
        form=form,
        kind=ITEM_KINDS[item.kind.value],
    )


@bp.post("/<int:workshop_id>/sequences/<int:item_id>/place")
@requires(policies.can_lead_session)
def move_item(workshop_id: int, item_id: int) -> Answer:
    """Earlier or later, among what has not begun."""
    workshop = load(workshop_id)
    preparing.move_item(
        workshop, reading.find_item(workshop, item_id), -1 if request.form.get("way") == "up" else 1
    )
    return committed(url_for("workshops.show", workshop_id=workshop.id, _anchor=f"i{item_id}"))


@bp.post("/<int:workshop_id>/sequences/<int:item_id>/retrait")
@requires(policies.can_lead_session)
def remove_item(workshop_id: int, item_id: int) -> Answer:
    """Take it out."""
    workshop = load(workshop_id)
    preparing.remove_item(workshop, reading.find_item(workshop, item_id))
    return committed(show_url(workshop), _("La séquence est retirée."))


# --- shared with the routes of the screens -----------------------------------------------------------


def load(workshop_id: int) -> Workshop:
    """The session of this page. Raises Unseen."""
    return reading.find_workshop(g.collective.id, workshop_id)


def show_url(workshop: Workshop) -> str:
    """The address of a session's page."""
    return url_for("workshops.show", workshop_id=workshop.id)


def _page(workshop: Workshop, form: ItemForm | None = None) -> str:
    return render(
        "workshops/show.html",
        workshop=workshop,
        room=reading.room_of(workshop),
        form=form or ItemForm(formdata=None),
        can_lead=policies.can_lead_session(current_actor()),
    )
