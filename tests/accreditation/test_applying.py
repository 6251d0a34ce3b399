"""A venue applies without an account, follows its application by a code, answers before the decision."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accreditation.models import Application, Venue, VenueAnswer
from app.accreditation.states import VenueState
from app.db import db

SignIn = Callable[[str | None], FlaskClient]
LIEUX = "/c/quatorze/lieux"
ASKED = {
    "name": "La Ferme d’à côté",
    "kind": "producer",
    "place": "Malakoff",
    "presentation": "Des légumes de saison.",
    "products": ["T1"],
    "applicant": "Jeanne",
    "contact": "01 23 45 67 89",
}


def code_in(text: str) -> str:
    return re.search(r'<strong class="code">([^<]+)</strong>', text)[1]


def apply(client: FlaskClient, **said: object) -> str:
    answer = client.post(f"{LIEUX}/candidature", data=ASKED | said)
    assert answer.status_code == 201
    return code_in(answer.text)


@pytest.mark.usefixtures("charter_in_force")
def test_a_venue_applies_without_account_and_follows_with_its_code(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    code = apply(stranger)
    venue = db.session.query(Venue).one()
    assert (venue.state, venue.products) == (VenueState.APPLIED, ["T1"])
    assert code not in db.session.query(Application).one().token_hash
    page = stranger.post(f"{LIEUX}/suivi", data={"code": code.lower().replace("-", " ")})
    assert "pas encore su" in page.text
    assert "pas rempli" not in page.text, "nobody has looked yet"
    assert page.status_code == 200
    assert "La Ferme d’à côté" in page.text
    wrong = stranger.post(f"{LIEUX}/suivi", data={"code": code[:-1] + ("0" if code[-1] != "0" else "1")})
    assert wrong.status_code == 422
    assert "Ce code n’ouvre rien" in wrong.text


@pytest.mark.usefixtures("charter_in_force")
def test_the_venue_answers_before_the_decision(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    code = apply(stranger)
    answer = stranger.post(f"{LIEUX}/suivi/reponse", data={"code": code, "body": "Nous ouvrons le soir."})
    assert answer.status_code == 303
    assert db.session.query(VenueAnswer).one().by_member_id is None
    venue = db.session.query(Venue).one()
    assert "Nous ouvrons le soir." in sign_in("Bob").get(f"{LIEUX}/{venue.id}").text
    assert stranger.post(f"{LIEUX}/suivi/reponse", data={"code": "x", "body": "Moi."}).status_code == 404
    empty = stranger.post(f"{LIEUX}/suivi/reponse", data={"code": code, "body": ""})
    assert empty.status_code == 422
    assert f'value="{code}"' in empty.text


@pytest.mark.usefixtures("charter_in_force")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "Ce champ est nécessaire."),
        ({"kind": "castle"}, "Choisissez un genre de lieu dans la liste."),
        ({"products": ["T9"]}, "T9"),
        ({"website": "javascript:alert(1)"}, "Une adresse de site commence par https:// ou http://."),
        ({"presentation": "a" * 3001}, "Au plus 3000 caractères"),
        ({"name": "Ferme\u202e"}, "caractères invisibles"),
    ],
)
def test_an_application_that_cannot_be_keeps_what_was_typed(
    sign_in: SignIn, said: dict[str, object], why: str
) -> None:
    answer = sign_in(None).post(f"{LIEUX}/candidature", data=ASKED | said)
    assert answer.status_code == 422
    assert why in answer.text
    assert "Malakoff" in answer.text
    assert db.session.query(Venue).count() == 0


def test_two_venues_of_one_name_are_refused(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    venue("La Ferme d’à côté")
    answer = sign_in(None).post(f"{LIEUX}/candidature", data=ASKED | {"name": "LA FERME D’A COTE"})
    assert answer.status_code == 422
    assert "Un lieu de ce nom est déjà connu ici" in answer.text


@pytest.mark.usefixtures("charter_in_force")
def test_the_same_application_sent_twice_is_one(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    for _ in range(2):
        stranger.post(f"{LIEUX}/candidature", data=ASKED | {"key": "one"})
    assert db.session.query(Venue).count() == 1
