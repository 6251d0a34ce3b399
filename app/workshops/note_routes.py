"""A group's post-its from its phones: write, change, move, throw away."""

from __future__ import annotations

from flask import request, url_for

from app.errors import Refused, Unseen
from app.web import render, requires
from app.workshops import groups, notes, policies, reading
from app.workshops.group_models import Group, Note
from app.workshops.leading_routes import number
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.note_forms import EditedNoteForm, NoteForm
from app.workshops.phone_routes import back_to_phone, here, phone_url
from app.workshops.routes import Answer, bp, load
from app.workshops.services import noting
from app.workshops.wording import NO_GROUP, NOT_BEGUN

NOTE = "/<int:workshop_id>/participer/post-it/<int:note_id>"


@bp.post("/<int:workshop_id>/participer/post-it")
@requires(policies.in_the_room)
def write_note(workshop_id: int) -> Answer:
    """Write one, for one's group."""
    workshop = load(workshop_id)
    who, item, form = here(workshop), reading.find_item(workshop, number("item")), NoteForm()
    group = _group(item, who)
    axis = request.form.get("axis", "")
    if not form.validate():
        again = url_for("workshops.write_note", workshop_id=workshop.id)
        return _page(workshop, form, again, {"item": item.id, "axis": axis}), 422
    noting.write(workshop, item, group, axis, form.text.data or "", author=who)
    return back_to_phone(workshop)


@bp.get(NOTE)
@requires(policies.in_the_room)
def note(workshop_id: int, note_id: int) -> Answer:
    """Change one of the group's."""
    workshop = load(workshop_id)
    found, _item = _of_my_group(workshop, note_id)
    form = EditedNoteForm(formdata=None, text=found.text, seen=found.version)
    return _page(workshop, form, _address(workshop, found))


@bp.post(NOTE)
@requires(policies.in_the_room)
def edit_note(workshop_id: int, note_id: int) -> Answer:
    """Change it; when someone else did meanwhile, both texts are shown."""
    workshop, form = load(workshop_id), EditedNoteForm()
    found, _item = _of_my_group(workshop, note_id)
    if not form.validate():
        return _page(workshop, form, _address(workshop, found)), 422
    try:
        noting.edit(workshop, found, form.text.data or "", form.seen.data or 0)
    except noting.Changed as changed:
        form.seen.data = found.version
        form.seen.raw_data = None
        return _page(workshop, form, _address(workshop, found), theirs=changed.current), 409
    return back_to_phone(workshop)


@bp.post(f"{NOTE}/axe")
@requires(policies.in_the_room)
def move_note(workshop_id: int, note_id: int) -> Answer:
    """Put it under another axis."""
    workshop = load(workshop_id)
    found, item = _of_my_group(workshop, note_id)
    noting.move(workshop, item, found, request.form.get("axis", ""))
    return back_to_phone(workshop)


@bp.post(f"{NOTE}/jet")
@requires(policies.in_the_room)
def delete_note(workshop_id: int, note_id: int) -> Answer:
    """Throw away one's own."""
    workshop = load(workshop_id)
    found, _item = _of_my_group(workshop, note_id)
    noting.check_author(found, here(workshop))
    noting.delete(workshop, found)
    return back_to_phone(workshop)


def _address(workshop: Workshop, found: Note) -> str:
    return url_for("workshops.edit_note", workshop_id=workshop.id, note_id=found.id)


def _page(
    workshop: Workshop,
    form: NoteForm,
    address: str,
    fields: dict[str, object] | None = None,
    theirs: str | None = None,
) -> str:
    return render(
        "workshops/note.html",
        workshop=workshop,
        form=form,
        address=address,
        fields=fields or {},
        theirs=theirs,
        back=phone_url(workshop),
    )


def _of_my_group(workshop: Workshop, note_id: int) -> tuple[Note, AgendaItem]:
    found = noting.find_in(workshop, note_id)
    item, who = reading.find_item(workshop, found.item_id), here(workshop)
    noting.check_mine(found, who, groups.group_of(item, who))
    return found, item


def _group(item: AgendaItem, who: Participant) -> Group:
    """One's group, once the item has begun. Raises Refused."""
    if not notes.axes_of(item):
        raise Unseen
    if item.started_at is None:
        raise Refused(str(NOT_BEGUN))
    group = groups.group_of(item, who)
    if group is None:
        raise Refused(str(NO_GROUP))
    return group
