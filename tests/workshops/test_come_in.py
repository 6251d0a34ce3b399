"""Coming in to a room: a code, a first name, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.db import db
from app.extensions import limiter
from app.members.models import Attendance, Member
from app.workshops import codes
from app.workshops.limits import BY_ADDRESS, BY_DEVICE
from app.workshops.models import Participant, Workshop
from app.workshops.services import leading

SignIn = Callable[[str | None], FlaskClient]
Evening = Callable[..., Workshop]
Phone = Callable[[Workshop, str], FlaskClient]


def names(workshop: Workshop) -> list[str]:
    """Who is in the room, in the order of their coming."""
    db.session.expire_all()
    return list(
        db.session.scalars(
            sa.select(Participant.name)
            .filter_by(workshop_id=workshop.id, left_at=None)
            .order_by(Participant.id)
        )
    )


def page(client: FlaskClient, workshop: Workshop) -> str:
    answer = client.get(f"/c/quatorze/seances/{workshop.id}/participer")
    assert answer.status_code == 200
    return answer.text


def test_a_first_name_is_all_one_gives(app: Flask, evening: Evening) -> None:
    workshop, client = evening(), app.test_client()
    asked = client.get(f"/s/{workshop.code}").text
    assert "Un prénom suffit" in asked
    answer = client.post(f"/s/{workshop.code}", data={"name": "Fatou", "key": "one"})
    assert answer.location == f"/c/quatorze/seances/{workshop.id}/participer"
    assert "Fatou" in page(client, workshop)
    assert names(workshop) == ["Fatou"]


@pytest.mark.parametrize("write", [str.lower, codes.spell, lambda code: f" {code[:2]}-{code[2:]}"])
@pytest.mark.parametrize("door", ["/s", "/entrer", "/c/quatorze/entrer/billet"])
def test_the_code_is_typed_as_one_likes_at_every_door(
    app: Flask, evening: Evening, door: str, write: Callable[[str], str]
) -> None:
    workshop = evening()
    answer = app.test_client().post(door, data={"code": write(workshop.code)})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/s/{workshop.code}")


@pytest.mark.parametrize("typed", ["", "ABC", "ZZZZZZ", "0OIL11", "x" * 5000, "🧀🧀🧀🧀🧀🧀"])
def test_a_code_that_opens_nothing_is_said_so(app: Flask, evening: Evening, typed: str) -> None:
    evening()
    answer = app.test_client().post("/s", data={"code": typed})
    assert answer.status_code == 422
    assert "Rien n’est enregistré" in answer.text


def test_an_address_with_a_wrong_code_leads_to_the_door(app: Flask, evening: Evening) -> None:
    evening()
    answer = app.test_client().get("/s/ZZZZZZ")
    assert answer.status_code == 404
    assert "Ce code n’ouvre aucune séance" in answer.text
    assert app.test_client().post("/s/ZZZZZZ", data={"name": "Fatou"}).status_code == 404


def test_the_same_form_sent_twice_brings_one_person_and_their_place_back(
    app: Flask, evening: Evening
) -> None:
    workshop = evening()
    for _attempt in range(2):  # the first answer was lost, and its cookie with it
        client = app.test_client()
        assert client.post(f"/s/{workshop.code}", data={"name": "Fatou", "key": "same"}).status_code == 303
    assert names(workshop) == ["Fatou"]
    assert "Fatou" in page(client, workshop)


def test_a_name_already_borne_is_offered_with_a_number(app: Flask, evening: Evening, phone: Phone) -> None:
    workshop = evening()
    phone(workshop, "Fatou")
    client = app.test_client()
    answer = client.post(f"/s/{workshop.code}", data={"name": "fatou", "key": "two"})
    assert answer.status_code == 409
    assert "Entrer comme « fatou 2 »" in answer.text.replace("\u202f", " ").replace("\xa0", " ")
    client.post(f"/s/{workshop.code}", data={"name": "fatou 2", "key": "three"})
    assert names(workshop) == ["Fatou", "fatou 2"]


@pytest.mark.parametrize("name", ["🦊 Malik", "Zoë-Maëlle d’Aubigné", "李雷", "O"])
def test_names_are_written_as_people_write_them(evening: Evening, phone: Phone, name: str) -> None:
    workshop = evening()
    phone(workshop, name)
    assert names(workshop) == [name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Ce champ est nécessaire"),
        ("   ", "Ce champ est nécessaire"),
        ("x" * 61, "Au plus 60 caractères"),
        ("Ali\u202ece", "caractères invisibles"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_kept(
    app: Flask, evening: Evening, name: str, said: str
) -> None:
    workshop = evening()
    answer = app.test_client().post(f"/s/{workshop.code}", data={"name": name, "key": "k"})
    assert answer.status_code == 422
    assert said in answer.text
    assert names(workshop) == []


def test_a_member_comes_in_as_themselves_once(sign_in: SignIn, evening: Evening) -> None:
    workshop, bob = evening(), sign_in("Bob")
    address = f"/c/quatorze/seances/{workshop.id}/participer"
    assert "Me voici" in bob.get(address).text
    for key in ("a", "b"):
        assert bob.post(f"{address}/arrivee", data={"key": key}).status_code == 303
    bob.post(f"/s/{workshop.code}", data={"as": "member", "key": "c"})
    assert names(workshop) == ["Bob"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attendance)) == 1


def test_who_comes_in_on_a_founding_evening_becomes_a_member(evening: Evening, phone: Phone) -> None:
    workshop = evening(welcomes_members=True)
    phone(workshop, "Fatou")
    phone(workshop, "bob")  # Bob is a member already: nobody takes his name
    added = db.session.scalars(sa.select(Member.name).order_by(Member.id.desc()).limit(2)).all()
    assert sorted(added) == ["Fatou", "bob 2"]


def test_elsewhere_a_guest_stays_a_guest_until_someone_enrols_them(
    sign_in: SignIn, evening: Evening, phone: Phone
) -> None:
    workshop = evening()
    phone(workshop, "Fatou")
    guest = db.session.scalars(sa.select(Participant)).one()
    assert guest.member_id is None
    for key in ("a", "b"):
        sign_in("Farid").post(
            f"/c/quatorze/seances/{workshop.id}/personnes/{guest.id}/adhesion", data={"key": key}
        )
    db.session.expire_all()
    assert guest.member is not None
    assert guest.member.name == "Fatou"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member).filter_by(name="Fatou")) == 1


def test_a_stranger_sees_neither_wall_nor_phone(app: Flask, evening: Evening, phone: Phone) -> None:
    workshop = evening()
    base = f"/c/quatorze/seances/{workshop.id}"
    assert app.test_client().get(f"{base}/mur").status_code == 303  # to the door
    other = phone(evening(), "Fatou")
    assert other.get(f"{base}/mur").status_code == 404
    assert other.get(f"{base}/participer").status_code == 404
    assert other.post(f"{base}/participer/signature", data={"key": "k"}).status_code == 404


def test_nobody_comes_in_once_it_is_over(
    app: Flask, evening: Evening, member: Callable[[str], Member]
) -> None:
    workshop = evening()
    leading.go(workshop, member("Farid"), None, None)
    db.session.commit()
    answer = app.test_client().post(f"/s/{workshop.code}", data={"name": "Fatou", "key": "k"})
    assert answer.status_code == 409
    assert "terminée" in answer.text


# --- guessing codes ----------------------------------------------------------------------------------


@pytest.fixture
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with its limits on."""
    monkeypatch.setattr(limiter, "_limiter", FixedWindowRateLimiter(MemoryStorage()))
    monkeypatch.setattr(limiter, "enabled", True)
    return app


