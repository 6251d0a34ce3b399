"""Coming in by a link sent by e-mail: good once, for half an hour, used by a button."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask

from app.collectives.models import Collective
from app.db import db
from app.members import links, people
from app.members.models import AccessSession, LinkPurpose, MagicLink, Member, MemberStatus
from tests.members.letters import HOME, ask, is_in, later

Find = Callable[[str], Member]
Letters = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]


def test_bob_comes_in(app: Flask, addressed: Collective, letters: Letters, link_in: LinkIn) -> None:
    bob = app.test_client()
    assert "une lettre est en route" in bob.get(ask(bob, "  Bob@Exemple.fr ")).text
    [letter] = letters()
    assert letter["To"] == "bob@exemple.fr"
    assert "Caisse du 14e" in letter["Subject"]
    path = link_in(letter)
    shown = bob.get(path)
    assert "Bonjour, Bob" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert not is_in(bob, "Bob")
    answer = bob.post(path)
    assert (answer.status_code, answer.location) == (303, HOME)
    assert is_in(bob, "Bob")


def test_opening_a_link_does_not_use_it(app: Flask, link: str) -> None:
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
    assert scanner.head(link).status_code == 200
    assert app.test_client().post(link).status_code == 303


def test_a_link_is_good_once(app: Flask, link: str) -> None:
    assert app.test_client().post(link, data={"key": "first"}).status_code == 303
    second = app.test_client().post(link, data={"key": "second"})
    assert second.status_code == 409
    assert "a déjà servi" in second.text
    assert "Recevoir un lien" in second.text
    assert app.test_client().get(link).status_code == 409


def test_the_same_form_sent_twice_enters_twice(
    app: Flask, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = [app.test_client() for _ in range(2)]
    for phone in phones:
        assert phone.post(link, data={"key": "same"}).status_code == 303
        assert is_in(phone, "Bob")
    later(monkeypatch, timedelta(minutes=3))
    assert app.test_client().post(link, data={"key": "same"}).status_code == 409


def test_a_link_expires(app: Flask, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, timedelta(minutes=31))
    for answer in (app.test_client().get(link), app.test_client().post(link)):
        assert answer.status_code == 409
        assert "a fait son temps" in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessSession)) == 0


def test_using_one_link_ends_the_others(
    app: Flask, addressed: Collective, letters: Letters, link_in: LinkIn
) -> None:
    for _ in range(2):
        ask(app.test_client(), "bob@exemple.fr")
    older, newer = map(link_in, letters())
    assert app.test_client().post(newer).status_code == 303
    assert "remplacé ou annulé" in app.test_client().post(older).text


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: token[::-1], lambda _token: "x"])
def test_a_forged_link_is_unknown(app: Flask, link: str, change: Callable[[str], str]) -> None:
    base, token = link.rsplit("/", 1)
    for answer in (
        app.test_client().get(f"{base}/{change(token)}"),
        app.test_client().post(f"{base}/{change(token)}"),
    ):
        assert answer.status_code == 404


def test_a_link_opens_no_other_collective(app: Flask, link: str) -> None:
    db.session.add(Collective(slug="autre", name="Autre"))
    db.session.commit()
    assert app.test_client().get(link.replace("quatorze", "autre")).status_code == 404
    assert app.test_client().post(link.replace("quatorze", "autre")).status_code == 404


def test_a_link_to_someone_who_left_opens_nothing(app: Flask, link: str, member: Find) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    assert app.test_client().post(link).status_code == 404


def test_a_new_address_makes_links_to_the_former_one_useless(app: Flask, link: str, member: Find) -> None:
    people.edit(member("Bob"), "Bob", "nouveau@exemple.fr", member("Bob"))
    db.session.commit()
    assert app.test_client().post(link).status_code == 409


def test_only_a_hash_of_the_link_is_stored(link: str) -> None:
    token = link.rsplit("/", 1)[1]
    row = db.session.execute(sa.select(MagicLink.__table__)).one()
    assert token not in map(str, row)
    assert len(token) >= 32


def test_first_coming_is_recorded_once(
    app: Flask, addressed: Collective, member: Find, recorded: Callable[[], list[str]]
) -> None:
    for _ in range(2):
        token = links.issue(member("Bob"), LinkPurpose.SIGN_IN)
        db.session.commit()
        app.test_client().post(f"/c/quatorze/entrer/lien/{token}")
    assert recorded() == ["member.joined"]


def test_old_links_are_swept(app: Flask, link: str, member: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, timedelta(days=40))
    links.issue(member("Bob"), LinkPurpose.SIGN_IN)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MagicLink)) == 1


def test_of_ten_browsers_at_once_one_comes_in(app: Flask, link: str, member: Find) -> None:
    gate, answers = threading.Barrier(10), []

    def hurry(number: int) -> None:
        browser = app.test_client()
        gate.wait()
        answers.append(browser.post(link, data={"key": f"form {number}"}).status_code)

    db.session.rollback()
    crowd = [threading.Thread(target=hurry, args=(number,)) for number in range(10)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert sorted(answers) == [303] + [409] * 9
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessSession)) == 1
