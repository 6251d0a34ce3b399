"""The database goes up, down and up again, with a life in it, and is then what the models say."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.charter.services import versions
from app.collectives.models import Collective
from app.db import Base, db
from app.demo.services import load
from app.register.search import find
from app.register.services import verify


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, with nothing in it, not even a table."""
    server = os.environ.get("TEST_DATABASE_URL")
    name = f"migrations_{uuid.uuid4().hex[:12]}"
    if server:
        engine = sa.create_engine(server.rsplit("/", 1)[0] + "/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
    url = f"{server.rsplit('/', 1)[0]}/{name}" if server else f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    application = create_app(
        {"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "only-for-tests", "OUTBOX": str(tmp_path / "outbox")}
    )
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    """What the models describe and the database has not, or the reverse."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _described})
        return list(compare_metadata(context, Base.metadata))


def _described(item: object, name: str | None, *rest: object) -> bool:
    return not (name or "").startswith(("search_index", "ix_search_documents_words_gin", "alembic_version"))


def test_the_demonstration_is_loaded_taken_down_and_loaded_again(fresh: Flask) -> None:
    for _ in range(2):
        upgrade()
        assert differences() == []
        load()
        db.session.commit()
        collective = db.session.scalars(sa.select(Collective)).one()
        assert list(verify(collective.id)) == []
        assert [version.number for version in versions(collective.id)] == [3, 2, 1]
        assert find(collective.id, "epiceries")
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text("DELETE FROM register_entries"))
        db.session.rollback()
        db.session.remove()
        downgrade(revision="base")
        assert [name for name in sa.inspect(db.engine).get_table_names() if name != "alembic_version"] == []
