"""Prepare a verifiable urn, by the pages: who holds a part, what opens it, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.db import db
from app.members.models import Role
from app.register.models import RegisterEntry
from app.votes import services
from app.votes.models import Decision
from app.votes.verifiable.models import UrnPhase
from tests.votes.urn.people import Assembly

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Gather = Callable[..., Assembly]


def test_a_facilitator_chooses_between_the_two_urns(gather: Gather) -> None:
    assembly = gather()
    page = f"/c/quatorze/decisions/{assembly.decision.id}"
    farid = assembly.sign_in("Farid")
    assert "Préparer une urne vérifiable" in farid.get(page).text
    assert "urne simple" in assembly.sign_in("Bob").get(page).text
    assembly.prepare()
    shown = assembly.sign_in("Bob").get(page).text
    assert "Vote à bulletin secret" in shown
    assert "Elle se prépare" in shown
    assert "Consultation anonyme" not in shown
    assert "urne simple" not in shown
    assert "urne vérifiable</span>" in assembly.sign_in("Bob").get("/c/quatorze/decisions").text
    assert farid.post(assembly.at("/simple"), data={}).status_code == 303
    assert "Consultation anonyme (urne simple)" in assembly.sign_in("Bob").get(page).text


def test_once_someone_voted_the_urn_does_not_change(gather: Gather) -> None:
    assembly = gather()
    services.cast(assembly.decision, assembly.member("Bob"), "for", code="abcd-efgh-jkmn-pqrs")  # type: ignore[arg-type]
    db.session.commit()
    answer = assembly.sign_in("Farid").post(assembly.at(), data={})
    assert answer.status_code == 409
    assert "déjà voté" in answer.text


def test_only_a_secret_decision_has_such_an_urn(assembly: Assembly, opened: Callable[..., Decision]) -> None:
    decision = opened("open_majority")
    answer = assembly.sign_in("Farid").post(f"/c/quatorze/decisions/{decision.id}/urne", data={})
    assert answer.status_code == 409


def test_who_administers_the_server_holds_no_part(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    page = assembly.sign_in("Farid").get(assembly.at()).text
    assert "Bob" in page
    assert not re.search(r"<option[^>]*>Alice", page)
    assert assembly.urn.scrutineers == []
    assembly.name_scrutineers(("Alice", "Bob", "Chloé"), expected=422)


def test_three_different_people_are_needed(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assert "trois personnes différentes" in assembly.name_scrutineers(("Bob", "Bob", "Chloé"), expected=422)


def test_a_scrutineer_promoted_since_has_no_part_any_more(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.member("Bob").role = Role.ADMINISTRATOR  # type: ignore[attr-defined]
    db.session.commit()
    assert assembly.sign_in("Bob").get(assembly.at("/scrutateur")).status_code == 403
    assert assembly.sign_in("Farid").post(assembly.at("/ouverture"), data={}).status_code == 409


@pytest.mark.parametrize("done", ["nothing", "scrutineers", "keys"])
def test_nothing_opens_before_all_is_there(gather: Gather, done: str) -> None:
    assembly = gather()
    assembly.prepare()
    if done != "nothing":
        assembly.name_scrutineers()
    if done == "keys":
        assembly.make_keys()
    answer = assembly.sign_in("Farid").post(assembly.at("/ouverture"), data={})
    assert answer.status_code == 409
    assert assembly.urn.phase is UrnPhase.PREPARING


def test_a_key_that_is_not_proven_is_refused(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    key = assembly.devices.do(
        "key", phrase=assembly.devices.do("phrases", number=1)[0], uuid=assembly.urn.uuid
    )
    key["pok"]["response"] = str(int(key["pok"]["response"]) - 1)
    bob = assembly.sign_in("Bob")
    for sent in (json.dumps(key), "", "{}", "x" * 1000, "\ud800".encode("utf-8", "surrogatepass")):
        assert (
            bob.post(assembly.at("/scrutateur/cle"), data={"public_key": sent, "seal_key": "4"}).status_code
            == 422
        )
    assert {one.public_key for one in assembly.urn.scrutineers} == {None}


def test_two_scrutineers_cannot_hold_the_same_part(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    key = assembly.devices.do(
        "key", phrase=assembly.devices.do("phrases", number=1)[0], uuid=assembly.urn.uuid
    )
    sent = {"public_key": json.dumps(key), "seal_key": key["public_key"]}
    assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 303
    assert assembly.sign_in("Chloé").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 422


@pytest.mark.parametrize("wrong", ["one too few", "one twice", "not in the group", "no number", "nothing"])
def test_slips_must_be_as_many_as_votes_and_all_different(gather: Gather, wrong: str) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    made = assembly.devices.do("slips", uuid=assembly.urn.uuid, number=14)
    listed = [public for _slip, public in made]
    if wrong == "one too few":
        listed.pop()
    elif wrong == "one twice":
        listed[0] = listed[1]
    elif wrong == "not in the group":
        listed[0] = "2"
    elif wrong == "no number":
        listed[0] = "-3"
    elif wrong == "nothing":
        listed = []
    answer = assembly.sign_in("Chloé").post(
        assembly.at("/scrutateur/fiches"), data={"credentials": "\n".join(listed)}
    )
    assert answer.status_code == 422
    assert assembly.urn.credentials is None


def test_new_scrutineers_forget_what_the_others_made(gather: Gather) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    assembly.make_slips()
    assembly.name_scrutineers(("Farid", "Chloé", "Membre 000"))
    assert assembly.urn.credentials is None
    assert {one.public_key for one in assembly.urn.scrutineers} == {None}


@pytest.mark.parametrize("name", ["Alice", "Membre 001", None])
def test_a_scrutineer_s_page_is_nobody_else_s(assembly: Assembly, name: str | None) -> None:
    for act in ("/scrutateur", "/scrutateur/cle", "/scrutateur/fiches", "/scrutateur/part"):
        client = assembly.sign_in(name)
        answer = (
            client.get(assembly.at(act)) if act == "/scrutateur" else client.post(assembly.at(act), data={})
        )
        assert answer.status_code == (303 if name is None else 404)


def test_the_key_of_the_server_is_shown_nowhere(assembly: Assembly) -> None:
    key = assembly.urn.server_key
    pages = [assembly.at(), f"/c/quatorze/decisions/{assembly.decision.id}", "/c/quatorze/registre"]
    assert all(key not in assembly.sign_in("Farid").get(page).text for page in pages)
    assert key.encode() not in assembly.archive()


def test_what_is_done_with_an_urn_is_in_the_register(assembly: Assembly) -> None:
    assembly.vote((0, FOR), (1, FOR))
    assembly.count()
    kinds = list(db.session.scalars(sa.select(RegisterEntry.kind).order_by(RegisterEntry.position)))
    assert [kind for kind in kinds if kind.startswith("urn.")] == [
        "urn.prepared",
        "urn.scrutineers",
        "urn.opened",
        "urn.closed",
        "urn.part",
        "urn.part",
        "urn.part",
        "urn.counted",
    ]
    assert "empreinte de l’archive" in assembly.sign_in("Farid").get("/c/quatorze/registre").text
