"""The post-its at the desk: typed for a group or from paper, taken off the wall, put together."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.errors import Refused, Unseen
from app.forms import invisible_characters
from app.live.reading import start_following
from app.web import acting_member, committed, render, requires
from app.workshops import groups, notes, pasting, policies, reading
from app.workshops.group_routes import ITEM
from app.workshops.group_work import views_of
from app.workshops.leading_routes import back_to_desk, number, seen
from app.workshops.models import AgendaItem, Workshop
from app.workshops.note_forms import EditedNoteForm, HideForm, NoteForm, PasteForm
from app.workshops.routes import Answer, bp, load
from app.workshops.services import group_rows, grouping, moves, noting, showing
from app.workshops.wording import ELSEWHERE, bad_line, too_many_lines

NOTES = f"{ITEM}/post-it"
NOTE = f"{NOTES}/<int:note_id>"


@bp.get(NOTES)
@requires(policies.can_lead_session)
def bench(workshop_id: int, item_id: int) -> Answer:
    """Every post-it of an item, and what they have in common."""
    following = start_following("workshop", workshop_id, "desk")
    workshop = load(workshop_id)
    told = bench_of(workshop, item_with_notes(workshop, item_id))
    return render("workshops/bench.html", following=following, **told)


@bp.get(f"{NOTES}/etabli")
@requires(policies.can_lead_session)
def bench_part(workshop_id: int, item_id: int) -> Answer:
    """The part of that page that follows the room."""
    workshop = load(workshop_id)
    return render("workshops/notes/_bench.html", **bench_of(workshop, item_with_notes(workshop, item_id)))


def bench_of(workshop: Workshop, item: AgendaItem) -> dict[str, Any]:
    """What the page of the notes needs."""
    columns = notes.columns_of(item)
    return {
        "workshop": workshop,
        "item": item,
        "columns": columns,
        "gathered": notes.gathered(item, columns),
        "tables": groups.tables_of(item),
        "revealed": notes.are_revealed(item),
        "last": moves.last(workshop),
    }


@bp.post(NOTES)
@requires(policies.can_lead_session)
def type_note(workshop_id: int, item_id: int) -> Answer:
    """Type one for a group that has no phone at hand."""
    workshop, form = load(workshop_id), NoteForm()
    item = item_with_notes(workshop, item_id)
    if not form.validate():
        return _refused(workshop, item, typed=form)
    group = group_rows.find_group(item, number("group"))
    axis = request.form.get("axis", "")
    noting.write(workshop, item, group, axis, form.text.data or "", typed_by=acting_member())
    return back_to_bench(workshop, item)


def _refused(workshop: Workshop, item: AgendaItem, **forms: object) -> Answer:
    told = bench_of(workshop, item)
    return render("workshops/bench.html", **told, **forms), 422


@bp.post(f"{ITEM}/mur")
@requires(policies.can_lead_session)
def show_on_wall(workshop_id: int, item_id: int) -> Answer:
    """Choose what the wall shows of an item; turn over the notes that were hidden."""
    workshop = load(workshop_id)
    item, view = item_with_notes(workshop, item_id), request.form.get("view", "")
    if view == "revealed":
        done = showing.settle(workshop, item, acting_member(), seen(), revealed=True)
    elif view in dict(views_of(item)):
        done = showing.settle(workshop, item, acting_member(), seen(), wall=view)
    else:
        raise Refused(_("Le mur montre les groupes, les post-it, un axe ou le blason."), 422)
    message = None if done else str(ELSEWHERE)
    if request.form.get("from") == "desk":
        return back_to_desk(workshop, message)
    return back_to_bench(workshop, item, message)


# --- one note ----------------------------------------------------------------------------------------


@bp.get(NOTE)
@requires(policies.can_lead_session)
def bench_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """One post-it: where it comes from, and what may be done with it."""
    return _note_page(*_note(workshop_id, item_id, note_id))


@bp.post(NOTE)
@requires(policies.can_lead_session)
def edit_bench_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Reword one that the desk typed; when someone else did meanwhile, both texts are shown."""
    workshop, item, found = _note(workshop_id, item_id, note_id)
    noting.check_typed(found)
    form = EditedNoteForm()
    if not form.validate():
        return _note_page(workshop, item, found, edited=form), 422
    try:
        noting.edit(workshop, found, form.text.data or "", form.seen.data or 0)
    except noting.Changed as changed:
        form.seen.data, form.seen.raw_data = found.version, None
        return _note_page(workshop, item, found, edited=form, theirs=changed.current), 409
    return back_to_bench(workshop, item)


@bp.post(f"{NOTE}/axe")
@requires(policies.can_lead_session)
def move_bench_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Put it under another axis."""
    workshop, item, found = _note(workshop_id, item_id, note_id)
    noting.move(workshop, item, found, request.form.get("axis", ""))
    return back_to_bench(workshop, item)


@bp.post(f"{NOTE}/jet")
@requires(policies.can_lead_session)
def delete_bench_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Throw away one that the desk typed."""
    workshop, item, found = _note(workshop_id, item_id, note_id)
    noting.check_typed(found)
    noting.delete(workshop, found)
    return back_to_bench(workshop, item)


