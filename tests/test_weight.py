"""A first visit, on a poor connection: everything the page asks for, as it goes over the wire."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.demo.services import load_if_empty

FIRST_VISIT, SMALL = 60_000, 500
_LINKED = re.compile(r'(?:<link rel="(?:stylesheet|icon)"|<script|<img)[^>]*?(?:href|src)="([^"]+)"')


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A stranger at the door of the demonstration."""
    load_if_empty()
    return app.test_client()


def ask(visitor: FlaskClient, path: str) -> TestResponse:
    answer = visitor.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return answer


@pytest.mark.parametrize("place", ["", "charte", "charte/texte", "decisions", "blason", "entrer"])
def test_a_first_visit_weighs_less_than_sixty_kilobytes(visitor: FlaskClient, place: str) -> None:
    address = f"{visitor.get('/').location}{place}"
    first = ask(visitor, address)
    with_it = [path.replace("&amp;", "&") for path in _LINKED.findall(visitor.get(address).text)]
    assert len(with_it) >= 5
    answers = [first, *(ask(visitor, path) for path in with_it)]
    assert sum(len(answer.data) for answer in answers) < FIRST_VISIT
    # A packet carries what is this small; compressing it would make it longer.
    plain = [answer for answer in answers if len(answer.data) > SMALL]
    assert {answer.headers.get("Content-Encoding") for answer in plain} == {"gzip"}
