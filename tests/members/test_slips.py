"""Printed slips: a code shown once, that opens until it is revoked or replaced."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.collectives.models import Collective
from app.db import db
from app.members import codes, slips
from app.members.models import AccessSlip, Member, MemberStatus
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
Find = Callable[[str], Member]
PRINT = "/c/quatorze/billets"
ENTER = "/c/quatorze/entrer/billet"


def issue(member: Member, actor: Member) -> str:
    """Make a slip for `member`; return its code."""
    [issued] = slips.issue([member], actor)
    db.session.commit()
    return issued.code


@pytest.fixture
def code(member: Find) -> str:
    """The code of a slip that Farid printed for Bob."""
    return issue(member("Bob"), member("Farid"))


def shown_codes(page: str) -> list[str]:
    return re.findall(r"slip-code\">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)


# --- codes -------------------------------------------------------------------------------------------


@given(st.integers(0, 2**40 - 1))
def test_a_code_is_read_back_however_it_is_typed(number: int) -> None:
    code = codes.spell(number)
    assert codes.read(code) == code
    assert codes.read(f"  {code.lower().replace('-', ' ')} ") == code
    assert codes.read(code.replace("0", "o").replace("1", "l")) == code
    assert codes.read(code.replace("0", "O").replace("1", "I").replace("-", "")) == code


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**40 - 1))
def test_two_numbers_have_two_codes(one: int, other: int) -> None:
    assert (codes.spell(one) == codes.spell(other)) == (one == other)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_none(typed: str) -> None:
    read = codes.read(typed)
    assert read is None or codes.read(read) == read


@pytest.mark.parametrize("number", [-1, 2**40])
def test_a_code_holds_forty_bits(number: int) -> None:
    with pytest.raises(ValueError, match="40 bits"):
        codes.spell(number)


def test_no_two_signs_look_alike() -> None:
    assert len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(codes.ALPHABET)


# --- coming in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", " ")])
def test_bob_comes_in_with_his_slip_as_often_as_he_likes(
    app: Flask, code: str, write: Callable[[str], str]
) -> None:
    for _ in range(2):
        bob = app.test_client()
        answer = bob.post(ENTER, data={"code": write(code), "key": "same"})
        assert (answer.status_code, answer.location) == (303, "/c/quatorze/")
        assert 'value="Bob"' in bob.get("/c/quatorze/moi").text


def test_the_code_alone_finds_the_collective(app: Flask, code: str) -> None:
    bob = app.test_client()
    assert "Code du billet" in bob.get("/entrer").text
    assert bob.post("/entrer", data={"code": code}).location == "/c/quatorze/"
    assert bob.get("/c/quatorze/moi").status_code == 200


def test_a_scanned_slip_waits_for_a_button(app: Flask, code: str) -> None:
    bob = app.test_client()
    page = bob.get(f"/e/{code}")
    assert f'value="{code}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert bob.get("/c/quatorze/moi").status_code == 303


def test_the_page_asked_for_is_kept(app: Flask, code: str) -> None:
    typed = {"code": code, "next": "/c/quatorze/membres"}
    assert app.test_client().post(ENTER, data=typed).location == "/c/quatorze/membres"
    assert app.test_client().post("/entrer", data=typed).location == "/c/quatorze/membres"
    astray = app.test_client().post(ENTER, data={"code": code, "next": "//mal.example"})
    assert astray.location == "/c/quatorze/"


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "ABCD", "<b>x</b>", "é" * 8, "0" * 41, "a\u202eb"])
@pytest.mark.parametrize("door", [ENTER, "/entrer"])
def test_a_wrong_code_is_refused_and_kept(app: Flask, code: str, door: str, typed: str) -> None:
    answer = app.test_client().post(door, data={"code": typed})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert "<b>x" not in answer.text


def test_a_revoked_slip_opens_nothing(app: Flask, code: str, sign_in: SignIn, member: Find) -> None:
    farid = sign_in("Farid")
    assert farid.post(f"/c/quatorze/membres/{member('Bob').id}/billet/annulation").status_code == 303
    answer = app.test_client().post(ENTER, data={"code": code})
    assert answer.status_code == 422
    assert "n’ouvre rien" in answer.text


def test_a_new_slip_replaces_the_former_one(app: Flask, code: str, member: Find) -> None:
    newer = issue(member("Bob"), member("Farid"))
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 422
    assert app.test_client().post(ENTER, data={"code": newer}).status_code == 303


def test_the_slip_of_someone_who_left_opens_nothing(app: Flask, code: str, member: Find) -> None:
    member("Bob").status = MemberStatus.LEFT
    db.session.commit()
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 422


def test_the_database_keeps_one_slip_a_person(code: str, member: Find) -> None:
    db.session.add(AccessSlip(member_id=member("Bob").id, code_hash="x" * 64))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_stolen_database_does_not_tell_the_code(app: Flask, code: str) -> None:
    import hashlib

    stored = db.session.scalars(sa.select(AccessSlip.code_hash)).one()
    for guess in (code, code.replace("-", "")):
        assert stored != hashlib.sha256(guess.encode()).hexdigest()
    key, app.secret_key = app.secret_key, "another"
    try:
        assert slips.keyed_hash(code) != stored
    finally:
        app.secret_key = key


@pytest.mark.usefixtures("counting")
def test_guessing_ends_soon_but_a_hall_full_of_mistakes_goes_on(app: Flask, code: str) -> None:
    for _ in range(99):
        assert app.test_client().post(ENTER, data={"code": "ABCD-EFGH"}).status_code == 422
    assert app.test_client().post(ENTER, data={"code": code}).status_code == 303
    assert app.test_client().post(ENTER, data={"code": "ABCD-EFGH"}).status_code == 422
    for typed in ("ABCD-EFGH", code):
        answer = app.test_client().post(ENTER, data={"code": typed})
        assert answer.status_code == 429
        assert "Un instant" in answer.text
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert app.test_client().post(ENTER, data={"code": code}, environ_base=elsewhere).status_code == 303


# --- printing ----------------------------------------------------------------------------------------


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


# --- from the server, when nobody inside can print one -------------------------------------------------


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
