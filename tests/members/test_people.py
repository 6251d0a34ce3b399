"""The list of members, a member's page, roles."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members import slips
from app.members.models import (
    Member,
    MemberStatus,
    Role,
)
from app.register.models import RegisterEntry
from app.register.search import fold
from tests.members.conftest import reread

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
LIST = "/c/quatorze/membres"


def listed(page: str) -> set[str]:
    """Those of the four whom the page lists; the reader's own name is in the masthead too."""
    return {name for name in ("Alice", "Bob", "Chloé", "Farid") if f">{name}</a>" in page.split("<main")[1]}


@pytest.fixture
def crowd(collective: Collective) -> None:
    """Four hundred members more."""
    db.session.add_all(
        Member(collective_id=collective.id, name=f"Élu {n:03}", folded_name=fold(f"Élu {n:03}"))
        for n in range(400)
    )
    db.session.commit()


# --- the list ----------------------------------------------------------------------------------------


def test_members_see_each_other(sign_in: SignIn, collective: Collective) -> None:
    page = sign_in("Bob").get(LIST).text
    assert listed(page) == {"Alice", "Bob", "Chloé", "Farid"}
    assert "Inviter" not in page
    assert "Inviter" in sign_in("Farid").get(LIST).text


def test_the_public_sees_nobody(app: Flask, member: Find) -> None:
    for page in (LIST, f"{LIST}/{member('Bob').id}", f"{LIST}/999"):
        answer = app.test_client().get(page)
        assert answer.status_code == 303
        assert answer.location.startswith("/c/quatorze/entrer?next=")
    home = app.test_client().get("/c/quatorze/").text
    assert not any(name in home for name in ("Alice", "Bob", "Chloé", "Farid"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CHLO", {"Chloé"}),
        ("q=%25", set()),
        ("q=o", {"Bob", "Chloé"}),
        ("groupe=facilitator", {"Farid"}),
        ("groupe=administrator", {"Alice"}),
        ("groupe=member&q=b", {"Bob"}),
        ("groupe=left", set()),
        ("groupe=bizarre", {"Alice", "Bob", "Chloé", "Farid"}),
        ("page=-3", {"Alice", "Bob", "Chloé", "Farid"}),
        ("page=x", {"Alice", "Bob", "Chloé", "Farid"}),
        ("page=99999999999999", set()),
    ],
)
def test_searching(sign_in: SignIn, collective: Collective, query: str, found: set[str]) -> None:
    page = sign_in("Alice").get(f"{LIST}?{query}").text
    assert listed(page) == found


def test_those_without_any_way_in(sign_in: SignIn, addressed: Collective, member: Find) -> None:
    slips.issue([member("Farid")], member("Alice"))
    db.session.commit()
    page = sign_in("Alice").get(f"{LIST}?groupe=without_access").text
    assert listed(page) == {"Chloé"}
    assert page.count("saisie assistée") == 1


@pytest.mark.usefixtures("crowd")
def test_four_hundred_members_in_a_few_statements(sign_in: SignIn, count_queries: list[str]) -> None:
    bob = sign_in("Bob")
    count_queries.clear()
    page = bob.get(f"{LIST}?page=2&q=elu").text
    assert len(count_queries) <= 10
    assert "400 personnes" in page
    assert page.count(">Élu ") == 50
    assert "page=3&amp;q=elu" in page


# --- a member's page ---------------------------------------------------------------------------------


def test_a_member_sees_a_name_and_no_address(
    sign_in: SignIn, addressed: Collective, member: Find, count_queries: list[str]
) -> None:
    chloe, page = sign_in("Chloé"), f"{LIST}/{member('Bob').id}"
    count_queries.clear()
    shown = chloe.get(page).text
    assert len(count_queries) <= 10
    assert "Bob" in shown
    for kept in ("bob@exemple.fr", "Corriger la fiche", "Confier ce rôle", "Noter son départ"):
        assert kept not in shown
    assert "bob@exemple.fr" in sign_in("Farid").get(page).text
    for offered in ("Confier ce rôle", "Noter son départ", "Effacer son nom"):
        assert offered in sign_in("Alice").get(page).text


def test_a_facilitator_does_not_see_an_administrators_address(
    sign_in: SignIn, addressed: Collective, member: Find
) -> None:
    assert "alice@exemple.fr" not in sign_in("Farid").get(f"{LIST}/{member('Alice').id}").text


def test_a_member_of_another_collective_is_unseen(sign_in: SignIn, member: Find) -> None:
    db.session.add(other := Collective(slug="autre", name="Autre"))
    db.session.flush()
    db.session.add(stranger := Member(collective_id=other.id, name="Zoé", folded_name="zoe"))
    db.session.commit()
    page = f"{LIST}/{stranger.id}"
    alice = sign_in("Alice")
    assert alice.get(page).status_code == alice.get(f"{page}/fiche").status_code == 404
    for act in ("fiche", "role", "depart", "retour", "effacement", "invitation"):
        assert alice.post(f"{page}/{act}", data={"role": "member", "understood": "y"}).status_code == 404
    assert alice.get(f"{LIST}/99999999999999999999").status_code == 404


