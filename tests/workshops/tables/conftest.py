"""Tonight’s tables with Farid at the desk, and two phones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.members.models import Member
from app.workshops.models import Workshop
from tests.workshops.tables.room import Tables

SignIn = Callable[[str | None], FlaskClient]
Phone = Callable[[Workshop, str], FlaskClient]


@pytest.fixture
def evening_tables(
    evening: Callable[..., Workshop], sign_in: SignIn, member: Callable[[str], Member]
) -> Tables:
    """The tables of tonight, at which nobody sits yet."""
    return Tables(evening(), sign_in("Farid"), member("Farid"))


@pytest.fixture
def malik(evening_tables: Tables, phone: Phone) -> FlaskClient:
    """Malik's phone; he has not sat down yet. Who comes once people sit is given a place."""
    return phone(evening_tables.workshop, "Malik")


@pytest.fixture
def fatou(evening_tables: Tables, malik: FlaskClient, phone: Phone) -> FlaskClient:
    """Fatou's phone, at the first table."""
    client = phone(evening_tables.workshop, "Fatou")
    assert evening_tables.choose(client, 1) == 303
    return client
