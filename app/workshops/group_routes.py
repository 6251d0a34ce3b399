"""The groups of an item: drawn, formed by hand, moved from the desk; one's own place, from the phone."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Refused, Unseen
from app.live.reading import start_following
from app.web import acting_member, committed, render, requires
from app.workshops import groups, notes, policies, reading
from app.workshops.group_models import GroupPart
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.note_forms import GroupWorkForm
from app.workshops.people_routes import find as find_person
from app.workshops.phone_routes import back_to_phone, here
from app.workshops.routes import Answer, bp, load
from app.workshops.services import group_rows, grouping, moves, showing
from app.workshops.wording import ELSEWHERE

ITEM = "/<int:workshop_id>/animer/sequences/<int:item_id>"


@bp.get(f"{ITEM}/groupes")
@requires(policies.can_lead_session)
def item_groups(workshop_id: int, item_id: int) -> Answer:
    """The groups of an item: draw them, form them, move someone."""
    following = start_following("workshop", workshop_id, "desk")
    workshop = load(workshop_id)
    return render("workshops/groups.html", following=following, **_told(workshop, _item(workshop, item_id)))


@bp.get(f"{ITEM}/groupes/places")
@requires(policies.can_lead_session)
def item_seats(workshop_id: int, item_id: int) -> Answer:
    """The part of that page that follows the room."""
    workshop = load(workshop_id)
    return render("workshops/groups/_seats.html", **_told(workshop, _item(workshop, item_id)))


def _told(workshop: Workshop, item: AgendaItem) -> dict[str, object]:
    return {
        "workshop": workshop,
        "item": item,
        "tables": groups.tables_of(item),
        "waiting": groups.without_place(item),
        "size": groups.size_of(item),
        "last": moves.last(workshop),
        "room": reading.room_of(workshop),
    }


@bp.post(f"{ITEM}/groupes")
@requires(policies.can_lead_session)
def draw_groups(workshop_id: int, item_id: int) -> Answer:
    """Draw them, or stand them empty for people to sit down as they wish."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    if request.form.get("act") == "form":
        done = grouping.form(workshop, item, acting_member(), seen(), count=number("count"))
    else:
        size = number("size") if "size" in request.form else None
        balanced = "balanced" in request.form
        done = grouping.draw(workshop, item, acting_member(), seen(), size=size, balanced=balanced)
    return _back(workshop, item, None if done else str(ELSEWHERE))


@bp.post(f"{ITEM}/groupes/places")
@requires(policies.can_lead_session)
def seat_person(workshop_id: int, item_id: int) -> Answer:
    """Have someone sit in a group, with a part to play there; or in none."""
    workshop = load(workshop_id)
    item, who = _item(workshop, item_id), find_person(workshop, number("person"))
    group = group_rows.find_group(item, number("group")) if request.form.get("group") else None
    grouping.place(workshop, item, acting_member(), who, group, _part())
    said = (
        _("%(name)s est au groupe %(number)d.", name=who.name, number=group.number)
        if group
        else _("%(name)s n’est plus dans un groupe.", name=who.name)
    )
    return _back(workshop, item, said)


@bp.get(f"{ITEM}/reglages")
@requires(policies.can_lead_session)
def group_settings(workshop_id: int, item_id: int) -> Answer:
    """How the groups of an item work: their size, their post-its, their axes."""
    workshop = load(workshop_id)
    item = _writing_item(workshop, item_id)
    labels = "\n".join(axis.label for axis in notes.axes_of(item))
    form = GroupWorkForm(
        formdata=None,
        group_size=groups.size_of(item),
        notes_per_axis=notes.most_of(item),
        hidden=bool(item.settings.get("hidden")),
        axes=labels,
    )
    return _settings_page(workshop, item, form)


@bp.post(f"{ITEM}/reglages")
@requires(policies.can_lead_session)
def settle_groups(workshop_id: int, item_id: int) -> Answer:
    """Change it; an axis keeps its place, and what is written under it."""
    workshop, form = load(workshop_id), GroupWorkForm()
    item = _writing_item(workshop, item_id)
    if not form.validate():
        return _settings_page(workshop, item, form), 422
    try:
        axes = showing.renamed_axes(item, (form.axes.data or "").splitlines())
    except Refused as refused:
        form.axes.errors = [refused.message]
        return _settings_page(workshop, item, form), refused.status
    showing.settle(
        workshop,
        item,
        acting_member(),
        None,
        group_size=form.group_size.data,
        notes_per_axis=form.notes_per_axis.data,
        hidden=bool(form.hidden.data),
        axes=axes,
    )
    return committed(url_for("workshops.item", workshop_id=workshop.id, item_id=item.id), _("C’est changé."))


def _settings_page(workshop: Workshop, item: AgendaItem, form: GroupWorkForm) -> str:
    return render("workshops/group_settings.html", workshop=workshop, item=item, form=form)


def _writing_item(workshop: Workshop, item_id: int) -> AgendaItem:
    item = _item(workshop, item_id)
    if item.kind is ItemKind.TABLES:
        raise Unseen
    return item


@bp.post("/<int:workshop_id>/participer/groupe")
@requires(policies.in_the_room)
def sit_down(workshop_id: int) -> Answer:
    """« Je suis à ce groupe »: whoever has none."""
    workshop = load(workshop_id)
    who, item = here(workshop), _item(workshop, number("item"))
    grouping.sit_down(workshop, item, who, group_rows.find_group(item, number("group")))
    return back_to_phone(workshop)


@bp.post("/<int:workshop_id>/participer/groupe/role")
@requires(policies.in_the_room)
def take_group_part(workshop_id: int) -> Answer:
    """Hold the group's pen, report for it, or no longer."""
    workshop = load(workshop_id)
    who = here(workshop)
    grouping.take_part(workshop, _item(workshop, number("item")), who, _part())
    return back_to_phone(workshop)


def _part() -> GroupPart:
    try:
        return GroupPart(request.form.get("part") or GroupPart.MEMBER.value)
    except ValueError:
        raise Refused(_("On est membre d’un groupe, on y tient la plume, ou on en rapporte."), 422) from None


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item = reading.find_item(workshop, item_id)
    if item.kind not in grouping.IN_GROUPS:
        raise Unseen
    return item


def _back(workshop: Workshop, item: AgendaItem, message: str | None = None) -> Response:
    """To the screen where the button was: the desk, or the page of the groups."""
    if request.form.get("from") == "desk":
        return back_to_desk(workshop, message)
    return committed(url_for("workshops.item_groups", workshop_id=workshop.id, item_id=item.id), message)
