"""What minutes must say beside what happened: how people were convened, and who took the notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members import membership
from app.members.models import Member
from app.workshops.models import Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, leading
from tests.workshops.minute_books import Book

SignIn = Callable[[str | None], FlaskClient]
TYPED = {"title": "Soirée de lancement", "starts_at": "2030-04-23T18:00", "place": "Mairie du 14e"}


@pytest.fixture
def tonight(evening: Callable[..., Workshop], sign_in: SignIn) -> Book:
    return Book(sign_in("Farid"), evening())


def held(actor: Member) -> None:
    """From the first item to the last word."""
    workshop = session()
    leading.go(workshop, actor, items_of(workshop)[0], None)
    leading.go(workshop, actor, None, None)
    db.session.commit()


def session() -> Workshop:
    db.session.expire_all()
    return db.session.query(Workshop).one()


def test_minutes_say_when_and_how_people_were_convened_and_who_took_the_notes(
    tonight: Book, member: Callable[[str], Member]
) -> None:
    told = {"convened_on": "2030-04-11", "convened_by": "affiches et courriel", "secretary": member("Bob").id}
    assert tonight.post("preparation", **TYPED, **told).status_code == 303
    assert "Prend les notes : Bob" in tonight.read("animer")
    held(member("Farid"))
    page = tonight.read()
    assert "Convocation : envoyée le 11 avril 2030, affiches et courriel" in page
    assert "Secrétaire de séance : Bob" in page
    assert "Prise de notes" not in page
    assert "Pour la prise de notes : Bob" in page


def test_what_nobody_noted_is_left_to_complete(tonight: Book, member: Callable[[str], Member]) -> None:
    assert "Personne n’est encore chargé de prendre les notes" in tonight.read("animer")
    held(member("Farid"))
    page = tonight.read()
    assert "Convocation : à compléter" in page
    assert "Prise de notes : Farid" in page


def test_it_is_said_from_the_first_preparation(
    sign_in: SignIn, collective: Collective, member: Callable[[str], Member]
) -> None:
    del collective
    typed = {**TYPED, "template": "", "convened_by": "de vive voix", "secretary": member("Chloé").id}
    assert sign_in("Farid").post("/c/quatorze/seances", data=typed).status_code == 303
    workshop = session()
    assert (workshop.convened_by, workshop.secretary_id) == ("de vive voix", member("Chloé").id)
    page = Book(sign_in("Farid"), workshop).read("preparation")
    assert f'<option selected value="{member("Chloé").id}">Chloé' in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"convened_on": "2030-04-24"}, "On convoque avant la séance"),
        ({"convened_on": "hier"}, "valid"),
        ({"convened_by": "x" * 201}, "Au plus 200 caractères"),
        ({"secretary": "999"}, "Choisissez une personne de la liste"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    tonight: Book, wrong: dict[str, str], said: str
) -> None:
    answer = tonight.post("preparation", **{**TYPED, "intention": "Nous donner un nom.", **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nous donner un nom." in answer.text
    assert session().secretary_id is None


def test_a_secretary_who_left_the_collective_stays_the_secretary_of_that_session(
    tonight: Book, member: Callable[[str], Member]
) -> None:
    bob, chloe = member("Bob"), member("Chloé")
    assert tonight.post("preparation", **TYPED, secretary=bob.id).status_code == 303
    for one in (bob, chloe):
        membership.leave(one, member("Farid"))
    db.session.commit()
    page = tonight.read("preparation")
    assert f'<option selected value="{bob.id}">' in page
    assert f'value="{chloe.id}"' not in page
    assert tonight.post("preparation", **TYPED, secretary=bob.id).status_code == 303
    assert session().secretary_id == bob.id
    assert f'value="{bob.id}"' not in tonight.client.get("/c/quatorze/seances/nouvelle").text


def test_whoever_asked_to_go_unnamed_takes_the_notes_unnamed(
    tonight: Book, member: Callable[[str], Member]
) -> None:
    bob = member("Bob")
    assert tonight.post("preparation", **TYPED, secretary=bob.id).status_code == 303
    arriving.arrive_as(session(), bob).goes_unnamed = True
    held(member("Farid"))
    page = tonight.read().partition('id="main"')[2]
    assert "Secrétaire de séance : B." in page
    assert "Bob" not in page


def test_the_secretary_writes_the_minutes_of_that_session_and_of_no_other(
    tonight: Book, evening: Callable[..., Workshop], sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    assert tonight.post("preparation", **TYPED, secretary=member("Bob").id).status_code == 303
    held(member("Farid"))
    bob, chloe = Book(sign_in("Bob"), session()), Book(sign_in("Chloé"), session())
    assert "Modifier" in bob.read()
    assert bob.write("next", "Au printemps.").status_code == 303
    assert bob.post("proces-verbal/soumission").status_code == 303
    assert chloe.write("next", "Jamais.").status_code == 403
    assert bob.client.get(f"{bob.base}/animer").status_code == 403
    other = Book(bob.client, evening())
    assert other.post("proces-verbal").status_code == 403
