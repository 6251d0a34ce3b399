"""An assembly of fourteen, and the devices of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.db import db
from app.members.models import Member
from tests.serving import Place, free_port
from tests.votes.urn.devices import Devices, devices
from tests.votes.urn.people import Assembly, SignIn
from tests.votes.urn.registering import Window


@pytest.fixture(scope="session")
def people() -> Iterator[Devices]:
    """The devices of everyone."""
    with devices() as found:
        yield found


@pytest.fixture
def gather(
    app: Flask,
    opened: Callable[..., Any],
    crowd: Callable[[int], list[Member]],
    sign_in: SignIn,
    member: Callable[[str], Member],
    people: Devices,
) -> Callable[..., Assembly]:
    """`gather()` opens a secret decision of fourteen people; what is said goes to `open_decision`."""

    def called(others: int = 10, **said: Any) -> Assembly:
        crowd(others)
        return Assembly(app, opened("secret_majority", **said), sign_in, people, member)

    return called


@pytest.fixture
def assembly(gather: Callable[..., Assembly]) -> Assembly:
    """A motion, whose urn is open."""
    return gather().opened()


@pytest.fixture
def window(gather: Callable[..., Assembly]) -> Window:
    """Hours set, of which none has passed, for the members of a secret decision to register."""
    found = Window.prepared(gather())
    found.set()
    return found


@pytest.fixture
def serving(app: Flask, tmp_path: Path) -> Callable[[], AbstractContextManager[str]]:
    """`with serving() as address` serves the database of the test to real browsers, meanwhile."""

    @contextmanager
    def served() -> Iterator[str]:
        db.session.commit()  # or this session would keep the server waiting
        place = Place(tmp_path, free_port(), db.engine.url.render_as_string(hide_password=False))
        process = place.start(again=True)
        try:
            yield place.address
        finally:
            process.terminate()
            process.wait(20)

    return served
