"""Tables at the desk: rotate, read a worksheet, type in it for a table, hide a line."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from app.errors import Unseen
from app.live.reading import start_following
from app.web import acting_member, committed, render, requires
from app.workshops import policies, reading, tables
from app.workshops.kinds import ItemKind
from app.workshops.leading_routes import back_to_desk, kept_at_desk, seen
from app.workshops.models import AgendaItem, Channel, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import rotating, worksheet
from app.workshops.tables_forms import HidingForm, TypedLineForm
from app.workshops.wording import ELSEWHERE

ITEM = "/<int:workshop_id>/animer/sequences/<int:item_id>"


@bp.post(f"{ITEM}/rotation")
@requires(policies.can_lead_session)
@kept_at_desk
def rotate_tables(workshop_id: int, item_id: int) -> Answer:
    """Everyone but the reporters goes to the next table."""
    workshop = load(workshop_id)
    done = rotating.rotate(workshop, _item(workshop, item_id), acting_member(), seen())
    return back_to_desk(workshop, None if done else str(ELSEWHERE))


@bp.get(f"{ITEM}/feuilles/<int:table>")
@requires(policies.can_lead_session)
def desk_sheet(workshop_id: int, item_id: int, table: int) -> Answer:
    """The worksheet of a table."""
    workshop = load(workshop_id)
    return _page(workshop, _item(workshop, item_id), table)


@bp.get(f"{ITEM}/feuilles/<int:table>/lignes")
@requires(policies.can_lead_session)
def desk_lines(workshop_id: int, item_id: int, table: int) -> Answer:
    """The part of that page that follows the table."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    sheet = tables.sheets_of(item, [tables.find_table(item, table)])[0]
    return render(
        "workshops/tables/_lines.html",
        workshop=workshop,
        item=item,
        sheet=sheet,
        hiding=HidingForm(formdata=None),
    )


@bp.post(f"{ITEM}/feuilles/<int:table>")
@requires(policies.can_lead_session)
def type_line(workshop_id: int, item_id: int, table: int) -> Answer:
    """Type a line for a table: said aloud, or written on its paper sheet."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    group = tables.find_table(item, table)
    form = TypedLineForm(tables.rows_of(group))
    if not form.validate():
        return _page(workshop, item, table, form), 422
    worksheet.write(
        workshop,
        item,
        group,
        form.line,
        typed_by=acting_member(),
        channel=Channel(form.channel.data),
    )
    return committed(_sheet_url(workshop, item, table), _("La note est sur la feuille de la table."))


@bp.post("/<int:workshop_id>/animer/notes/<int:note_id>/masque")
@requires(policies.can_lead_session)
def hide_line(workshop_id: int, note_id: int) -> Answer:
    """Hide a line, and say why."""
    workshop, form = load(workshop_id), HidingForm()
    note = tables.find_line(workshop, note_id)
    item, group = _item(workshop, note.item_id), note.group
    assert group is not None  # noqa: S101 - a line is of a table
    if not form.validate():
        return _page(workshop, item, group.number, hiding=form), 422
    worksheet.hide(workshop, note, acting_member(), form.reason.data or "")
    return committed(
        _sheet_url(workshop, item, group.number), _("La note est masquée ; le motif se lit à sa place.")
    )


def _page(
    workshop: Workshop,
    item: AgendaItem,
    table: int,
    form: TypedLineForm | None = None,
    hiding: HidingForm | None = None,
) -> str:
    group = tables.find_table(item, table)
    following = start_following("workshop", workshop.id, "desk")
    return render(
        "workshops/tables/sheet.html",
        following=following,
        workshop=workshop,
        item=item,
        sheet=tables.sheets_of(item, [group])[0],
        count=len(tables.groups_of(item)),
        form=form or TypedLineForm(tables.rows_of(group), formdata=None),
        hiding=hiding or HidingForm(formdata=None),
    )


def _sheet_url(workshop: Workshop, item: AgendaItem, table: int) -> str:
    return url_for("workshops.desk_sheet", workshop_id=workshop.id, item_id=item.id, table=table)


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item = reading.find_item(workshop, item_id)
    if item.kind is not ItemKind.TABLES:
        raise Unseen
    return item
