"""Tables on the phones: write in the worksheet of one's table, rewrite a line over a known wording."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Forbidden, Refused, Unseen
from app.web import committed, current_actor, render, requires
from app.workshops import groups, policies, reading, seats, tables
from app.workshops.clock import clock_time
from app.workshops.group_models import Group, Note
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import number
from app.workshops.models import AgendaItem, Workshop
from app.workshops.phone_routes import back_to_phone, here, kept_on_phone, phone_url
from app.workshops.routes import Answer, bp, load
from app.workshops.services import worksheet
from app.workshops.tables_forms import LineForm, RewordingForm, WordingForm
from app.workshops.tables_wording import STALE


@bp.get("/<int:workshop_id>/participer/feuille")
@requires(policies.in_the_room)
def table_sheet(workshop_id: int) -> Answer:
    """What one's table has written: the part of the phone that follows it."""
    workshop = load(workshop_id)
    item = reading.current(reading.items_of(workshop))
    if item is None or item.kind is not ItemKind.TABLES:
        raise Unseen
    sheet = tables.sheets_of(item, [_own_table(item, workshop)])[0]
    return render("workshops/tables/_lines.html", workshop=workshop, item=item, sheet=sheet)


@bp.post("/<int:workshop_id>/participer/feuille")
@requires(policies.in_the_room)
@kept_on_phone
def write_line(workshop_id: int) -> Answer:
    """One more line on the sheet of one's table."""
    workshop = load(workshop_id)
    item, who = reading.find_item(workshop, number("item")), here(workshop)
    group = _own_table(item, workshop)
    form = LineForm(tables.rows_of(group))
    if not form.validate():
        raise Refused(first_error(form), 422)
    note = worksheet.write(
        workshop,
        item,
        group,
        form.line,
        author=who,
    )
    return back_to_phone(workshop, _("Noté à %(time)s.", time=clock_time(note.written_at)))


def first_error(form: WordingForm) -> str:
    """The first thing that is wrong, in a sentence."""
    return next(str(error) for errors in form.errors.values() for error in errors)


def _own_table(item: AgendaItem, workshop: Workshop) -> Group:
    group = groups.group_of(item, here(workshop))
    if group is None:
        raise Refused(_("Dites d’abord à quelle table vous êtes."))
    return group


@bp.get("/<int:workshop_id>/participer/notes/<int:note_id>")
@requires(policies.in_the_room)
def line(workshop_id: int, note_id: int) -> Answer:
    """Rewrite a line."""
    workshop = load(workshop_id)
    note = _open_line(workshop, note_id)
    found = note.finding.value if note.finding else ""
    form = RewordingForm(formdata=None, text=note.text, finding=found, version=note.version)
    return _line_page(workshop, note, form)


@bp.post("/<int:workshop_id>/participer/notes/<int:note_id>")
@requires(policies.in_the_room)
def rewrite_line(workshop_id: int, note_id: int) -> Answer:
    """Rewrite it over the wording one read; someone else's in between is shown beside."""
    workshop, form = load(workshop_id), RewordingForm()
    note = _open_line(workshop, note_id)
    if not form.validate():
        return _line_page(workshop, note, form), 422
    try:
        worksheet.rewrite(
            workshop, note, seen=form.version.data or 0, text=form.text.data or "", finding=form.marked
        )
    except worksheet.Stale:
        return _stale(workshop, note, form)
    return committed(_after(workshop, note), _("La note est changée."))


@bp.post("/<int:workshop_id>/participer/notes/<int:note_id>/retrait")
@requires(policies.in_the_room)
def strike_line(workshop_id: int, note_id: int) -> Answer:
    """Take it out: it was written by mistake."""
    workshop = load(workshop_id)
    note = _open_line(workshop, note_id)
    after = _after(workshop, note)
    try:
        worksheet.strike(workshop, note, seen=number("version"))
    except worksheet.Stale:
        return _stale(workshop, note, RewordingForm(formdata=None, text=note.text))
    return committed(after, _("La note est retirée."))


def _stale(workshop: Workshop, note: Note, form: RewordingForm) -> Answer:
    form.begin_again(note.version)
    db.session.refresh(note)
    return _line_page(workshop, note, form, refusal=str(STALE)), 409


def _open_line(workshop: Workshop, note_id: int) -> Note:
    """A line that this person may rewrite: of their table, or any for whoever facilitates. Raises Unseen."""
    note = tables.find_line(workshop, note_id)
    item = reading.find_item(workshop, note.item_id)
    if item.kind is not ItemKind.TABLES:
        raise Unseen
    if _leads(workshop):
        return note
    group = groups.group_of(item, here(workshop))
    if group is None or group.id != note.group_id:
        raise Forbidden(_("Cette note est celle d’une autre table : allez la lui dire de vive voix."))
    return note


def _leads(workshop: Workshop) -> bool:
    actor = current_actor()
    return seats.follows_member(workshop, actor) and policies.can_lead_session(actor)


def _line_page(workshop: Workshop, note: Note, form: RewordingForm, refusal: str | None = None) -> str:
    return render(
        "workshops/tables/line.html",
        workshop=workshop,
        note=note,
        form=form,
        refusal=refusal,
        back=_after(workshop, note),
    )


def _after(workshop: Workshop, note: Note) -> str:
    """Back to the desk's page of the table for whoever leads, to the phone for the others."""
    if note.group is not None and _leads(workshop):
        return url_for(
            "workshops.desk_sheet",
            workshop_id=workshop.id,
            item_id=note.item_id,
            table=note.group.number,
        )
    return phone_url(workshop)
