"""« Régler les tables »: their names, reference sheets and rows; one more, one less."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.web import committed, render, requires
from app.workshops import policies, reading, tables
from app.workshops.drawing import most_groups
from app.workshops.group_models import Group
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Workshop
from app.workshops.routes import Answer, bp, load
from app.workshops.services import grouping, settling_tables
from app.workshops.tables_forms import NewTableForm, TableForm
from app.workshops.tables_wording import TABLE_STALE

TABLES = "/<int:workshop_id>/animer/sequences/<int:item_id>/tables"


@bp.get(TABLES)
@requires(policies.can_lead_session)
def table_settings(workshop_id: int, item_id: int) -> Answer:
    """The tables of an item, and one more."""
    workshop = load(workshop_id)
    return _list(workshop, _item(workshop, item_id), NewTableForm(formdata=None))


@bp.post(TABLES)
@requires(policies.can_lead_session)
def add_table(workshop_id: int, item_id: int) -> Answer:
    """One more table."""
    workshop, form = load(workshop_id), NewTableForm()
    item = _item(workshop, item_id)
    if not form.validate():
        return _list(workshop, item, form), 422
    try:
        table = settling_tables.add(workshop, item, form.name.data or "")
    except Refused as refused:
        form.name.errors = [refused.message]
        return _list(workshop, item, form), refused.status
    return committed(
        url_for("workshops.edit_table", workshop_id=workshop.id, item_id=item.id, table=table.number),
        _("La table est ajoutée. Donnez-lui sa fiche et ses lignes."),
    )


@bp.get(f"{TABLES}/<int:table>")
@requires(policies.can_lead_session)
def edit_table(workshop_id: int, item_id: int, table: int) -> Answer:
    """Change a table."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    group = tables.find_table(item, table)
    form = TableForm(
        formdata=None,
        name=group.name,
        sheet=group.sheet,
        rows="\n".join(group.rows),
        version=group.version,
    )
    return _page(workshop, item, group, form)


@bp.post(f"{TABLES}/<int:table>")
@requires(policies.can_lead_session)
def settle_table(workshop_id: int, item_id: int, table: int) -> Answer:
    """Change it over the wording one read; someone else's in between is shown beside."""
    workshop, form = load(workshop_id), TableForm()
    item = _item(workshop, item_id)
    group = tables.find_table(item, table)
    if not form.validate():
        return _page(workshop, item, group, form), 422
    try:
        settling_tables.settle(
            workshop,
            item,
            group,
            seen=form.version.data or 0,
            name=form.name.data or "",
            sheet=form.sheet.data or "",
            rows=(form.rows.data or "").splitlines(),
        )
    except settling_tables.Stale:
        form.begin_again(group.version)
        return _page(workshop, item, group, form, refusal=str(TABLE_STALE)), 409
    except Refused as refused:
        form.form_errors.append(refused.message)
        return _page(workshop, item, group, form), refused.status
    return committed(_back(workshop, item), _("La table est changée."))


@bp.post(f"{TABLES}/<int:table>/retrait")
@requires(policies.can_lead_session)
def remove_table(workshop_id: int, item_id: int, table: int) -> Answer:
    """Take it away, as long as nobody sat or wrote there."""
    workshop = load(workshop_id)
    item = _item(workshop, item_id)
    settling_tables.remove(workshop, item, tables.find_table(item, table))
    return committed(_back(workshop, item), _("La table est retirée."))


def _list(workshop: Workshop, item: AgendaItem, form: NewTableForm) -> str:
    found, people = tables.groups_of(item), reading.room_of(workshop).here
    return render(
        "workshops/tables/settings.html",
        workshop=workshop,
        item=item,
        tables=found,
        form=form,
        too_many=_too_many(people, len(found)),
        most_tables=tables.MOST_TABLES,
    )


def _too_many(people: int, count: int) -> str | None:
    """What to say when a draw would leave someone alone; None when the room fills its tables, or is empty."""
    most = most_groups(people)
    return grouping.too_many(people, count, most, of_tables=True) if 0 < most < count else None


def _page(
    workshop: Workshop, item: AgendaItem, group: Group, form: TableForm, refusal: str | None = None
) -> str:
    if refusal is not None:
        db.session.refresh(group)
    return render(
        "workshops/tables/settle.html",
        workshop=workshop,
        item=item,
        group=group,
        form=form,
        refusal=refusal,
        back=_back(workshop, item),
    )


def _back(workshop: Workshop, item: AgendaItem) -> str:
    return url_for("workshops.table_settings", workshop_id=workshop.id, item_id=item.id)


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item = reading.find_item(workshop, item_id)
    if item.kind is not ItemKind.TABLES:
        raise Unseen
    return item
