"""Leaving, coming back, being forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members import links, proxies, slips
from app.members.models import (
    AccessSession,
    AccessSlip,
    LinkPurpose,
    MagicLink,
    Member,
    MemberStatus,
    Proxy,
    Role,
)
from tests.members.conftest import reread

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
LIST = "/c/quatorze/membres"


@pytest.fixture
def open_doors(addressed: Collective, member: Find, sign_in: SignIn) -> FlaskClient:
    """Bob, a facilitator, has a slip, a link, a browser (returned), and holds Chloé's proxy."""
    member("Bob").role = Role.FACILITATOR
    slips.issue([member("Bob")], member("Alice"))
    links.issue(member("Bob"), LinkPurpose.SIGN_IN)
    proxies.give(member("Chloé"), member("Bob"), member("Chloé"))
    db.session.commit()
    return sign_in("Bob")


def test_leaving_closes_every_door(sign_in: SignIn, member: Find, open_doors: FlaskClient) -> None:
    bob = member("Bob")
    for _ in range(2):
        assert sign_in("Alice").post(f"{LIST}/{bob.id}/depart").status_code == 303
    assert open_doors.get(LIST).status_code == 303
    gone = reread(bob)
    assert (gone.name, gone.status, gone.role) == ("Bob", MemberStatus.LEFT, Role.MEMBER)
    for table in (AccessSession, AccessSlip, MagicLink, Proxy):
        rows = db.session.scalars(sa.select(table)).all()
        assert all(row.revoked_at for row in rows if getattr(row, "member_id", bob.id) == bob.id)
    page = sign_in("Alice").get(f"{LIST}/{bob.id}").text
    assert "a quitté le collectif" in page
    assert "Reprendre dans le collectif" in page
    assert "Confier ce rôle" not in page
    assert ">Bob</a>" in sign_in("Alice").get(f"{LIST}?groupe=left").text


def test_who_left_comes_back_without_a_role(
    sign_in: SignIn, member: Find, open_doors: FlaskClient, recorded: Callable[[], list[str]]
) -> None:
    bob, alice = member("Bob"), sign_in("Alice")
    alice.post(f"{LIST}/{bob.id}/depart")
    assert alice.post(f"{LIST}/{bob.id}/role", data={"role": "member"}).status_code == 422
    for _ in range(2):
        assert alice.post(f"{LIST}/{bob.id}/retour").status_code == 303
    back = reread(bob)
    assert (back.name, back.status, back.role) == ("Bob", MemberStatus.ACTIVE, Role.MEMBER)
    assert open_doors.get(LIST).status_code == 303
    assert [kind for kind in recorded() if kind.startswith("member.")] == ["member.left", "member.returned"]


def test_erasing_takes_the_name_from_everywhere(
    sign_in: SignIn, member: Find, open_doors: FlaskClient, recorded: Callable[[], list[str]]
) -> None:
    bob, alice = member("Bob"), sign_in("Alice")
    asked = alice.post(f"{LIST}/{bob.id}/effacement")
    assert asked.status_code == 422
    assert "Cochez cette case" in asked.text
    assert reread(bob).name == "Bob"
    for _ in range(2):
        done = alice.post(f"{LIST}/{bob.id}/effacement", data={"understood": "y"})
        assert done.status_code == 303
    erased = reread(bob)
    assert (erased.status, erased.email, erased.role) == (MemberStatus.ERASED, None, Role.MEMBER)
    for page in (f"{LIST}/{bob.id}", LIST, f"{LIST}?groupe=left", "/c/quatorze/registre"):
        assert "Bob" not in alice.get(page).text
    for table in (AccessSession, AccessSlip, MagicLink):
        assert db.session.scalars(sa.select(table).filter_by(member_id=bob.id)).all() == []
    assert [kind for kind in recorded() if kind.startswith("member.")] == ["member.erased"]
    assert "Ancien·ne membre n°" in alice.get("/c/quatorze/registre").text
    assert alice.post(f"{LIST}/{bob.id}/retour").status_code == 303
    assert reread(bob).status is MemberStatus.ERASED


def test_a_name_erased_is_free_again(sign_in: SignIn, member: Find) -> None:
    alice = sign_in("Alice")
    alice.post(f"{LIST}/{member('Bob').id}/effacement", data={"understood": "y"})
    assert alice.post(f"{LIST}/inviter", data={"name": "Bob"}).status_code == 303
