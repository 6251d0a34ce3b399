"""A letter is asked for, time passes, and someone is in: what the tests of links play."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

import app.db as database
from app.db import now

ASK = "/c/quatorze/entrer/lettre"
HOME = "/c/quatorze/"


def ask(client: FlaskClient, email: str, **fields: str) -> str:
    """Ask for a link; return where the answer leads. The letter leaves once the answer is closed."""
    answer = client.post(ASK, data={"email": email, **fields}, buffered=True)
    assert answer.status_code == 303
    return str(answer.location)


def is_in(client: FlaskClient, name: str) -> bool:
    return f'value="{name}"' in client.get("/c/quatorze/moi").text


def later(monkeypatch: pytest.MonkeyPatch, delay: timedelta) -> None:
    moment = now() + delay
    monkeypatch.setattr(database, "clock", lambda: moment)