def test_a_facilitator_mends_a_name(sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]) -> None:
    bob, farid = member("Bob"), sign_in("Farid")
    page = f"{LIST}/{bob.id}/fiche"
    assert 'value="Bob"' in farid.get(page).text
    assert farid.post(page, data={"name": "Bobby", "email": "B@exemple.fr"}).status_code == 303
    assert (reread(bob).name, reread(bob).folded_name, reread(bob).email) == (
        "Bobby",
        "bobby",
        "b@exemple.fr",
    )
    farid.post(page, data={"name": "Bobby", "email": "b@exemple.fr"})
    assert recorded() == ["member.edited"]
    payload = json.loads(db.session.scalars(sa.select(RegisterEntry.payload)).one())
    assert payload == {"fields": ["name", "email"], "assisted": True}
    assert "Farid corrige la fiche de Bobby." in farid.get("/c/quatorze/registre").text


def test_only_the_case_of_a_name_may_change(sign_in: SignIn, member: Find) -> None:
    bob = member("Bob")
    assert sign_in("Farid").post(f"{LIST}/{bob.id}/fiche", data={"name": "BOB"}).status_code == 303
    assert reread(bob).name == "BOB"


def test_a_name_already_borne_is_refused_and_kept(sign_in: SignIn, member: Find) -> None:
    bob = member("Bob")
    answer = sign_in("Farid").post(f"{LIST}/{bob.id}/fiche", data={"name": "chloe"})
    assert answer.status_code == 422
    assert "porte déjà ce nom" in answer.text
    assert 'value="chloe"' in answer.text
    assert reread(bob).name == "Bob"


@pytest.mark.parametrize(("name", "whom", "status"), [("Bob", "Chloé", 403), ("Farid", "Alice", 403)])
def test_who_mends_no_name(sign_in: SignIn, member: Find, name: str, whom: str, status: int) -> None:
    page = f"{LIST}/{member(whom).id}/fiche"
    assert sign_in(name).get(page).status_code == status
    assert sign_in(name).post(page, data={"name": "X", "email": "x@exemple.fr"}).status_code == status


# --- roles -------------------------------------------------------------------------------------------


def test_an_administrator_gives_a_role(
    sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]
) -> None:
    bob, alice = member("Bob"), sign_in("Alice")
    for _ in range(2):
        assert alice.post(f"{LIST}/{bob.id}/role", data={"role": "facilitator"}).status_code == 303
    assert reread(bob).role is Role.FACILITATOR
    assert recorded() == ["role.changed"]
    told = "Alice confie à Bob le rôle «\u00a0facilitateur·rice\u00a0» (auparavant «\u00a0membre\u00a0»)."
    assert told in alice.get("/c/quatorze/registre").text


@pytest.mark.parametrize("typed", [{}, {"role": ""}, {"role": "king"}])
def test_an_unknown_role_is_refused(sign_in: SignIn, member: Find, typed: dict[str, str]) -> None:
    answer = sign_in("Alice").post(f"{LIST}/{member('Bob').id}/role", data=typed)
    assert answer.status_code == 422
    assert "Choisissez un des trois rôles" in answer.text
    assert reread(member("Bob")).role is Role.MEMBER


def test_the_last_administrator_stays(
    sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]
) -> None:
    alice, page = sign_in("Alice"), f"{LIST}/{member('Alice').id}"
    refused = [
        alice.post(f"{page}/role", data={"role": "member"}),
        alice.post(f"{page}/depart"),
        alice.post(f"{page}/effacement", data={"understood": "y"}),
        alice.post("/c/quatorze/moi/depart"),
        alice.post("/c/quatorze/moi/effacement", data={"understood": "y"}),
    ]
    for answer in refused:
        assert answer.status_code == 409
        assert "plus personne pour l’administrer" in answer.text
    assert recorded() == []
    alice.post(f"{LIST}/{member('Bob').id}/role", data={"role": "administrator"})
    assert alice.post(f"{page}/role", data={"role": "member"}).status_code == 303
    assert alice.post(f"{LIST}/{member('Bob').id}/role", data={"role": "member"}).status_code == 403


@pytest.mark.parametrize("name", ["Bob", "Farid"])
def test_only_an_administrator_decides_of_people(sign_in: SignIn, member: Find, name: str) -> None:
    page = f"{LIST}/{member('Chloé').id}"
    typed = {"role": "administrator", "understood": "y"}
    for act in ("role", "depart", "retour", "effacement"):
        assert sign_in(name).post(f"{page}/{act}", data=typed).status_code == 403
    chloe = reread(member("Chloé"))
    assert (chloe.role, chloe.status) == (Role.MEMBER, MemberStatus.ACTIVE)
