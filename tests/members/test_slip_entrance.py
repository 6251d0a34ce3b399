"""Coming in with a printed slip: its code opens until it is revoked or replaced."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.members import slips
from app.members.models import AccessSlip, Member, MemberStatus
from tests.members.printed import ENTER, issue

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]


@pytest.fixture
def code(member: Find) -> str:
    """The code of a slip that Farid printed for Bob."""
    return issue(member("Bob"), member("Farid"))


@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", " ")])
def test_bob_comes_in_with_his_slip_as_often_as_he_likes(
    app: Flask, code: str, write: Callable[[str], str]
) -> None:
    for _ in range(2):
        bob = app.test_client()
        answer = bob.post(ENTER, data={"code": write(code), "key": "same"})
        assert (answer.status_code, answer.location) == (303, "/c/quatorze/")
        assert 'value="Bob"' in bob.get("/c/quatorze/moi").text


def test_the_code_alone_finds_the_collective(app: Flask, code: str) -> None:
    bob = app.test_client()
    assert "Code du billet" in bob.get("/entrer").text
    assert bob.post("/entrer", data={"code": code}).location == "/c/quatorze/"
    assert bob.get("/c/quatorze/moi").status_code == 200


def test_a_scanned_slip_waits_for_a_button(app: Flask, code: str) -> None:
    bob = app.test_client()
    page = bob.get(f"/e/{code}")
    assert f'value="{code}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert bob.get("/c/quatorze/moi").status_code == 303


def test_the_page_asked_for_is_kept(app: Flask, code: str) -> None:
    typed = {"code": code, "next": "/c/quatorze/membres"}
    assert app.test_client().post(ENTER, data=typed).location == "/c/quatorze/membres"
    assert app.test_client().post("/entrer", data=typed).location == "/c/quatorze/membres"
    astray = app.test_client().post(ENTER, data={"code": code, "next": "//mal.example"})
    assert astray.location == "/c/quatorze/"


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "ABCD", "<b>x</b>", "é" * 8, "0" * 41, "a\u202eb"])
@pytest.mark.parametrize("door", [ENTER, "/entrer"])
def test_a_wrong_code_is_refused_and_kept(app: Flask, code: str, door: str, typed: str) -> None:
    answer = app.test_client().post(door, data={"code": typed})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert "<b>x" not in answer.text


def test_a_revoked_slip_opens_nothing(app: Flask, code: str, sign_in: SignIn, member: Find) -> None:
    farid = sign_in("Farid")
    assert farid.post(f"/c/quatorze/membres/{member('Bob').id}/billet/annulation").status_code == 303
    answer = app.test_client().post(ENTER, data={"code": code})
    assert answer.status_code == 422
    assert "n’ouvre rien" in answer.text


def test_a_new_slip_replaces_the_former_one(app: Flask, code: str, member: Find) -> None:
    newer = issue(member("Bob"), member("Farid"))
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 422
    assert app.test_client().post(ENTER, data={"code": newer}).status_code == 303


def test_the_slip_of_someone_who_left_opens_nothing(app: Flask, code: str, member: Find) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 422


def test_the_database_keeps_one_slip_a_person(code: str, member: Find) -> None:
    db.session.add(AccessSlip(member_id=member("Bob").id, code_hash="x" * 64))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_stolen_database_does_not_tell_the_code(app: Flask, code: str) -> None:
    import hashlib

    stored = db.session.scalars(sa.select(AccessSlip.code_hash)).one()
    for guess in (code, code.replace("-", "")):
        assert stored != hashlib.sha256(guess.encode()).hexdigest()
    key, app.secret_key = app.secret_key, "another"
    try:
        assert slips.keyed_hash(code) != stored
    finally:
        app.secret_key = key


@pytest.mark.usefixtures("counting")
def test_guessing_ends_soon_but_a_hall_full_of_mistakes_goes_on(app: Flask, code: str) -> None:
    for _ in range(99):
        assert app.test_client().post(ENTER, data={"code": "ABCD-EFGH"}).status_code == 422
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 303
    assert app.test_client().post(ENTER, data={"code": "ABCD-EFGH"}).status_code == 422
    for typed in ("ABCD-EFGH", code):
        answer = app.test_client().post(ENTER, data={"code": typed})
        assert answer.status_code == 429
        assert "Un instant" in answer.text
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert app.test_client().post(ENTER, data={"code": code}, environ_base=elsewhere).status_code == 303
