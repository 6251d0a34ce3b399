"""Invite one person: a name is enough, a letter leaves when there is an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db, now
from app.members import mail, people, roster
from app.members.models import Member, MemberStatus
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
Letters = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]
INVITE = "/c/quatorze/membres/inviter"
ZOE = {"name": "Zoé", "email": "Zoe@Exemple.fr"}


def zoe() -> Member:
    db.session.rollback()
    return db.session.scalars(sa.select(Member).filter_by(name="Zoé")).one()


def test_with_an_address_a_letter_leaves_and_opens(
    app: Flask, sign_in: SignIn, letters: Letters, link_in: LinkIn, recorded: Callable[[], list[str]]
) -> None:
    farid = sign_in("Farid")
    answer = farid.post(INVITE, data=ZOE)
    assert answer.status_code == 303
    assert answer.location == f"/c/quatorze/membres/{zoe().id}"
    assert "l’invitation est partie" in farid.get(answer.location).text
    [letter] = letters()
    assert letter["To"] == "zoe@exemple.fr"
    assert "Invitation" in letter["Subject"]
    browser = app.test_client()
    assert "Bienvenue, Zoé" in browser.get(link_in(letter)).text
    assert browser.post(link_in(letter)).status_code == 303
    assert 'value="Zoé"' in browser.get("/c/quatorze/moi").text
    assert recorded() == ["member.added", "member.invited", "member.joined"]


def test_with_a_name_alone_no_letter(sign_in: SignIn, letters: Letters) -> None:
    farid = sign_in("Farid")
    page = farid.get(farid.post(INVITE, data={"name": "  Zoé ", "email": " "}).location).text
    assert letters() == []
    assert zoe().email is None
    assert "Saisie assistée" in page
    assert "Imprimer un billet" in page


def test_no_name_reaches_the_register(sign_in: SignIn, letters: Letters) -> None:
    sign_in("Farid").post(INVITE, data=ZOE)
    db.session.rollback()
    told = " ".join(db.session.scalars(sa.select(RegisterEntry.payload))).lower()
    assert "zo" not in told
    assert "exemple" not in told
    page = sign_in("Farid").get("/c/quatorze/registre").text
    assert "Farid inscrit Zoé." in page
    assert "Farid invite Zoé par e-mail." in page


def test_the_same_form_sent_twice_invites_once(sign_in: SignIn, letters: Letters) -> None:
    farid = sign_in("Farid")
    for _ in range(2):
        assert farid.post(INVITE, data={**ZOE, "key": "one"}).status_code == 303
    assert len(letters()) == 1
    assert zoe()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Ce champ est nécessaire"),
        ({"name": "…"}, "au moins une lettre"),
        ({"name": "x" * 81}, "Au plus 80"),
        ({"name": "ﷺ" * 9}, "trop long"),
        ({"name": "Zo\u202eé"}, "caractères invisibles"),
        ({"name": " BOB "}, "porte déjà ce nom"),
        ({"name": "chloe"}, "porte déjà ce nom"),
        ({"name": "Zoé", "email": "zoe"}, "ne semble pas complète"),
        ({"name": "Zoé", "email": "BOB@exemple.fr"}, "déjà celle de quelqu’un"),
    ],
)
def test_a_mistake_is_said_next_to_its_field(
    sign_in: SignIn, addressed: Collective, letters: Letters, typed: dict[str, str], said: str
) -> None:
    answer = sign_in("Farid").post(INVITE, data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed["name"].strip()}"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 4
    assert letters() == []


def test_a_name_already_borne_leads_to_whoever_bears_it(sign_in: SignIn, member: Find) -> None:
    page = sign_in("Farid").post(INVITE, data={"name": "CHLOE"}).text
    assert f"/c/quatorze/membres/{member('Chloé').id}" in page
    member("Chloé").status = MemberStatus.LEFT
    db.session.commit()
    assert "a quitté le collectif" in sign_in("Farid").post(INVITE, data={"name": "CHLOE"}).text


@pytest.mark.parametrize(
    ("who", "field"),
    [(roster.Person("BOB", None), "name"), (roster.Person("Zoé", "bob@exemple.fr"), "email")],
)
def test_two_who_invite_the_same_person_at_once(
    addressed: Collective, member: Find, who: roster.Person, field: str
) -> None:
    with pytest.raises(people.PersonRefused) as refused:  # as if the other had come between look and leap
        people.add(addressed.id, [who], member("Farid"))
    assert refused.value.field == field
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 4


def test_an_invitation_is_sent_again_and_the_former_one_dies(
    app: Flask, sign_in: SignIn, letters: Letters, link_in: LinkIn
) -> None:
    farid = sign_in("Farid")
    farid.post(INVITE, data=ZOE)
    assert farid.post(f"/c/quatorze/membres/{zoe().id}/invitation").status_code == 303
    first, second = map(link_in, letters())
    assert app.test_client().post(first).status_code == 409
    assert app.test_client().post(second).status_code == 303


def test_an_invitation_is_withdrawn(
    app: Flask, sign_in: SignIn, letters: Letters, link_in: LinkIn, recorded: Callable[[], list[str]]
) -> None:
    farid = sign_in("Farid")
    farid.post(INVITE, data=ZOE)
    page = f"/c/quatorze/membres/{zoe().id}"
    assert "Annuler l’invitation" in farid.get(page).text
    for _ in range(2):
        assert farid.post(f"{page}/invitation/annulation").status_code == 303
    assert recorded().count("member.uninvited") == 1
    assert app.test_client().post(link_in(letters()[0])).status_code == 409
    assert "Annuler l’invitation" not in farid.get(page).text


def test_an_invitation_lasts_two_weeks(
    app: Flask, sign_in: SignIn, letters: Letters, link_in: LinkIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("Farid").post(INVITE, data=ZOE)
    start = now()
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(days=13))
    assert app.test_client().get(link_in(letters()[0])).status_code == 200
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(days=14))
    assert app.test_client().post(link_in(letters()[0])).status_code == 409


def test_nobody_is_invited_without_an_address(sign_in: SignIn, member: Find, letters: Letters) -> None:
    answer = sign_in("Farid").post(f"/c/quatorze/membres/{member('Bob').id}/invitation")
    assert answer.status_code == 409
    assert "pas d’adresse" in answer.text
    assert letters() == []


def test_a_facilitator_invites_nobody_who_may_do_more(
    sign_in: SignIn, addressed: Collective, member: Find, letters: Letters
) -> None:
    page = f"/c/quatorze/membres/{member('Alice').id}"
    for act in ("invitation", "invitation/annulation"):
        assert sign_in("Farid").post(f"{page}/{act}").status_code == 403
    assert letters() == []


def test_a_letter_that_cannot_leave_is_said_and_the_person_stays(
    app: Flask, sign_in: SignIn, collective: Collective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_store", lambda messages: (_ for _ in ()).throw(OSError("disk full")))
    farid = sign_in("Farid")
    assert "la poste ne répond pas" in farid.get(farid.post(INVITE, data=ZOE).location).text
    assert zoe().email == "zoe@exemple.fr"


@pytest.mark.parametrize(("name", "status"), [(None, 303), ("Bob", 403), ("Farid", 200), ("Alice", 200)])
def test_only_facilitators_invite(
    sign_in: SignIn, collective: Collective, letters: Letters, name: str | None, status: int
) -> None:
    browser = sign_in(name)
    assert browser.get(INVITE).status_code == status
    browser.post(INVITE, data=ZOE)
    assert (db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 5) == (status == 200)


def test_the_collective_is_the_one_of_the_address(app: Flask, sign_in: SignIn, member: Find) -> None:
    db.session.add(Collective(slug="autre", name="Autre"))
    db.session.commit()
    answer = sign_in("Alice").get("/c/autre/membres/inviter")
    assert answer.location.startswith("/c/autre/entrer")
    assert sign_in("Alice").get("/c/nulle-part/membres/inviter").status_code == 404
