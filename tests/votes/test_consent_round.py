"""A guided consent round, and the life of an objection."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Forbidden, Refused
from app.members.models import AccessSession, Attendance
from app.register.models import RegisterEntry
from app.votes import services
from app.votes.models import Phase
from app.votes.round_models import Objection, ObjectionState, PhaseChange
from app.votes.services.opening import today

REASON = "Les familles du nord ne pourraient pas venir."


def page(decision, act=""):
    return f"/c/quatorze/decisions/{decision.id}{act}"


@pytest.fixture
def consent(opened):
    """A round by consent, at its first phase."""
    return opened("consent")


@pytest.fixture
def objected(consent, member):
    """Bob, who has a phone of his own, has objected."""
    db.session.add(AccessSession(member_id=member("Bob").id, token_hash="b" * 64))
    services.cast(consent, member("Bob"), "objection", REASON)
    db.session.commit()
    return db.session.scalars(sa.select(Objection)).one()


def events(objection):
    db.session.refresh(objection)
    return [event.act.value for event in objection.events]


def test_a_facilitator_leads_the_round_through_every_phase(consent, sign_in):
    farid = sign_in("Farid")
    seen = []
    for _phase in Phase:
        db.session.expire_all()
        seen.append(consent.phase)
        shown = farid.get(page(consent)).text
        assert "en ce moment" in shown
        farid.post(page(consent, "/phase"), data={})
    assert seen == list(Phase)
    assert farid.post(page(consent, "/phase"), data={}).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count(PhaseChange.id))) == len(Phase)
    moves = sa.select(RegisterEntry).filter_by(kind="decision.phase_changed").order_by(RegisterEntry.position)
    moved = db.session.scalars(moves).all()
    assert [json.loads(entry.payload)["phase"] for entry in moved] == [p.value for p in Phase][1:]


def test_going_back_to_a_phase_is_allowed_and_recorded(consent, member):
    services.advance(consent, member("Farid"), Phase.OBJECTIONS)
    assert services.advance(consent, member("Farid"), Phase.CLARIFY) is Phase.CLARIFY


def test_a_member_does_not_lead_the_round(consent, sign_in):
    assert sign_in("Bob").post(page(consent, "/phase"), data={}).status_code == 403


def test_an_unknown_phase_is_refused(consent, sign_in):
    assert sign_in("Farid").post(page(consent, "/phase"), data={"phase": "nap"}).status_code == 422


def test_only_consent_has_phases(opened, member):
    with pytest.raises(Refused):
        services.advance(opened("open_majority"), member("Farid"))


def test_questions_and_reactions_are_kept_in_their_phase(consent, member, sign_in):
    services.advance(consent, member("Farid"), Phase.CLARIFY)
    db.session.commit()
    bob = sign_in("Bob")
    assert bob.post(page(consent, "/notes"), data={"body": "Qui tient la caisse ?"}).status_code == 303
    assert "Qui tient la caisse ?" in bob.get(page(consent)).text


def test_a_note_out_of_its_phase_or_empty_is_refused(consent, member, sign_in):
    bob = sign_in("Bob")
    assert bob.post(page(consent, "/notes"), data={"body": "Trop tôt"}).status_code == 409
    services.advance(consent, member("Farid"), Phase.REACT)
    db.session.commit()
    assert bob.post(page(consent, "/notes"), data={"body": " "}).status_code == 422
    assert bob.post(page(consent, "/notes"), data={"body": "a\u202eb"}).status_code == 422


def test_an_objection_is_raised_with_its_reason_and_stops_the_adoption(consent, objected, member):
    assert (objected.state, objected.reason, events(objected)) == (ObjectionState.RAISED, REASON, ["raised"])
    services.cast(consent, member("Chloé"), "consent")
    outcome = services.close(consent)
    assert (outcome.result, objected.state) == ("rejected", ObjectionState.STANDING)


def test_an_objection_met_by_an_amendment_lets_the_proposal_through(consent, objected, member, sign_in):
    bob, farid = sign_in("Bob"), sign_in("Farid")
    path = page(consent, f"/objections/{objected.id}")
    assert bob.post(f"{path}/accord", data={}).status_code == 409
    farid.post(f"{path}/modification", data={"body": "Un samedi sur deux, au nord."})
    assert bob.post(f"{path}/accord", data={"body": "Cela me va."}).status_code == 303
    assert events(objected) == ["raised", "amendment_offered", "integrated"]
    outcome = services.close(consent, member("Farid"))
    db.session.commit()
    assert outcome.result == "adopted"
    assert outcome.params["objections_lifted"] == 1
    for reader in (bob, sign_in(None)):
        shown = reader.get(page(consent)).text
        assert REASON in shown
        assert "Un samedi sur deux, au nord." in shown
        assert "Intégrée" in shown
    assert "Bob" not in sign_in(None).get(page(consent)).text


def test_the_author_withdraws(consent, objected, sign_in):
    path = page(consent, f"/objections/{objected.id}/retrait")
    assert sign_in("Bob").post(path, data={}).status_code == 303
    assert events(objected) == ["raised", "withdrawn"]


@pytest.mark.parametrize("who", ["Chloé", "Farid", "Alice"])
@pytest.mark.parametrize("act", ["accord", "retrait"])
def test_nobody_else_lifts_an_objection_not_even_a_facilitator(objected, consent, member, sign_in, who, act):
    services.offer_amendment(objected, member("Farid"), "Autrement.")
    db.session.commit()
    answer = sign_in(who).post(page(consent, f"/objections/{objected.id}/{act}"), data={})
    assert answer.status_code == 403
    assert "Seule la personne qui a posé une objection peut la lever" in answer.text
    db.session.refresh(objected)
    assert objected.state is ObjectionState.RAISED


def test_a_facilitator_acts_for_an_author_without_a_device_marked_as_such(
    consent, objected, member, collective
):
    db.session.add(Attendance(member_id=member("Bob").id, day=today(collective), has_device=False))
    services.withdraw_objection(objected, member("Farid"), "Bob me l’a dit.")
    db.session.refresh(objected)
    assert (objected.events[-1].on_behalf, objected.events[-1].text) == (True, "Bob me l’a dit.")
    (entry,) = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="objection.withdrawn"))
    assert json.loads(entry.payload)["on_behalf"] is True


def test_a_plain_member_does_not_act_for_someone_without_a_device(objected, member, collective):
    db.session.add(Attendance(member_id=member("Bob").id, day=today(collective), has_device=False))
    with pytest.raises(Forbidden):
        services.withdraw_objection(objected, member("Chloé"))


def test_the_group_tests_an_objection_and_what_it_found_is_kept(consent, objected, sign_in):
    farid, path = sign_in("Farid"), page(consent, f"/objections/{objected.id}")
    assert farid.post(f"{path}/constat", data={"body": "Elle tient."}).status_code == 409
    assert farid.post(f"{path}/examen").status_code == 303
    assert farid.post(f"{path}/constat", data={"body": "Elle tient : six familles."}).status_code == 303
    assert events(objected) == ["raised", "test_asked", "test_result"]
    assert objected.state is ObjectionState.RAISED
    assert "Elle tient : six familles." in farid.get(page(consent)).text


def test_a_member_does_not_ask_for_a_test(consent, objected, sign_in):
    assert sign_in("Chloé").post(page(consent, f"/objections/{objected.id}/examen")).status_code == 403


def test_changing_ones_mind_withdraws_the_objection_and_objecting_again_raises_it(consent, objected, member):
    services.cast(consent, member("Bob"), "consent")
    db.session.refresh(objected)
    assert objected.state is ObjectionState.WITHDRAWN
    services.cast(consent, member("Bob"), "objection", "Autre chose.")
    assert events(objected) == ["raised", "withdrawn", "raised"]
    assert (objected.state, objected.reason) == (ObjectionState.RAISED, "Autre chose.")


def test_saying_the_same_objection_again_adds_nothing(consent, objected, member):
    services.cast(consent, member("Bob"), "objection", REASON)
    assert events(objected) == ["raised"]


def test_after_the_closing_an_objection_no_longer_changes(consent, objected, member, sign_in):
    services.close(consent, member("Farid"))
    db.session.commit()
    answer = sign_in("Bob").post(page(consent, f"/objections/{objected.id}/retrait"), data={})
    assert answer.status_code == 409


def test_an_objection_of_another_decision_is_not_found(opened, objected, sign_in):
    other = opened("consent")
    assert sign_in("Bob").post(page(other, f"/objections/{objected.id}/retrait")).status_code == 404
