"""Slips are printed once, for whom one may, and from the server when nobody inside can."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.members import slips
from app.members.models import AccessSlip, Member, MemberStatus
from app.register.models import RegisterEntry
from tests.members.printed import ENTER, issue

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
PRINT = "/c/quatorze/billets"


def shown_codes(page: str) -> list[str]:
    return re.findall(r"slip-code\">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)


def test_those_without_any_way_in_are_ticked_already(
    sign_in: SignIn, addressed: Collective, member: Find
) -> None:
    page = sign_in("Alice").get(PRINT).text
    assert f'value="{member("Chloé").id}" checked' in page
    assert f'value="{member("Bob").id}">' in page


def test_slips_are_printed_once_with_their_codes(
    app: Flask, sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]
) -> None:
    wanted = [str(member(name).id) for name in ("Bob", "Chloé")]
    answer = sign_in("Farid").post(PRINT, data={"member": wanted})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    found = shown_codes(answer.text)
    assert len(found) == 2
    assert answer.text.count('class="qr"') == 2
    assert "style=" not in answer.text
    assert recorded() == ["slip.issued", "slip.issued"]
    stored = " ".join(db.session.scalars(sa.select(AccessSlip.code_hash)))
    for code, name in zip(found, ("Bob", "Chloé"), strict=True):
        assert code not in stored
        browser = app.test_client()
        browser.post(ENTER, data={"code": code})
        assert f'value="{name}"' in browser.get("/c/quatorze/moi").text


def test_the_same_form_sent_again_prints_nothing_new(sign_in: SignIn, member: Find) -> None:
    farid, typed = sign_in("Farid"), {"member": str(member("Bob").id), "key": "one"}
    assert farid.post(PRINT, data=typed).status_code == 200
    again = farid.post(PRINT, data=typed)
    assert (again.status_code, again.location) == (303, PRINT)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessSlip)) == 1


@pytest.mark.parametrize("wanted", [[], ["x"], ["999999"], ["99999999999999999999"]])
def test_nobody_chosen_is_said(sign_in: SignIn, collective: Collective, wanted: list[str]) -> None:
    answer = sign_in("Farid").post(PRINT, data={"member": wanted})
    assert answer.status_code == 422
    assert "Choisissez au moins une personne" in answer.text


def test_a_facilitator_prints_for_nobody_who_may_do_more(
    sign_in: SignIn, member: Find, recorded: Callable[[], list[str]]
) -> None:
    farid, alice_id = sign_in("Farid"), member("Alice").id
    assert f'value="{alice_id}"' not in farid.get(PRINT).text
    assert farid.post(PRINT, data={"member": str(alice_id)}).status_code == 422
    assert farid.post(f"/c/quatorze/membres/{alice_id}/billet/annulation").status_code == 403
    assert recorded() == []
    assert sign_in("Alice").post(PRINT, data={"member": str(member("Farid").id)}).status_code == 200


def test_no_slip_for_another_collective(sign_in: SignIn, member: Find) -> None:
    db.session.add(other := Collective(slug="autre", name="Autre"))
    db.session.flush()
    db.session.add(stranger := Member(collective_id=other.id, name="Zoé", folded_name="zoe"))
    db.session.commit()
    assert sign_in("Alice").post(PRINT, data={"member": str(stranger.id)}).status_code == 422
    annul = f"/c/quatorze/membres/{stranger.id}/billet/annulation"
    assert sign_in("Alice").post(annul).status_code == 404


@pytest.mark.parametrize(("name", "status"), [(None, 303), ("Bob", 403)])
def test_only_facilitators_print(sign_in: SignIn, member: Find, name: str | None, status: int) -> None:
    browser = sign_in(name)
    assert browser.get(PRINT).status_code == status
    assert browser.post(PRINT, data={"member": str(member("Bob").id)}).status_code == status
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessSlip)) == 0


def test_forty_slips_are_chosen_in_a_few_statements(
    sign_in: SignIn, collective: Collective, count_queries: list[str]
) -> None:
    db.session.add_all(
        Member(collective_id=collective.id, name=f"Membre {n}", folded_name=f"membre {n}") for n in range(400)
    )
    farid = sign_in("Farid")
    count_queries.clear()
    assert farid.get(PRINT).text.count('name="member"') == 403
    assert len(count_queries) <= 10


def test_slips_fit_eight_a_sheet() -> None:
    style = (Path(__file__).parents[2] / "app/static/css/members.css").read_text()
    height = int(re.search(r"min-height: (\d+)mm", style)[1])  # type: ignore[index]
    assert "grid-template-columns: 1fr 1fr" in style
    assert 4 * height <= 297 - 2 * 18


def test_the_server_s_keeper_lets_in_the_only_administrator_who_lost_everything(
    app: Flask, collective: Collective, member: Find
) -> None:
    lost = issue(member("Farid"), member("Farid"))
    answer = app.test_cli_runner().invoke(args=["members", "slip", collective.slug, "farid"])
    assert answer.exit_code == 0, answer.output
    [code] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", answer.output)
    assert slips.use(lost) is None
    assert slips.use(code) == member("Farid")
    last = db.session.scalars(sa.select(RegisterEntry).order_by(RegisterEntry.position.desc())).first()
    assert last is not None
    assert (last.kind, last.actor_id, last.subject_id) == ("slip.issued", None, member("Farid").id)


@pytest.mark.parametrize(("slug", "name"), [("quatorze", "Personne"), ("ailleurs", "Bob")])
def test_no_slip_is_made_for_nobody(app: Flask, collective: Collective, slug: str, name: str) -> None:
    answer = app.test_cli_runner().invoke(args=["members", "slip", slug, name])
    assert (answer.exit_code, name in answer.output) == (2, True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessSlip)) == 0


def test_whoever_left_is_not_let_in_from_the_server(app: Flask, collective: Collective, member: Find) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["members", "slip", collective.slug, "Bob"]).exit_code == 2
