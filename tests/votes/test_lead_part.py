"""What is left to whoever facilitates a decision: a part of its page only while there is something to do."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.votes.services import cast, close
from tests.votes.conftest import Open, step

SignIn = Callable[[str | None], FlaskClient]
PART = "Faciliter cette décision"


def test_nothing_is_left_to_facilitate_once_a_text_is_adopted(
    opened: Open, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    decision = opened("open_majority")
    facilitator, address = sign_in("Farid"), f"/c/quatorze/decisions/{decision.id}"
    assert PART in facilitator.get(address).text
    for name in ("Farid", "Bob", "Chloé"):
        cast(decision, member(name), "for")
    close(decision, member("Farid"))
    db.session.commit()
    page = facilitator.get(address).text
    assert "Adoptée" in page
    assert PART not in page


def test_what_failed_can_still_be_led_on(
    opened: Open, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    decision = opened("open_majority", (step("secret_majority"),))
    for name, choice in (("Farid", "for"), ("Bob", "against")):
        cast(decision, member(name), choice)
    close(decision, member("Farid"))
    db.session.commit()
    page = sign_in("Farid").get(f"/c/quatorze/decisions/{decision.id}").text
    assert PART in page
    assert "Passer au mode suivant" in page
