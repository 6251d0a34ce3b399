"""Coming in by a link sent by e-mail: good once, for half an hour, used by a button."""

from __future__ import annotations

import threading
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
from app.members import links, people
from app.members.models import AccessSession, LinkPurpose, MagicLink, Member, MemberStatus

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
Letters = Callable[[], list[EmailMessage]]
LinkIn = Callable[[EmailMessage], str]
ASK = "/c/quatorze/entrer/lettre"
HOME = "/c/quatorze/"


def ask(client: FlaskClient, email: str, **fields: str) -> str:
    """Ask for a link; return where the answer leads. The letter leaves once the answer is closed."""
    answer = client.post(ASK, data={"email": email, **fields}, buffered=True)
    assert answer.status_code == 303
    return str(answer.location)


def is_in(client: FlaskClient, name: str) -> bool:
    return f'value="{name}"' in client.get("/c/quatorze/moi").text


def later(monkeypatch: pytest.MonkeyPatch, delay: timedelta) -> None:
    moment = now() + delay
    monkeypatch.setattr(database, "clock", lambda: moment)


@pytest.fixture
def link(addressed: Collective, app: Flask, letters: Letters, link_in: LinkIn) -> str:
    """The path of a link just sent to Bob."""
    ask(app.test_client(), "bob@exemple.fr")
    return link_in(letters()[-1])


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


def test_the_answer_is_the_same_for_an_unknown_address(
    app: Flask, addressed: Collective, letters: Letters, count_queries: list[str]
) -> None:
    spent = {}
    for email in ("bob@exemple.fr", "personne@exemple.fr"):
        db.session.rollback()
        count_queries.clear()
        answer = app.test_client().post(ASK, data={"email": email})  # not closed yet: nothing looked up
        spent[email] = (answer.status_code, answer.location, answer.data, list(count_queries))
        answer.close()
    assert spent["bob@exemple.fr"] == spent["personne@exemple.fr"]
    assert not any("FROM members" in statement for statement in spent["bob@exemple.fr"][3])
    assert [letter["To"] for letter in letters()] == ["bob@exemple.fr"]


@pytest.mark.parametrize(
    "typed", ["", "bob", "bob@", "b b@exemple.fr", "a@b.fr\nBcc: c@d.fr", "é" * 250 + "@x.fr"]
)
def test_what_is_no_address_is_refused_and_kept(
    app: Flask, collective: Collective, letters: Letters, typed: str
) -> None:
    answer = app.test_client().post(ASK, data={"email": typed})
    assert answer.status_code == 422
    assert typed.splitlines()[0] in answer.text if typed else "nécessaire" in answer.text
    assert letters() == []


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


def test_no_letter_to_someone_who_left(
    app: Flask, addressed: Collective, member: Find, letters: Letters
) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    ask(app.test_client(), "bob@exemple.fr")
    assert letters() == []


def test_a_new_address_makes_links_to_the_former_one_useless(app: Flask, link: str, member: Find) -> None:
    people.edit(member("Bob"), "Bob", "nouveau@exemple.fr", member("Bob"))
    db.session.commit()
    assert app.test_client().post(link).status_code == 409


def test_only_a_hash_of_the_link_is_stored(link: str) -> None:
    token = link.rsplit("/", 1)[1]
    row = db.session.execute(sa.select(MagicLink.__table__)).one()
    assert token not in map(str, row)
    assert len(token) >= 32


def test_the_page_asked_for_is_kept_to_the_end(
    app: Flask, addressed: Collective, letters: Letters, link_in: LinkIn
) -> None:
    bob = app.test_client()
    sent_to = bob.get("/c/quatorze/membres?q=a").location
    assert sent_to == "/c/quatorze/entrer?next=/c/quatorze/membres?q%3Da"
    assert 'name="next" value="/c/quatorze/membres?q=a"' in bob.get(sent_to).text
    ask(bob, "bob@exemple.fr", next="/c/quatorze/membres?q=a")
    path = link_in(letters()[0])
    assert 'name="next" value="/c/quatorze/membres?q=a"' in bob.get(path).text
    assert bob.post(path, data={"next": "/c/quatorze/membres?q=a"}).location == "/c/quatorze/membres?q=a"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://mal.example", "//mal.example", "/\\mal.example", "/\t/mal.example", "mal", "/" + "é" * 200],
)
def test_no_one_is_sent_elsewhere(app: Flask, link: str, elsewhere: str) -> None:
    client = app.test_client()
    assert 'name="next"' not in client.get("/c/quatorze/entrer", query_string={"next": elsewhere}).text
    assert client.post(link, data={"next": elsewhere}).location == HOME
    signed_in = client.get("/c/quatorze/entrer", query_string={"next": elsewhere})
    assert (signed_in.status_code, signed_in.location) == (303, HOME)


def test_what_the_browser_held_before_is_forgotten(app: Flask, link: str) -> None:
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["planted"] = "known-to-a-thief", "yes"
    browser.post(link)
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "known-to-a-thief"
        assert "planted" not in cookie
        assert cookie.permanent


def test_a_shared_device_forgets_when_its_browser_closes(app: Flask, link: str) -> None:
    library = app.test_client()
    answer = library.post(link, data={"shared": "y"})
    assert "Expires" not in answer.headers["Set-Cookie"]


def test_coming_in_as_someone_else_ends_the_first_session(
    app: Flask, link: str, sign_in: SignIn, member: Find
) -> None:
    tablet = sign_in("Chloé")
    tablet.post(link)
    assert is_in(tablet, "Bob")
    session = db.session.scalars(sa.select(AccessSession).filter_by(member_id=member("Chloé").id)).one()
    assert session.revoked_at is not None


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


@pytest.mark.usefixtures("counting")
def test_letters_to_one_person_are_counted_known_or_not(
    app: Flask, addressed: Collective, letters: Letters
) -> None:
    for email in ("bob@exemple.fr", "personne@exemple.fr"):
        for _ in range(5):
            ask(app.test_client(), email)
        refused = app.test_client().post(ASK, data={"email": email.upper()})
        assert refused.status_code == 429
        assert "trop d’essais" in refused.text
    assert len(letters()) == 5
    ask(app.test_client(), "alice@exemple.fr")


@pytest.mark.usefixtures("counting")
def test_letters_from_one_place_are_counted_too(app: Flask, addressed: Collective) -> None:
    for number in range(100):
        ask(app.test_client(), f"essai{number}@exemple.fr")
    assert app.test_client().post(ASK, data={"email": "bob@exemple.fr"}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = app.test_client().post(ASK, data={"email": "bob@exemple.fr"}, environ_base=elsewhere)
    assert answer.status_code == 303


def test_going_out(sign_in: SignIn, member: Find) -> None:
    bob = sign_in("Bob")
    answer = bob.post("/c/quatorze/sortie")
    assert (answer.status_code, answer.location) == (303, HOME)
    assert "Entrer" in bob.get(HOME).text
    assert not is_in(bob, "Bob")
    assert db.session.scalars(sa.select(AccessSession.revoked_at)).one() is not None


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
