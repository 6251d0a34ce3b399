"""What stayed open at the tables becomes deliberations: each once, with what its table wrote, both linked."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from app.deliberations.models import Deliberation
from app.members.models import Member
from app.workshops.group_models import Finding, Note
from app.workshops.models import Workshop
from tests.workshops.minute_books import Book, end, walk_to, write_at_table

SignIn = Callable[[str | None], FlaskClient]
LONG = "Comment dire " + "très " * 80 + "précisément ?"


@pytest.fixture
def notes(evening: Callable[..., Workshop], member: Callable[[str], Member]) -> list[Note]:
    """What the table of the publics wrote before the evening ended."""
    workshop, farid = evening(), member("Farid")
    tables = walk_to(workshop, farid, "tables")
    written = write_at_table(
        tables,
        "Les publics cibles",
        ("Qui tire au sort ?", Finding.QUESTION),
        ("Un seul panel", Finding.DISSENSUS),
        ("Des foyers, *pas* des personnes", Finding.CONSENSUS),
        (LONG, Finding.QUESTION),
    )
    end(workshop, farid)
    return written


@pytest.fixture
def book(notes: list[Note], sign_in: SignIn) -> Book:
    return Book(sign_in("Farid"), db.session.get_one(Workshop, notes[0].workshop_id))


def opened() -> list[Deliberation]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Deliberation).order_by(Deliberation.id)))


def test_the_page_lists_what_is_open_and_only_that(book: Book) -> None:
    page = book.read("questions")
    assert "Qui tire au sort ?" in page
    assert "Un seul panel" in page
    assert "Des foyers" not in page


def test_a_ticked_question_becomes_a_deliberation_that_quotes_its_table(
    book: Book, notes: list[Note]
) -> None:
    assert book.post("questions", note=notes[0].id).status_code == 303
    (deliberation,) = opened()
    assert (deliberation.question, deliberation.theme) == ("Qui tire au sort ?", "Les publics cibles")
    for said in (
        "Soirée de lancement",
        "Table\u00a0: Les publics cibles",
        "Un seul panel",
        r"\*pas\*",
        "Sélection",
    ):
        assert said in deliberation.context, said
    page = book.client.get(f"/c/quatorze/deliberations/{deliberation.id}").text
    assert "Née d’une séance" in page
    assert f"{book.base}/proces-verbal#questions" in page
    assert f"/deliberations/{deliberation.id}" in book.read()
    assert "ouverte en délibération" in book.read("questions")


def test_a_question_is_opened_once(book: Book, notes: list[Note]) -> None:
    for _twice in range(2):
        assert book.post("questions", note=notes[0].id, key="").status_code == 303
    assert len(opened()) == 1


def test_a_question_too_long_for_a_title_stands_whole_in_the_context(book: Book, notes: list[Note]) -> None:
    book.post("questions", note=notes[3].id)
    (deliberation,) = opened()
    assert len(deliberation.question) <= 300
    assert deliberation.question.endswith("…")
    assert LONG in deliberation.context


def test_what_left_nothing_open_is_refused(book: Book, notes: list[Note]) -> None:
    for chosen in ({}, {"note": notes[2].id}, {"note": "987654"}, {"note": "toutes"}, {"note": "9" * 30}):
        assert book.post("questions", **chosen).status_code == 422, chosen
    assert opened() == []


def test_only_facilitators_open_them(notes: list[Note], sign_in: SignIn) -> None:
    workshop = db.session.get_one(Workshop, notes[0].workshop_id)
    assert Book(sign_in("Bob"), workshop).post("questions", note=notes[0].id).status_code == 403


def test_two_facilitators_at_once_open_one_deliberation(
    app: Flask, book: Book, notes: list[Note], sign_in: SignIn
) -> None:
    chosen, address, ready = notes[0].id, f"{book.base}/questions", Barrier(2)
    clients, statuses = [sign_in("Farid"), sign_in("Alice")], []
    db.session.remove()

    def press(client: FlaskClient) -> None:
        ready.wait()
        statuses.append(client.post(address, data={"note": chosen}).status_code)

    threads = [Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303, 303]
    assert len(opened()) == 1
