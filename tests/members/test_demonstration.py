"""The demonstration's own door and letters, which exist nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.members.mail import Letter, deliver

AS = "/c/quatorze/entrer/comme"
SEEN = {"member": "Bob", "facilitator": "Farid", "administrator": "Alice"}


@pytest.fixture
def demo(app: Flask, collective: Collective, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser before a demonstration."""
    monkeypatch.setitem(app.config, "DEMO", True)
    return app.test_client()


def test_outside_a_demonstration_there_is_no_such_door(
    app: Flask, collective: Collective, letters: Callable[[], list[EmailMessage]]
) -> None:
    client = app.test_client()
    deliver([Letter("zoe@exemple.fr", "Secret", "Secret")])
    assert "Entrer comme" not in client.get("/c/quatorze/entrer").text
    for role in (*SEEN, "public", ""):
        assert client.post(AS, data={"role": role}).status_code == 404
    assert client.get("/c/quatorze/moi").status_code == 303
    assert client.get("/demo/lettres").status_code == 404
    assert client.get("/demo/lettres/x").status_code == 404


@pytest.mark.parametrize("role", SEEN)
def test_one_looks_with_the_eyes_of_a_role(demo: FlaskClient, role: str) -> None:
    page = demo.get("/c/quatorze/entrer").text
    assert f'name="role" value="{role}"' in page
    assert SEEN[role] in page
    answer = demo.post(AS, data={"role": role, "next": "/c/quatorze/moi"})
    assert answer.location == "/c/quatorze/moi"
    assert f'value="{SEEN[role]}"' in demo.get(answer.location).text


def test_one_becomes_the_public_again(demo: FlaskClient) -> None:
    demo.post(AS, data={"role": "member"})
    assert demo.post(AS, data={"role": "public"}).location == "/c/quatorze/"
    assert demo.get("/c/quatorze/moi").status_code == 303


@pytest.mark.parametrize("role", ["", "king"])
def test_there_is_no_other_role(demo: FlaskClient, role: str) -> None:
    assert demo.post(AS, data={"role": role}).status_code == 404


def test_letters_are_read_on_the_spot(
    app: Flask, demo: FlaskClient, letters: Callable[[], list[EmailMessage]]
) -> None:
    assert "Aucune lettre" in demo.get("/demo/lettres").text
    deliver([Letter("zoe@exemple.fr", "Bonjour", "Voici <b> http://localhost/c/quatorze/")])
    page = demo.get("/demo/lettres").text
    assert "Bonjour" in page
    address = page.split('href="/demo/lettres/')[1].split('"')[0]
    shown = demo.get(f"/demo/lettres/{address}").text
    assert "&lt;b&gt;" in shown
    assert 'href="http://localhost/c/quatorze/"' in shown
    assert "Lire les lettres" in demo.get("/c/quatorze/entrer/lettre").text
    for forged in ("..%2f..%2fetc%2fpasswd", "rien.eml"):
        assert demo.get(f"/demo/lettres/{forged}").status_code == 404
