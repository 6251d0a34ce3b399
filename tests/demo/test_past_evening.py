"""The demonstration has a past: the launching evening, over, with its approved minutes."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import Deliberation
from app.demo.services import load_if_empty
from app.members.access import digest
from app.members.models import AccessSession, Member
from app.register.services import verify
from app.workshops.group_models import CommonItem
from app.workshops.models import Workshop, WorkshopState

HOME = "/c/la-table-du-quatorze"


@pytest.fixture
def bernard(app: Flask) -> FlaskClient:
    """A member who was there."""
    return _browser(app, "Bernard L.")


def _browser(app: Flask, name: str) -> FlaskClient:
    load_if_empty()
    person = db.session.scalars(sa.select(Member).filter_by(name=name)).one()
    person.last_seen_at, token = now(), os.urandom(8).hex()
    db.session.add(AccessSession(member_id=person.id, token_hash=digest(token), device="test"))
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def evening() -> Workshop:
    return db.session.scalars(sa.select(Workshop).filter_by(title="Soirée de lancement")).one()


def address(of: str = "") -> str:
    return f"{HOME}/seances/{evening().id}{of}"


def test_the_list_of_sessions_leads_to_the_evening_and_says_it_is_fictitious(bernard: FlaskClient) -> None:
    past = bernard.get(f"{HOME}/seances").text.partition("Passées")[2]
    assert f'href="{address()}"' in past
    page = bernard.get(address()).text
    assert "exemples fictifs" in page
    assert f'href="{address("/proces-verbal")}"' in page
    assert f'href="{address("/releve-de-decisions")}"' in page


def test_its_minutes_are_approved_and_can_be_printed(bernard: FlaskClient) -> None:
    page = bernard.get(address("/proces-verbal")).text
    assert "Approuvé le 7 mai 2024, en séance" in page
    printed = bernard.get(address("/proces-verbal.pdf"))
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(printed.data)).pages).split())
    assert "37 personnes présentes" in text
    assert "Qui décide entre deux séances" in text
    assert "exemples fictifs" in text


def test_who_was_absent_reads_what_happened_and_what_stays_open(app: Flask) -> None:
    page = _browser(app, "Colette R.").get(address("/absence")).text
    assert "Vous étiez absent·e" in page
    assert "Quel nom pour notre collectif" in page
    assert "Qui décide entre deux séances" in page
    assert "Relire la charte, article par article" in page


def test_the_record_tells_what_was_decided_that_evening(bernard: FlaskClient) -> None:
    page = bernard.get(address("/releve-de-decisions")).text
    assert "Quelle règle de décision nous convient le mieux" in page
    assert "Quel nom pour notre collectif" in page


def test_the_blason_comes_from_the_post_its_of_that_evening(bernard: FlaskClient) -> None:
    assert "d’où cela vient" in bernard.get(f"{HOME}/blason").text
    commons = db.session.scalars(sa.select(CommonItem).filter_by(workshop_id=evening().id)).all()
    assert len(commons) == 9
    assert all(common.blason_code for common in commons)


def test_a_question_of_the_evening_became_a_deliberation(bernard: FlaskClient) -> None:
    opened = db.session.scalars(
        sa.select(Deliberation).filter_by(question="Qui décide entre deux séances ?")
    ).one()
    page = bernard.get(f"{HOME}/deliberations/{opened.id}").text
    assert "La gouvernance" in page
    assert "Soirée de lancement" in page


def test_all_this_is_in_the_register_as_if_people_had_done_it(bernard: FlaskClient) -> None:
    collective = db.session.scalars(sa.select(Collective)).one()
    assert list(verify(collective.id)) == []
    states = set(db.session.scalars(sa.select(Workshop.state)))
    assert states == {WorkshopState.ENDED, WorkshopState.PREPARED}
