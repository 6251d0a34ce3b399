"""An assembly of fourteen, and the devices of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.members.models import Member
from tests.votes.urn.devices import Devices, devices
from tests.votes.urn.people import Assembly, SignIn


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
