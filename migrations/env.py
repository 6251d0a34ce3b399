"""Alembic's way into the application: its engine and its tables."""

from __future__ import annotations

from alembic import context
from flask import current_app

from app.db import Base, db


def run() -> None:
    """Migrate in one transaction; SQLite, which alters little, copies tables in batches."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    with db.engine.connect() as own:
        _migrate(own)
        own.commit()


def _migrate(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_ours,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


def _ours(item, name, kind, reflected, compare_to) -> bool:  # type: ignore[no-untyped-def]
    """Leave alone what each engine keeps for the full-text search: models do not know it."""
    return not (name or "").startswith(("search_index", "ix_search_documents_words_gin"))


run()
