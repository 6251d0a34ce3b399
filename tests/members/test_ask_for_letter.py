"""A letter is asked for: the answer tells nobody who has an address, and is counted."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member, MemberStatus
from tests.members.letters import ASK, ask

Find = Callable[[str], Member]
Letters = Callable[[], list[EmailMessage]]


def test_the_answer_is_the_same_for_an_unknown_address(
    app: Flask, addressed: Collective, letters: Letters, count_queries: list[str]
) -> None:
    spent = {}
    for email in ("bob@exemple.fr", "personne@exemple.fr"):
        db.session.rollback()
        count_queries.clear()
        answer = app.test_client().post(ASK, data={"email": email})  # not closed yet: nothing looked up
        spent[email] = (answer.status_code, answer.location, answer.data, list(count_queries))
        answer.close()
    assert spent["bob@exemple.fr"] == spent["personne@exemple.fr"]
    assert not any("FROM members" in statement for statement in spent["bob@exemple.fr"][3])
    assert [letter["To"] for letter in letters()] == ["bob@exemple.fr"]


@pytest.mark.parametrize(
    "typed", ["", "bob", "bob@", "b b@exemple.fr", "a@b.fr\nBcc: c@d.fr", "é" * 250 + "@x.fr"]
)
def test_what_is_no_address_is_refused_and_kept(
    app: Flask, collective: Collective, letters: Letters, typed: str
) -> None:
    answer = app.test_client().post(ASK, data={"email": typed})
    assert answer.status_code == 422
    assert typed.splitlines()[0] in answer.text if typed else "nécessaire" in answer.text
    assert letters() == []


def test_no_letter_to_someone_who_left(
    app: Flask, addressed: Collective, member: Find, letters: Letters
) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    ask(app.test_client(), "bob@exemple.fr")
    assert letters() == []


@pytest.mark.usefixtures("counting")
def test_letters_to_one_person_are_counted_known_or_not(
    app: Flask, addressed: Collective, letters: Letters
) -> None:
    for email in ("bob@exemple.fr", "personne@exemple.fr"):
        for _ in range(5):
            ask(app.test_client(), email)
        refused = app.test_client().post(ASK, data={"email": email.upper()})
        assert refused.status_code == 429
        assert "trop d’essais" in refused.text
    assert len(letters()) == 5
    ask(app.test_client(), "alice@exemple.fr")


@pytest.mark.usefixtures("counting")
def test_letters_from_one_place_are_counted_too(app: Flask, addressed: Collective) -> None:
    for number in range(100):
        ask(app.test_client(), f"essai{number}@exemple.fr")
    assert app.test_client().post(ASK, data={"email": "bob@exemple.fr"}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = app.test_client().post(ASK, data={"email": "bob@exemple.fr"}, environ_base=elsewhere)
    assert answer.status_code == 303
