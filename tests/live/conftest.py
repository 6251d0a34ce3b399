"""Halls to follow: in the application of the tests, and behind a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from app import create_app
from app.db import db
from app.live import topics
from app.live.services import emit
from tests.live.hall import add_hall
from tests.live.phone import Phone
from tests.serving import Place, Server, free_port, new_database, served

APPLICATION = "tests.live.hall:application()"
Change = Callable[..., None]
Arrive = Callable[..., Page]


@pytest.fixture(autouse=True)
def _halls() -> Iterator[None]:
    before = dict(topics._topics)
    add_hall()
    yield
    topics._topics.clear()
    topics._topics.update(before)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Halls, served by two processes of pages and the one of streams."""
    with served(tmp_path_factory.mktemp("hall"), application=APPLICATION, workers=2) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Where halls can be served, killed and served again."""
    return Place(tmp_path, free_port(), new_database(tmp_path), application=APPLICATION)


@pytest.fixture
def change() -> Iterator[Callable[[str], Change]]:
    """`change(server.database)("hall/1", "board")` changes it, from a process that serves nothing."""
    opened: list[Flask] = []

    def of(database: str) -> Change:
        app = create_app({"SQLALCHEMY_DATABASE_URI": database, "SECRET_KEY": "only-for-tests"})
        opened.append(app)

        def act(topic: str, *regions: str) -> None:
            with app.app_context():
                emit(topic, *regions)
                db.session.commit()

        return act

    yield of
    for app in opened:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def phone() -> Iterator[Callable[..., Phone]]:
    """`phone(server.address, "hall/1/wall", after=…)` opens a stream."""
    opened: list[Phone] = []

    def open_one(address: str, path: str, **options: object) -> Phone:
        opened.append(Phone(address, path, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """`arrive(address, "blue")` is one more phone, on the page of the hall "blue"."""
    contexts: list[BrowserContext] = []

    def come(address: str, key: str, *, script: str = "", **options: object) -> Page:
        context = browser.new_context(base_url=address, locale="fr-FR", **options)  # type: ignore[arg-type]
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(f"/hall/{key}")
        return page

    yield come
    for context in contexts:
        context.close()
