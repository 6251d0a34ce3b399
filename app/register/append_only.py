"""Tables whose rows are never rewritten or removed: the database itself refuses it, on both engines."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import event


def triggers(table: str, dialect: str) -> list[str]:
    """The statements that make `table` append-only; the tables' creation and a migration run the same."""
    refusal = f"{table} is append-only"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
    ]


def protect(table: sa.Table) -> None:
    """Create the triggers with the table."""
    for dialect in ("sqlite", "postgresql"):
        for statement in triggers(table.name, dialect):
            event.listen(table, "after_create", sa.DDL(statement).execute_if(dialect=dialect))
