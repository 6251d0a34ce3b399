"""A session ready to begin, and phones that come in to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.workshops.group_models import Finding
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, preparing
from tests.workshops.grouped import GroupedRoom
from tests.workshops.minute_books import Book, end, walk_to, write_at_table
from tests.workshops.room import OpenRoom, Room

Evening = Callable[..., Workshop]


@pytest.fixture
def evening(collective: Collective, member: Callable[[str], Member]) -> Evening:
    """`evening()` is tonight's session, made from the launching run-sheet; `template` names another."""

    def prepare(template: str = "soiree-de-lancement", *, welcomes_members: bool = False) -> Workshop:
        workshop = preparing.create(
            collective,
            member("Farid"),
            title="Soirée de lancement",
            starts_at=now(),  # of today, even in the last minutes of the day
            place="Mairie du 14e",
            template=template,
            welcomes_members=welcomes_members,
        )
        db.session.commit()
        return workshop

    return prepare


@pytest.fixture
def item_of(collective: Collective) -> Callable[[Workshop, str], AgendaItem]:
    """`item_of(workshop, "blason")` is its first item of that kind."""

    def find(workshop: Workshop, kind: str) -> AgendaItem:
        return next(item for item in items_of(workshop) if item.kind.value == kind)

    return find


@pytest.fixture
def phone(app: Flask) -> Callable[[Workshop, str], FlaskClient]:
    """`phone(workshop, "Fatou")` is a phone that came in under that name."""

    def come_in(workshop: Workshop, name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post(f"/s/{workshop.code}", data={"name": name, "key": f"phone-of-{name}"})
        assert answer.status_code == 303, answer.text
        return client

    return come_in


@pytest.fixture
def room_at(
    app: Flask,
    evening: Evening,
    sign_in: Callable[[str | None], FlaskClient],
    member: Callable[[str], Member],
) -> OpenRoom:
    """`room_at("vote")` is tonight's room, led by Farid, at its first item of that kind."""
    return lambda kind: Room(app, evening(), member("Farid"), sign_in("Farid"), kind)


@pytest.fixture
def room(
    sign_in: Callable[[str | None], FlaskClient],
    evening: Evening,
    item_of: Callable[[Workshop, str], AgendaItem],
    phone: Callable[[Workshop, str], FlaskClient],
) -> GroupedRoom:
    """Tonight's session at its workshop of the blason, with Farid at the desk."""
    workshop = evening()
    return GroupedRoom(sign_in("Farid"), workshop, item_of(workshop, "blason"), phone)


@pytest.fixture
def held(evening: Evening, member: Callable[[str], Member]) -> Workshop:
    """An evening that has just ended: people came, a table wrote, nobody decided anything."""
    workshop = evening()
    farid = member("Farid")
    arriving.arrive_as(workshop, farid)
    arriving.arrive_as(workshop, member("Bob"))
    arriving.arrive(workshop, "Fatou", has_device=False, added_by=farid)
    tables = walk_to(workshop, farid, "tables")
    write_at_table(
        tables,
        "Les publics cibles",
        ("Qui tire au sort ?", Finding.QUESTION),
        ("Un seul panel", Finding.DISSENSUS),
        ("Des foyers, pas des personnes", Finding.CONSENSUS),
    )
    end(workshop, farid)
    return workshop


@pytest.fixture
def book(held: Workshop, sign_in: Callable[[str | None], FlaskClient]) -> Book:
    """Its minutes, before Farid who facilitates."""
    return Book(sign_in("Farid"), held)
