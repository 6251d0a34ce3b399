"""Members read the register: in sentences, by family and day, and check its chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register import cli, routes, wording
from app.register.models import RegisterHead
from app.register.services import record

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
URL = "/c/quatorze/registre"


@pytest.fixture
def acts(collective: Collective, member: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three acts on three days of March."""
    kinds = ("collective.settled", "proxy.given", "ferry.sailed")
    for day, kind in enumerate(kinds, start=10):
        monkeypatch.setattr(database, "clock", lambda day=day: datetime(2026, 3, day, 12, tzinfo=UTC))
        record(
            collective.id,
            kind,
            actor_id=member("Alice").id,
            subject=("member", member("Bob").id),
            principal_id=member("Bob").id,
            holder_id=member("Chloé").id,
        )
    monkeypatch.undo()
    db.session.commit()


@pytest.mark.parametrize("path", ["", "/1", "/verification"])
def test_the_public_does_not_read_who_did_what(sign_in: SignIn, acts: None, path: str) -> None:
    assert sign_in(None).get(URL + path).status_code == 303
    assert sign_in("Bob").get(URL + path).status_code == 200


def test_acts_are_told_newest_first_with_the_start_of_their_hash(sign_in: SignIn, acts: None) -> None:
    page = sign_in("Bob").get(URL).text
    assert page.index("n° 3") < page.index("n° 2") < page.index("n° 1")
    head = db.session.scalars(sa.select(RegisterHead)).one()
    assert head.hash[:12] in page


def test_an_act_that_nobody_described_stays_readable(sign_in: SignIn, acts: None) -> None:
    assert "ferry : sailed, par Alice." in sign_in("Bob").get(URL).text


def test_a_feature_says_how_its_acts_are_told(
    sign_in: SignIn, acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_sentences", {})
    wording.describe("ferry.sailed", lambda act: f"{act.actor} embarque {act.person('holder_id')}.")
    assert "Alice embarque Chloé." in sign_in("Bob").get(URL).text


def test_an_act_leads_to_the_page_of_its_subject(
    sign_in: SignIn, acts: None, member: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_places", {})
    wording.locate("member", "register.show", "position")
    place = f'class="button" href="/c/quatorze/registre/{member("Bob").id}"'
    assert place in sign_in("Bob").get(f"{URL}/1").text


def test_a_person_whose_name_is_erased_is_not_named(sign_in: SignIn, acts: None, member: Find) -> None:
    member("Alice").name = ""
    db.session.commit()
    assert "par une personne dont le nom est effacé" in sign_in("Bob").get(URL).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("famille=proxy", {2}),
        ("famille=pro", set()),
        ("famille=%25", set()),
        ("du=2026-03-11", {2, 3}),
        ("au=2026-03-11", {1, 2}),
        ("du=2026-03-11&au=2026-03-11", {2}),
        ("du=0001-01-01&au=9999-12-31", {1, 2, 3}),
        ("du=hier&page=abc", {1, 2, 3}),
        ("page=-3", {1, 2, 3}),
        ("page=99999999999999999999", set()),
        ("page=2", set()),
    ],
)
def test_acts_are_chosen_by_family_and_day(sign_in: SignIn, acts: None, query: str, shown: set[int]) -> None:
    answer = sign_in("Bob").get(f"{URL}?{query}")
    assert answer.status_code == 200
    assert {number for number in (1, 2, 3) if f'id="a{number}"' in answer.text} == shown


def test_one_act_shows_all_its_hash_covers(sign_in: SignIn, acts: None) -> None:
    page = sign_in("Bob").get(f"{URL}/2").text
    assert "proxy.given" in page
    assert "0" * 64 not in page
    assert "0" * 64 in sign_in("Bob").get(f"{URL}/1").text


@pytest.mark.parametrize("position", [0, 4, 2**31, 10**30])
def test_an_act_that_does_not_exist_is_not_found(sign_in: SignIn, acts: None, position: int) -> None:
    assert sign_in("Bob").get(f"{URL}/{position}").status_code == 404


def test_the_chain_is_checked_on_the_page(sign_in: SignIn, acts: None) -> None:
    page = sign_in("Bob").get(f"{URL}/verification").text
    assert "Tout se tient." in page
    assert "3 actes vérifiés" in page
    assert "flask --app app register verify quatorze" in page


def test_a_broken_chain_is_said_on_the_page(sign_in: SignIn, acts: None) -> None:
    db.session.execute(sa.update(RegisterHead).values(hash="f" * 64))
    db.session.commit()
    page = sign_in("Bob").get(f"{URL}/verification").text
    assert "Quelque chose ne se tient plus." in page
    assert "les actes qui suivaient le n° 3 ont été retirés" in page


def test_a_long_chain_is_left_to_the_command(
    sign_in: SignIn, acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "LONGEST_LIVE_CHECK", 2)
    assert "vérifiez-le par la commande" in sign_in("Bob").get(f"{URL}/verification").text


def test_the_command_checks_one_collective_or_says_it_is_unknown(app: Flask, acts: None) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["register", "verify", "quatorze"]).exit_code == 0
    unknown = run(args=["register", "verify", "nulle-part"])
    assert (unknown.exit_code, "nulle-part" in unknown.output) == (2, True)


def test_the_command_checks_every_collective_even_after_a_broken_one(app: Flask, acts: None) -> None:
    other = Collective(slug="gironde", name="Gironde")
    db.session.add(other)
    db.session.flush()
    record(other.id, "test.done")
    db.session.execute(sa.update(RegisterHead).filter_by(collective_id=other.id).values(position=5))
    db.session.commit()
    answer = app.test_cli_runner().invoke(args=["register", "verify"])
    assert answer.exit_code == 1
    assert "gironde : registre : les actes qui suivaient le n° 1 ont été retirés" in answer.output
    assert "quatorze : 3 actes, tout se tient." in answer.output


def test_a_register_without_its_head_is_found(app: Flask, acts: None) -> None:
    db.session.execute(sa.delete(RegisterHead))
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["register", "verify"]).exit_code == 1


@pytest.mark.parametrize("path", ["", "/verification", "/2"])
def test_a_long_register_asks_few_questions_of_the_database(
    sign_in: SignIn, collective: Collective, member: Find, count_queries: list[str], path: str
) -> None:
    for number in range(120):
        record(collective.id, "proxy.given", actor_id=member("Bob").id, principal_id=number, assisted=True)
    client = sign_in("Bob")
    db.session.commit()
    db.session.expunge_all()
    count_queries.clear()
    answer = client.get(URL + path)
    assert answer.status_code == 200
    assert len(count_queries) <= 10
    if not path:
        assert "Page 1 sur 3" in answer.text
        assert "saisie assistée" in answer.text


def test_the_command_says_when_it_can_check_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(slug: str | None) -> list[tuple[int, str]]:
        db.session.execute(sa.text("SELECT * FROM no_such_table"))
        return []

    monkeypatch.setattr(cli, "_chosen", absent)
    answer = app.test_cli_runner().invoke(args=["register", "verify"])
    assert answer.exit_code == 2
    assert "La base de données ne répond pas" in answer.output
