"""All that the database knows of a person, as JSON: every row, of any feature, that points to them."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from app.db import Base, db
from app.members.models import Member
from app.register.models import RegisterEntry

# What proves or opens something tells the person nothing, and must not travel.
_SECRET = ("_hash", "token", "used_key", "digest")


def document(member: Member) -> str:
    """The document: the member's own row, then, for each table, the rows with their identifier."""
    tables = {table.name: found for table in Base.metadata.sorted_tables if (found := _rows(table, member))}
    told = {"member": _visible(Member.__table__, member), "rows": tables}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"


def _rows(table: sa.FromClause, member: Member) -> list[dict[str, Any]]:
    if not isinstance(table, sa.Table) or table is Member.__table__:
        return []
    mine: list[sa.ColumnElement[bool]] = [
        column == member.id
        for column in table.columns
        if any(key.column.table is Member.__table__ for key in column.foreign_keys)
    ]
    if table is RegisterEntry.__table__:  # it outlives everyone, so it refers to them by number only
        mine = [RegisterEntry.actor_id == member.id]
    if not mine:
        return []
    rows = db.session.execute(sa.select(*_told(table)).where(sa.or_(*mine)))
    return [{name: value for name, value in row._mapping.items() if value is not None} for row in rows]


def _told(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.columns if not any(mark in column.name for mark in _SECRET)]


def _visible(table: Any, member: Member) -> dict[str, Any]:
    row = db.session.execute(sa.select(*_told(table)).where(table.c.id == member.id)).one()
    return dict(row._mapping)
