"""One application, one database a test, people with names."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings

import app.db as database
from app import create_app
from app.collectives.models import Collective
from app.db import Base, db
from app.extensions import limiter
from app.members.access import digest
from app.members.models import AccessSession, Member, Role
from app.register.search import fold

# Properties say what is true, not how fast: a busy machine must not make one false.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

PEOPLE = {
    "Alice": Role.ADMINISTRATOR,
    "Farid": Role.FACILITATOR,
    "Bob": Role.MEMBER,
    "Chloé": Role.MEMBER,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and what opens no database: it says the same whatever the database is."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        opens = {"_application", "demo", "hall"} & fixtures
        if not opens and "migrations" not in item.path.parts and "browser" not in item.path.parts:
            item.add_marker("pure")


@pytest.fixture(scope="session")
def _application(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("instance")
    url = os.environ.get("TEST_DATABASE_URL", "")
    url = f"{url}_{worker_id}" if url else f"sqlite:///{folder / 'test.sqlite3'}"
    application = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only-for-tests",
            "SQLALCHEMY_DATABASE_URI": url,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            "OUTBOX": str(folder / "outbox"),
            "BABEL_DEFAULT_LOCALE": "fr",
            "SERVER_NAME": None,
        }
    )
    if url.startswith("postgresql"):
        _create_database(url)
    application.teardown_request(_let_go)
    with application.app_context():
        _build_schema()
    yield application
    with application.app_context():
        db.engine.dispose()


def _let_go(error: BaseException | None) -> None:
    """One context is open for the whole test: what a request keeps, and knew, must not reach the next one."""
    g.__dict__.clear()
    session = db.session()
    if not session.expire_on_commit:
        session.expire_on_commit = True
        session.expire_all()


def _create_database(url: str) -> None:
    server, name = url.rsplit("/", 1)
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}"')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()


def _build_schema() -> None:
    """By the migrations, as everywhere: what tests run on is what people will have."""
    upgrade()


@cache
def _emptied() -> str:
    """Deletes what there is and numbers from one again: a hundred times quicker than truncating."""
    names = [table.name for table in Base.metadata.sorted_tables]
    deleted = " ".join(f'DELETE FROM "{name}";' for name in names)  # noqa: S608 - our own tables
    numbered = "PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences;"
    return f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {deleted} {numbered} END $$"


def _empty(application: Flask) -> None:
    """Empty every table; on SQLite by putting the pristine file back, on PostgreSQL by deleting."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql(_emptied())
        return
    path = Path(db.engine.url.database or "")
    pristine = path.with_suffix(".pristine")
    db.engine.dispose()
    if not pristine.exists():
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(pristine),))
    for leftover in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)
    path.write_bytes(pristine.read_bytes())


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    """The application on an empty database, inside its context."""
    with _application.app_context():
        database._reads_only.set(False)
        limiter.init_app(_application)  # an application that another test made counts otherwise
        _empty(_application)
        _application.wsgi_app.kept.clear()  # what another test showed in this same second
        yield _application
        db.session.remove()


@pytest.fixture
def collective(app: Flask) -> Collective:
    """The collective of the tests, with four members of every role."""
    created = Collective(slug="quatorze", name="Caisse du 14e", territory="Paris 14e")
    db.session.add(created)
    db.session.flush()
    for name, role in PEOPLE.items():
        db.session.add(Member(collective_id=created.id, name=name, folded_name=fold(name), role=role))
    db.session.commit()
    return created


@pytest.fixture
def member(collective: Collective) -> Callable[[str], Member]:
    """`member("Bob")` finds one of the four people by name."""

    def find(name: str) -> Member:
        return db.session.scalars(sa.select(Member).filter_by(collective_id=collective.id, name=name)).one()

    return find


@pytest.fixture
def sign_in(app: Flask, member: Callable[[str], Member]) -> Callable[[str | None], FlaskClient]:
    """`sign_in("Bob")` returns a browser in which Bob is signed in; `sign_in(None)` a stranger's."""

    def enter(name: str | None) -> FlaskClient:
        client = app.test_client()
        if name is None:
            return client
        token = f"token-of-{name}-{os.urandom(8).hex()}"
        person = member(name)
        person.last_seen_at = database.now()  # the visit has begun: reading pages need not note it
        db.session.add(AccessSession(member_id=person.id, token_hash=digest(token), device="test"))
        db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client

    return enter


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The worker's name under parallel running, `main` alone."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def count_queries(app: Flask) -> Iterator[list[str]]:
    """The SQL statements sent since the test began or since the list was last cleared."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium without windows, half the work of the other; it needs these flags in a container."""
    return {
        "executable_path": "/usr/bin/chromium-headless-shell",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A reader whose browser asks for French."""
    return {**browser_context_args, "locale": "fr-FR"}