_DIGITS = str.maketrans("01", "AB")


def guess(browser: Callable[[], FlaskClient], times: int) -> list[int]:
    """The answers to so many wrong codes, each typed in what `browser()` gives."""
    wrong = [f"ZZZ{number:03}".translate(_DIGITS) for number in range(times)]
    return [browser().post("/s", data={"code": code}).status_code for code in wrong]


def test_a_device_that_guesses_is_slowed_down_and_the_room_is_not(
    counted: Flask, evening: Evening, phone: Phone
) -> None:
    workshop, guesser = evening(), counted.test_client()
    with guesser.session_transaction() as cookie:
        cookie["csrf_token"] = "of the one who guesses"
    assert guess(lambda: guesser, 12) == [422] * 8 + [429] * 4
    refused = guesser.get(f"/s/{workshop.code}")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 60
    for number in range(40):  # forty phones behind the same address
        phone(workshop, f"Voix {number}")


def test_who_keeps_no_cookie_is_counted_by_their_address(counted: Flask, evening: Evening) -> None:
    evening()
    assert guess(counted.test_client, 105) == [422] * 100 + [429] * 5


def test_the_more_is_guessed_everywhere_the_less_one_address_may_and_a_quiet_hall_stays_open(
    counted: Flask, evening: Evening
) -> None:
    workshop = evening()
    for number in range(2):
        guess(elsewhere(counted, f"10.0.0.{number}"), 100)
    assert guess(elsewhere(counted, "10.0.1.1"), 21) == [422] * 20 + [429]
    for together, _each in BY_ADDRESS:
        for _guess in range(1000):
            limiter.count(together, "rooms")
    assert guess(elsewhere(counted, "10.0.1.2"), 6) == [422] * 5 + [429]
    hall = elsewhere(counted, "10.0.2.1")
    assert hall().get(f"/s/{workshop.code}").status_code == 200


def elsewhere(app: Flask, address: str) -> Callable[[], FlaskClient]:
    """Browsers at another address, each of which knows nothing yet."""

    def browser() -> FlaskClient:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    return browser


def test_waits_grow_from_a_minute_to_a_day() -> None:
    waits = [parse(rate).get_expiry() for rate in BY_DEVICE]
    assert waits == [60, 15 * 60, 24 * 60 * 60]
