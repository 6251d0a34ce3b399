"""Émargement: who is here today, noted by a facilitator or by each person, and taken back when mistaken."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.members import attendance, proxies
from app.members.models import Attendance, Member
from app.register.models import RegisterEntry
from app.register.search import fold

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
URL = "/c/quatorze/emargement"


def present(collective: Collective) -> set[str]:
    db.session.rollback()
    ids = attendance.present_ids(collective.id, attendance.local_day(collective.timezone))
    return set(db.session.scalars(sa.select(Member.name).where(Member.id.in_(ids))))


def recorded() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position)))


def test_a_member_checks_in_and_out(sign_in: SignIn, collective: Collective) -> None:
    bob = sign_in("Bob")
    assert "Je suis là" in bob.get(URL).text
    assert bob.post(f"{URL}/moi").status_code == 303
    assert present(collective) == {"Bob"}
    assert "Je m’en vais" in bob.get(URL).text
    bob.post(f"{URL}/moi/depart")
    assert present(collective) == set()
    assert recorded() == ["attendance.arrived", "attendance.left"]


def test_a_facilitator_ticks_someone_without_a_device(
    sign_in: SignIn, collective: Collective, member: Find
) -> None:
    farid = sign_in("Farid")
    farid.post(f"{URL}/{member('Bob').id}/presence", data={"device": "no"})
    assert present(collective) == {"Bob"}
    page = farid.get(URL).text
    assert "présent·e, sans appareil" in page
    assert '"assisted":true' in db.session.scalars(sa.select(RegisterEntry.payload)).one()


def test_every_button_of_the_sheet_leads_somewhere(sign_in: SignIn, collective: Collective) -> None:
    farid = sign_in("Farid")
    farid.post(f"{URL}/moi")
    buttons = set(re.findall(r'formaction="([^"]+)"', farid.get(URL).text))
    assert len(buttons) == 3 + 2, "three people to tick, one to untick in two ways"
    assert {farid.post(address).status_code for address in buttons} == {303}


def test_a_mistaken_tick_is_taken_back(sign_in: SignIn, collective: Collective, member: Find) -> None:
    farid, bob = sign_in("Farid"), member("Bob").id
    farid.post(f"{URL}/{bob}/presence")
    farid.post(f"{URL}/{bob}/effacement")
    assert present(collective) == set()
    assert db.session.scalar(sa.select(sa.func.count(Attendance.id))) == 0
    assert recorded() == ["attendance.arrived", "attendance.undone"]


def test_who_left_may_come_back(sign_in: SignIn, collective: Collective, member: Find) -> None:
    farid, bob = sign_in("Farid"), member("Bob").id
    for act in ("presence", "depart", "presence"):
        farid.post(f"{URL}/{bob}/{act}")
    assert present(collective) == {"Bob"}


@pytest.mark.parametrize("act", ["presence", "depart", "effacement"])
def test_repeating_an_act_changes_nothing_more(sign_in: SignIn, member: Find, act: str) -> None:
    farid, bob = sign_in("Farid"), member("Bob").id
    farid.post(f"{URL}/{bob}/presence")
    farid.post(f"{URL}/{bob}/{act}")
    after = recorded()
    farid.post(f"{URL}/{bob}/{act}")
    assert recorded() == after


@pytest.mark.parametrize("act", ["presence", "depart", "effacement"])
def test_a_member_cannot_tick_another(sign_in: SignIn, member: Find, act: str) -> None:
    assert sign_in("Bob").post(f"{URL}/{member('Chloé').id}/{act}").status_code == 403
    assert recorded() == []


def test_someone_of_another_collective_is_not_found(sign_in: SignIn, collective: Collective) -> None:
    other = Collective(slug="gironde", name="Gironde")
    db.session.add(other)
    db.session.flush()
    db.session.add(stranger := Member(collective_id=other.id, name="Zoé", folded_name="zoe"))
    db.session.commit()
    assert sign_in("Farid").post(f"{URL}/{stranger.id}/presence").status_code == 404


def test_the_public_sees_no_sheet(sign_in: SignIn, collective: Collective) -> None:
    assert sign_in(None).get(URL).status_code == 303
    assert sign_in("Bob").get(f"{URL}/feuille").status_code == 403


def test_the_printed_sheet_has_a_line_for_each_person(sign_in: SignIn, collective: Collective) -> None:
    page = sign_in("Farid").get(f"{URL}/feuille").text
    for name in ("Alice", "Bob", "Chloé", "Farid", "Signature"):
        assert name in page


def test_the_day_is_the_collective_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "clock", lambda: datetime(2026, 3, 12, 23, 30, tzinfo=UTC))
    assert attendance.local_day("Europe/Paris") == date(2026, 3, 13)
    assert attendance.local_day("America/Martinique") == date(2026, 3, 12)


def test_yesterday_s_presence_does_not_count_today(collective: Collective, member: Find) -> None:
    attendance.arrive(member("Bob"), date(2020, 1, 1), has_device=True, actor=member("Bob"))
    db.session.commit()
    assert present(collective) == set()


def test_who_is_absent_but_represented_is_counted(
    sign_in: SignIn, collective: Collective, member: Find
) -> None:
    proxies.give(member("Bob"), member("Chloé"), member("Bob"))
    db.session.commit()
    page = sign_in("Farid").post(f"{URL}/{member('Chloé').id}/presence", follow_redirects=True).text
    assert "<dt>Représentées</dt><dd>1</dd>" in page
    assert "pouvoir à Chloé" in page
    page = sign_in("Bob").post(f"{URL}/moi", follow_redirects=True).text
    assert "<dt>Représentées</dt><dd>0</dd>" in page
    assert "son pouvoir à Chloé attend son départ" in page


def test_two_facilitators_ticking_one_person_at_once_leave_one_line(
    app: Flask, sign_in: SignIn, collective: Collective, member: Find
) -> None:
    bob, clients = member("Bob").id, [sign_in(name) for name in ("Farid", "Alice") * 3]
    db.session.commit()
    start = threading.Barrier(len(clients))
    statuses: list[int] = []

    def tick(client: FlaskClient) -> None:
        start.wait()
        statuses.append(client.post(f"{URL}/{bob}/presence").status_code)

    threads = [threading.Thread(target=tick, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 6
    assert recorded() == ["attendance.arrived"]
    assert db.session.scalar(sa.select(sa.func.count(Attendance.id))) == 1


def test_the_sheet_asks_few_questions_of_the_database(
    sign_in: SignIn, collective: Collective, count_queries: list[str]
) -> None:
    db.session.add_all(
        Member(collective_id=collective.id, name=f"Membre {n}", folded_name=fold(f"Membre {n}"))
        for n in range(400)
    )
    client = sign_in("Farid")
    db.session.commit()
    db.session.expunge_all()
    count_queries.clear()
    assert client.get(URL).status_code == 200
    assert len(count_queries) <= 10
