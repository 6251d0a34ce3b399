"""The browser that comes in and goes out: where it is led, what it forgets."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members.models import AccessSession, Member
from tests.members.letters import HOME, ask, is_in

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
Letters = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]


def test_the_page_asked_for_is_kept_to_the_end(
    app: Flask, addressed: Collective, letters: Letters, link_in: LinkIn
) -> None:
    bob = app.test_client()
    sent_to = bob.get("/c/quatorze/membres?q=a").location
    assert sent_to == "/c/quatorze/entrer?next=/c/quatorze/membres?q%3Da"
    assert 'name="next" value="/c/quatorze/membres?q=a"' in bob.get(sent_to).text
    ask(bob, "bob@exemple.fr", next="/c/quatorze/membres?q=a")
    path = link_in(letters()[0])
    assert 'name="next" value="/c/quatorze/membres?q=a"' in bob.get(path).text
    assert bob.post(path, data={"next": "/c/quatorze/membres?q=a"}).location == "/c/quatorze/membres?q=a"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://mal.example", "//mal.example", "/\\mal.example", "/\t/mal.example", "mal", "/" + "é" * 200],
)
def test_no_one_is_sent_elsewhere(app: Flask, link: str, elsewhere: str) -> None:
    client = app.test_client()
    assert 'name="next"' not in client.get("/c/quatorze/entrer", query_string={"next": elsewhere}).text
    assert client.post(link, data={"next": elsewhere}).location == HOME
    signed_in = client.get("/c/quatorze/entrer", query_string={"next": elsewhere})
    assert (signed_in.status_code, signed_in.location) == (303, HOME)


def test_what_the_browser_held_before_is_forgotten(app: Flask, link: str) -> None:
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"] = "known-to-a-thief", "yes"
    browser.post(link)
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "known-to-a-thief"
        assert "planted" not in cookie
        assert cookie.permanent


def test_a_shared_device_forgets_when_its_browser_closes(app: Flask, link: str) -> None:
    library = app.test_client()
    answer = library.post(link, data={"shared": "y"})
    assert "Expires" not in answer.headers["Set-Cookie"]


def test_coming_in_as_someone_else_ends_the_first_session(
    app: Flask, link: str, sign_in: SignIn, member: Find
) -> None:
    tablet = sign_in("Chloé")
    tablet.post(link)
    assert is_in(tablet, "Bob")
    session = db.session.scalars(sa.select(AccessSession).filter_by(member_id=member("Chloé").id)).one()
    assert session.revoked_at is not None


def test_going_out(sign_in: SignIn, member: Find) -> None:
    bob = sign_in("Bob")
    answer = bob.post("/c/quatorze/sortie")
    assert (answer.status_code, answer.location) == (303, HOME)
    assert "Entrer" in bob.get(HOME).text
    assert not is_in(bob, "Bob")
    assert db.session.scalars(sa.select(AccessSession.revoked_at)).one() is not None
