"""The page of a session offers what makes sense: before it, while it runs, once it is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.workshops.models import Workshop
from app.workshops.reading import items_of
from app.workshops.services import leading
from tests.workshops.minute_books import Book, end

SignIn = Callable[[str | None], FlaskClient]
SCREENS = ("/participer", "/mur")


@pytest.fixture
def books(evening: Callable[..., Workshop], sign_in: SignIn) -> tuple[Book, Book]:
    """The page as who leads reads it, then as Bob does."""
    workshop = evening()
    return Book(sign_in("Farid"), workshop), Book(sign_in("Bob"), workshop)


def offers(book: Book, *ways: str) -> list[bool]:
    page = book.read("")
    return [f'href="{book.base}{way}"' in page for way in ways]


def begin(member: Callable[[str], Member]) -> Workshop:
    workshop = db.session.query(Workshop).one()
    leading.go(workshop, member("Farid"), items_of(workshop)[0], None)
    db.session.commit()
    return workshop


def test_before_it_there_is_a_room_to_enter_and_no_minutes(books: tuple[Book, Book]) -> None:
    for book in books:
        assert offers(book, *SCREENS) == [True, True]
        assert offers(book, "/proces-verbal", "/absence") == [False, False]
    lead, bob = books
    assert offers(lead, "/animer", "/trousse", "/excuses") == [True, True, True]
    assert offers(bob, "/animer", "/trousse") == [False, False]


def test_while_it_runs_who_leads_may_read_what_the_minutes_will_say(
    books: tuple[Book, Book], member: Callable[[str], Member]
) -> None:
    begin(member)
    lead, bob = books
    assert offers(lead, *SCREENS, "/animer", "/proces-verbal") == [True] * 4
    assert offers(bob, *SCREENS, "/animer", "/proces-verbal") == [True, True, False, False]


def test_once_it_is_over_its_room_is_closed_and_its_minutes_are_there(
    books: tuple[Book, Book], member: Callable[[str], Member]
) -> None:
    end(begin(member), member("Farid"))
    lead, bob = books
    for book in books:
        assert offers(book, *SCREENS, "/trousse") == [False, False, False]
        assert offers(book, "/proces-verbal") == [True]
        page = book.read("")
        assert "Les écrans de la séance" not in page
        assert "Terminée à" in page
        assert "Fin prévue" not in page
    assert offers(lead, "/animer") == [True]  # the last word can be taken back
    assert offers(bob, "/animer") == [False]
