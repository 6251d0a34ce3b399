"""Settle the tables of an item, before the evening or during it: names, sheets, rows; one more, one less."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.live.services import emit
from app.workshops.group_models import Group, GroupMember, Note
from app.workshops.models import AgendaItem, Workshop
from app.workshops.renaming import renamed
from app.workshops.services.group_rows import hold_item
from app.workshops.services.moves import ALL_SCREENS
from app.workshops.tables import LONGEST_ROW, MOST_ROWS, MOST_TABLES, groups_of, region_of, rows_of


class Stale(Exception):
    """Someone else settled the table meanwhile."""


def add(workshop: Workshop, item: AgendaItem, name: str) -> Group:
    """One more table, after the others, and return it flushed. Raises Refused beyond MOST_TABLES."""
    _hold(workshop, item)
    tables = groups_of(item)
    if len(tables) >= MOST_TABLES:
        raise Refused(_("Une séquence a douze tables au plus : retirez-en une, ou réunissez deux thèmes."))
    _refuse_same_name(tables, None, name)
    number = max((table.number for table in tables), default=0) + 1
    table = Group(workshop_id=workshop.id, item_id=item.id, number=number, name=name)
    db.session.add(table)
    db.session.flush()
    _tell(workshop, table)
    return table


def settle(
    workshop: Workshop,
    item: AgendaItem,
    table: Group,
    *,
    seen: int,
    name: str,
    sheet: str,
    rows: Sequence[str],
) -> bool:
    """Change a table over its wording numbered `seen`; False when nothing differs. Raises Stale, Refused.

    What is written under a row follows when it is renamed; under a row that has gone, it stays on the
    worksheet, under the old name.
    """
    _hold(workshop, item)
    db.session.refresh(table, with_for_update=True)
    if table.version != seen:
        raise Stale
    kept = read_rows(rows)
    if (table.name, table.sheet, table.rows) == (name, sheet, kept):
        return False
    _refuse_same_name(groups_of(item), table, name)
    _follow(table, renamed(rows_of(table), kept or [""]))
    table.name, table.sheet, table.rows, table.version = name, sheet, kept, table.version + 1
    db.session.flush()
    _tell(workshop, table)
    return True


def _follow(table: Group, names: dict[str, str]) -> None:
    """Have what is written under the rows renamed be under their new names."""
    if names:
        db.session.execute(
            sa.update(Note)
            .where(Note.group_id == table.id, Note.row.in_(names))
            .values(row=sa.case(names, value=Note.row))
        )


def read_rows(rows: Sequence[str]) -> list[str]:
    """The rows as they are kept: each once, none empty. Raises Refused for too many, or too long a one."""
    kept = list(dict.fromkeys(row for row in (" ".join(row.split()) for row in rows) if row))
    if len(kept) > MOST_ROWS:
        raise Refused(_("Une feuille a douze lignes au plus : elle doit tenir sur une page."), 422)
    if any(len(row) > LONGEST_ROW for row in kept):
        raise Refused(_("Une ligne de la feuille a quatre-vingts caractères au plus."), 422)
    return kept


def remove(workshop: Workshop, item: AgendaItem, table: Group) -> None:
    """Take a table away. Raises Refused once someone sat or wrote there.

    Before the item begins, those that follow move up; once it has begun, each keeps the number people know.
    """
    _hold(workshop, item)
    if db.session.scalar(sa.select(Group.id).filter_by(id=table.id)) is None:
        raise Unseen  # someone else took it away meanwhile
    wrote = sa.exists().where(Note.group_id == table.id)
    sat = sa.exists().where(GroupMember.group_id == table.id)
    if db.session.scalar(sa.select(wrote)):
        raise Refused(_("Cette table a écrit sur sa feuille : elle reste, avec ce qu’elle a écrit."))
    if db.session.scalar(sa.select(sat)):
        raise Refused(_("Des personnes sont assises à cette table : placez-les ailleurs, puis retirez-la."))
    db.session.delete(table)
    db.session.flush()
    if item.started_at is None:
        for number, left in enumerate(groups_of(item), 1):  # downwards: no number is ever taken twice
            left.number = number
            db.session.flush()
    emit(workshop.topic, *ALL_SCREENS)


def _hold(workshop: Workshop, item: AgendaItem) -> None:
    hold_item(item)
    db.session.refresh(workshop)
    if workshop.is_ended:
        raise Refused(_("La séance est terminée : ses tables ne changent plus."))


def _refuse_same_name(tables: Sequence[Group], but: Group | None, name: str) -> None:
    if any(table is not but and table.name.casefold() == name.casefold() for table in tables):
        raise Refused(_("Une autre table porte déjà ce nom."), 422)


def _tell(workshop: Workshop, table: Group) -> None:
    emit(workshop.topic, *ALL_SCREENS, region_of(table))
