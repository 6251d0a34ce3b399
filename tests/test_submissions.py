"""One form, one act, however often it is sent; and what is written anew after the way back is another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.deliberations.models import Deliberation

SignIn = Callable[[str | None], FlaskClient]
ASKED = {"key": "one", "question": "Où se réunir ?", "context": "La salle ferme en mars."}


def ask(client: FlaskClient, **fields: str) -> str:
    answer = client.post("/c/quatorze/deliberations", data=ASKED | fields)
    assert answer.status_code == 303
    return answer.location


def questions() -> int:
    return db.session.scalar(sa.select(sa.func.count(Deliberation.id))) or 0


def test_the_same_form_twice_is_one_act_and_one_answer(sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    assert ask(bob) == ask(bob)
    assert questions() == 1


def test_a_renewed_token_does_not_make_it_another_form(sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    assert ask(bob, csrf_token="a") == ask(bob, csrf_token="b")
    assert questions() == 1


@pytest.mark.parametrize("change", [{"question": "Quand se réunir ?"}, {"context": "Autre."}, {"key": "two"}])
def test_a_form_changed_after_the_way_back_is_another_act(sign_in: SignIn, change: dict[str, str]) -> None:
    bob = sign_in("Bob")
    assert ask(bob) != ask(bob, **change)
    assert questions() == 2


def test_the_same_words_of_two_people_are_two_acts(sign_in: SignIn) -> None:
    assert ask(sign_in("Bob")) != ask(sign_in("Chloé"))
    assert questions() == 2


def test_a_page_that_stays_where_it_is_gets_only_the_answer(sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    for _ in range(2):
        answer = bob.post("/c/quatorze/deliberations", data=ASKED, headers={"Prefer": "return=minimal"})
        assert answer.status_code in (200, 204)
        assert answer.headers["Preference-Applied"] == "return=minimal"
        assert answer.mimetype == "text/plain"
    assert questions() == 1
