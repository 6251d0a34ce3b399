"""One's own page: name, address, browsers, data; leaving, and being forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db, now
from app.members import access, proxies, slips
from app.members.models import AccessSession, Member, MemberStatus

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
ME = "/c/quatorze/moi"
PHONE = "Mozilla/5.0 (Linux; Android 14) Firefox/130.0"


def reread(member: Member) -> Member:
    db.session.rollback()
    return db.session.get_one(Member, member.id)


def test_one_changes_ones_name_and_address(
    sign_in: SignIn, member: Find, recorded: Callable[[], list[str]], count_queries: list[str]
) -> None:
    bob, browser = member("Bob"), sign_in("Bob")
    count_queries.clear()
    assert 'value="Bob"' in browser.get(ME).text
    assert len(count_queries) <= 10
    assert browser.post(ME, data={"name": " Bob  D. ", "email": "Bob@exemple.fr"}).status_code == 303
    assert (reread(bob).name, reread(bob).email) == ("Bob D.", "bob@exemple.fr")
    assert recorded() == ["member.edited"]
    assert "Bob D. corrige sa fiche." in browser.get("/c/quatorze/registre").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "nécessaire"),
        ({"name": "chloe"}, "porte déjà ce nom"),
        ({"name": "Bob", "email": "non"}, "ne semble pas complète"),
        ({"name": "Bob", "email": "alice@exemple.fr"}, "déjà celle de quelqu’un"),
    ],
)
def test_a_mistake_is_said_and_kept(
    sign_in: SignIn, addressed: Collective, member: Find, typed: dict[str, str], said: str
) -> None:
    answer = sign_in("Bob").post(ME, data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed.get("email", typed["name"])}"' in answer.text
    assert (reread(member("Bob")).name, reread(member("Bob")).email) == ("Bob", "bob@exemple.fr")


@pytest.mark.parametrize(
    "act", ["", "/depart", "/effacement", "/appareils/fermeture", "/appareils/1/fermeture", "/donnees.json"]
)
def test_a_stranger_has_no_page(app: Flask, collective: Collective, act: str) -> None:
    client = app.test_client()
    answer = client.get(ME + act) if act.endswith("json") else client.post(ME + act)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/c/quatorze/entrer")


# --- browsers ----------------------------------------------------------------------------------------


def test_browsers_are_listed_by_name_and_closed_from_afar(app: Flask, sign_in: SignIn, member: Find) -> None:
    [issued] = slips.issue([member("Bob")], member("Farid"))
    db.session.commit()
    phone = app.test_client()
    phone.post("/entrer", data={"code": issued.code}, headers={"User-Agent": PHONE})
    desk = sign_in("Bob")
    page = desk.get(ME).text
    assert "Android · Firefox" in page
    assert page.count("celui-ci") == 1
    lost = db.session.scalars(sa.select(AccessSession).filter_by(device="Android · Firefox")).one()
    assert sign_in("Chloé").post(f"{ME}/appareils/{lost.id}/fermeture").status_code == 404
    assert phone.get(ME).status_code == 200
    for _ in range(2):
        assert desk.post(f"{ME}/appareils/{lost.id}/fermeture").status_code == 303
    assert phone.get(ME).status_code == 303
    assert "Android" not in desk.get(ME).text


def test_all_the_other_browsers_are_closed_at_once(sign_in: SignIn) -> None:
    here, there, elsewhere, chloe = sign_in("Bob"), sign_in("Bob"), sign_in("Bob"), sign_in("Chloé")
    assert here.post(f"{ME}/appareils/fermeture").status_code == 303
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == elsewhere.get(ME).status_code == 303
    assert chloe.get(ME).status_code == 200


def test_a_session_ends_after_ninety_days(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, start = sign_in("Bob"), now()
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(days=89))
    assert browser.get(ME).status_code == 200
    monkeypatch.setattr(database, "clock", lambda: start + timedelta(days=90))
    assert browser.get(ME).status_code == 303


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "iPhone · Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Windows · Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537", "Linux · Chrome"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_told_in_a_few_words(app: Flask, agent: str, said: str) -> None:
    with app.test_request_context(headers={"User-Agent": agent}):
        assert access._device() == said


# --- data --------------------------------------------------------------------------------------------


def test_one_takes_ones_data_away(sign_in: SignIn, addressed: Collective, member: Find) -> None:
    proxies.give(member("Bob"), member("Chloé"), member("Bob"))
    slips.issue([member("Bob")], member("Farid"))
    db.session.commit()
    answer = sign_in("Bob").get(f"{ME}/donnees.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="quatorze-mes-donnees.json"' in answer.headers["Content-Disposition"]
    told = json.loads(answer.text)
    assert told["member"]["name"] == "Bob"
    assert told["member"]["email"] == "bob@exemple.fr"
    assert {"access_sessions", "access_slips", "proxies", "register_entries"} <= set(told["rows"])
    assert not any(
        key in ("token_hash", "code_hash") for rows in told["rows"].values() for row in rows for key in row
    )


def test_ones_data_hold_nobody_elses(sign_in: SignIn, member: Find) -> None:
    proxies.give(member("Chloé"), member("Alice"), member("Chloé"))
    db.session.commit()
    told = json.loads(sign_in("Bob").get(f"{ME}/donnees.json").text)
    assert "proxies" not in told["rows"]
    assert "Alice" not in json.dumps(told)


# --- leaving -----------------------------------------------------------------------------------------


def test_one_leaves(sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]) -> None:
    bob, browser = member("Bob"), sign_in("Bob")
    answer = browser.post(f"{ME}/depart")
    assert (answer.status_code, answer.location) == (303, "/c/quatorze/")
    assert "Vous avez quitté le collectif" in browser.get("/c/quatorze/").text
    assert browser.get(ME).status_code == 303
    assert reread(bob).status is MemberStatus.LEFT
    assert recorded() == ["member.left"]


def test_one_erases_ones_name(sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]) -> None:
    bob, browser = member("Bob"), sign_in("Bob")
    assert browser.post(f"{ME}/effacement").status_code == 422
    assert browser.post(f"{ME}/effacement", data={"understood": "y"}).status_code == 303
    erased = reread(bob)
    assert erased.status is MemberStatus.ERASED
    assert erased.name.startswith("Ancien·ne membre")
    assert erased.last_seen_at is None
    assert recorded() == ["member.erased"]