@bp.post(f"{NOTE}/retrait")
@requires(policies.can_lead_session)
def hide_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Take it off the wall, and say to everyone why."""
    workshop, item, found = _note(workshop_id, item_id, note_id)
    form = HideForm()
    if not form.validate():
        return _note_page(workshop, item, found, hiding=form), 422
    noting.hide(workshop, found, acting_member(), form.reason.data or "")
    return back_to_bench(workshop, item, _("Le post-it est retiré, et le mur dit pourquoi."))


@bp.post(f"{NOTE}/retour")
@requires(policies.can_lead_session)
def show_note(workshop_id: int, item_id: int, note_id: int) -> Answer:
    """Put it back."""
    workshop, item, found = _note(workshop_id, item_id, note_id)
    noting.show(workshop, found, acting_member())
    return back_to_bench(workshop, item)


def _note(workshop_id: int, item_id: int, note_id: int) -> tuple[Workshop, AgendaItem, Any]:
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    return workshop, item, noting.find_note(item, note_id)


def _note_page(
    workshop: Workshop,
    item: AgendaItem,
    found: Any,
    edited: EditedNoteForm | None = None,
    hiding: HideForm | None = None,
    theirs: str | None = None,
) -> str:
    return render(
        "workshops/bench_note.html",
        workshop=workshop,
        item=item,
        note=found,
        axes=notes.axes_of(item),
        edited=edited or EditedNoteForm(formdata=None, text=found.text, seen=found.version),
        hiding=hiding or HideForm(formdata=None),
        theirs=theirs,
        mine=found.channel.value != "phone",
    )


# --- from paper --------------------------------------------------------------------------------------


@bp.get(f"{NOTES}/papier")
@requires(policies.can_lead_session)
def paper_notes(workshop_id: int, item_id: int) -> Answer:
    """Copy post-its from paper, many at once."""
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    return _paper_page(workshop, item, _paste_form(item, blank=True))


@bp.post(f"{NOTES}/papier")
@requires(policies.can_lead_session)
def paste_notes(workshop_id: int, item_id: int) -> Answer:
    """Look at them first; then copy them. Every line that cannot be a note is told."""
    workshop = load(workshop_id)
    item = item_with_notes(workshop, item_id)
    form = _paste_form(item)
    if not form.validate():
        return _paper_page(workshop, item, form), 422
    try:
        pasted = pasting.read(form.notes.data or "", invisible_characters)
    except pasting.TooManyLines as many:
        form.notes.errors = [too_many_lines(many.lines)]
        return _paper_page(workshop, item, form), 422
    form.notes.errors = [bad_line(line) for line in pasted.bad]
    if pasted.bad:
        return _paper_page(workshop, item, form), 422
    if request.form.get("act") != "add":
        return _paper_page(workshop, item, form, pasted.notes)
    count = noting.paste(
        workshop,
        item,
        acting_member(),
        pasted.notes,
        form.axis.data or "",
        group=group_rows.find_group(item, int(form.group.data)) if form.group.data else None,
        provenance=form.provenance.data or "",
    )
    return back_to_bench(
        workshop, item, ngettext("%(num)d post-it est copié.", "%(num)d post-it sont copiés.", count)
    )


def _paste_form(item: AgendaItem, *, blank: bool = False) -> PasteForm:
    form = PasteForm(formdata=None) if blank else PasteForm()
    form.axis.choices = [(axis.key, axis.label) for axis in notes.axes_of(item)]
    numbers = [table.number for table in groups.tables_of(item)]
    named = [(str(one), _("Groupe %(number)d", number=one)) for one in numbers]
    form.group.choices = [("", _("On ne sait plus lequel")), *named]
    return form


def _paper_page(workshop: Workshop, item: AgendaItem, form: PasteForm, ready: tuple[str, ...] = ()) -> str:
    return render(
        "workshops/paper_notes.html",
        workshop=workshop,
        item=item,
        form=form,
        ready=ready,
        most=pasting.MOST_LINES,
    )


# --- shared with the routes of common items ----------------------------------------------------------


def item_with_notes(workshop: Workshop, item_id: int) -> AgendaItem:
    """An item whose groups write. Raises Unseen for another."""
    item = reading.find_item(workshop, item_id)
    if item.kind not in grouping.IN_GROUPS or not notes.axes_of(item):
        raise Unseen
    return item


def back_to_bench(
    workshop: Workshop, item: AgendaItem, message: str | None = None, anchor: str | None = None
) -> Response:
    """End an act of the bench."""
    return committed(
        url_for("workshops.bench", workshop_id=workshop.id, item_id=item.id, _anchor=anchor), message
    )
