"""Invite many at once: the list is read back first, and nobody is added while a line is wrong."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.collectives.models import Collective
from app.db import db
from app.members import roster
from app.members.models import Member, MemberStatus
from app.members.roster import Fault, Person
from app.members.wording import FAULTS
from app.register.words import fold

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
URL = "/c/quatorze/membres/inviter/liste"
LIST = "Zoé ; zoe@exemple.fr\n\nAbel M.\n  Colette R.,\tcolette@exemple.fr\n"


def names() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(Member.name)))


# --- the reading of a list ---------------------------------------------------------------------------


def read(text: str) -> tuple[list[Person], list[Fault]]:
    return roster.read(text, {"bob": "name_taken", "ines": "name_left"}, {"bob@exemple.fr"})


def test_a_good_list() -> None:
    assert read(LIST) == (
        [
            Person("Zoé", "zoe@exemple.fr"),
            Person("Abel M.", None),
            Person("Colette R.", "colette@exemple.fr"),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("…", "name_missing"),
        ("; a@exemple.fr", "name_missing"),
        ("x" * 81, "name_long"),
        ("a@exemple.fr", "name_is_email"),
        ("Zoé ; a@exemple.fr ; b@exemple.fr", "too_much"),
        ("Zoé ; chez elle", "email_wrong"),
        ("BÖB", "name_taken"),
        ("Inès", "name_left"),
        ("Zoé ; BOB@exemple.fr", "email_taken"),
    ],
)
def test_a_bad_line_is_told_with_its_number(line: str, code: str) -> None:
    _people, faults = read(f"Ali\n\n{line}\nRosa")
    assert [(fault.line, fault.code) for fault in faults] == [(3, code)]


def test_twice_in_the_list() -> None:
    _people, faults = read("Zoé;z@exemple.fr\nzoe\nAli;Z@exemple.fr")
    assert faults == [Fault(2, "name_twice", "zoe"), Fault(3, "email_twice", "z@exemple.fr")]


def test_too_long_a_list() -> None:
    _people, faults = read("\n".join(f"Membre {number}" for number in range(201)))
    assert [(fault.line, fault.code) for fault in faults] == [(201, "too_many")]


@given(st.text(alphabet="ab B\n;,@.é\u00a0\u0301", max_size=60))
def test_every_line_is_a_person_or_a_fault(text: str) -> None:
    persons, faults = read(text)
    assert len(persons) + len(faults) == sum(bool(line.strip()) for line in text.splitlines())
    assert {fault.code for fault in faults} <= set(FAULTS)
    folded = [fold(person.name) for person in persons]
    assert len(folded) == len(set(folded))
    assert not {"bob", "ines"} & set(folded)
    addresses = [person.email for person in persons if person.email]
    assert len(addresses) == len(set(addresses))
    for person in persons:
        assert roster.name_fault(person.name) is None
        assert roster.tidy_name(person.name) == person.name
        assert person.email is None or roster.email_fault(person.email) is None


@given(st.text(max_size=100))
def test_a_name_accepted_fits_its_columns(typed: str) -> None:
    name = roster.tidy_name(typed)
    if roster.name_fault(name) is None:
        assert 0 < len(name) <= roster.LONGEST_NAME
        assert 0 < len(fold(name)) <= roster.LONGEST_NAME


# --- the pages ---------------------------------------------------------------------------------------


def test_the_list_is_read_back_then_everyone_is_added(
    sign_in: SignIn,
    collective: Collective,
    letters: Callable[[], list[EmailMessage]],
    recorded: Callable[[], list[str]],
) -> None:
    farid = sign_in("Farid")
    read_back = farid.post(URL, data={"people": LIST})
    assert read_back.status_code == 200
    assert "3 personnes à inscrire" in read_back.text
    assert "billet à imprimer" in read_back.text
    assert "Zoé" not in names()
    done = farid.post(URL, data={"people": LIST, "confirmed": "1"})
    assert (done.status_code, done.location) == (303, "/c/quatorze/billets")
    assert names() >= {"Zoé", "Abel M.", "Colette R."}
    assert {letter["To"] for letter in letters()} == {"zoe@exemple.fr", "colette@exemple.fr"}
    assert recorded() == ["member.added"] * 3 + ["member.invited"] * 2
    page = farid.get(done.location).text
    assert "3 personnes sont inscrites" in page
    assert "checked><span>Abel M." in page


@pytest.mark.parametrize("confirmed", ["", "1"])
def test_nobody_is_added_while_a_line_is_wrong(
    sign_in: SignIn, collective: Collective, letters: Callable[[], list[EmailMessage]], confirmed: str
) -> None:
    before = names()
    typed = "Zoé\nbob\nAli ; nulle part\nChloe"
    answer = sign_in("Farid").post(URL, data={"people": typed, "confirmed": confirmed})
    assert answer.status_code == 422
    assert "3 lignes sont à corriger" in answer.text
    for said in ("Ligne 2", "Ligne 3", "Ligne 4", "porte déjà ce nom", "ne semble pas complète"):
        assert said in answer.text
    assert "Ali ; nulle part" in answer.text
    assert names() == before
    assert letters() == []


def test_a_list_confirmed_twice_adds_once(
    sign_in: SignIn, collective: Collective, letters: Callable[[], list[EmailMessage]]
) -> None:
    farid = sign_in("Farid")
    for _ in range(2):
        answer = farid.post(URL, data={"people": LIST, "confirmed": "1", "key": "one"})
        assert answer.status_code == 303
    assert len(letters()) == 2


def test_someone_who_left_is_named_as_such(sign_in: SignIn, member: Find) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    answer = sign_in("Farid").post(URL, data={"people": "Bob"})
    assert "a quitté le collectif" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Ce champ est nécessaire"), ("  \n ", "Ce champ est nécessaire"), ("Zo\u202eé", "invisibles")],
)
def test_an_empty_or_tricked_list_is_refused(
    sign_in: SignIn, collective: Collective, typed: str, said: str
) -> None:
    answer = sign_in("Farid").post(URL, data={"people": typed, "confirmed": "1"})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("name", "status"), [(None, 303), ("Bob", 403)])
def test_only_facilitators_invite_many(
    sign_in: SignIn, collective: Collective, name: str | None, status: int
) -> None:
    assert sign_in(name).get(URL).status_code == status
    assert sign_in(name).post(URL, data={"people": LIST, "confirmed": "1"}).status_code == status
    assert len(names()) == 4
