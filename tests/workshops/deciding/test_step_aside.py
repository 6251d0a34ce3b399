"""Step aside from a decision that is open in the room: from one's phone, or at the desk for someone."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.db import db
from app.members import proxies
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes import services as votes
from app.votes.decision_file import parse, recount
from app.votes.models import VoterRoll
from app.votes.verifiable import preparing
from app.workshops.services import arriving
from tests.workshops.deciding.room import plain, without_device

ASIDE = "me mettre en déport"


def line_of(here, name: str) -> VoterRoll:
    db.session.expire_all()
    who = db.session.scalars(sa.select(Member.id).filter_by(name=name)).one()
    return db.session.get_one(VoterRoll, (here.decision.id, who))


def step_aside(here, phone) -> int:
    return phone.post(f"{here.base}/participer/decisions/{here.decision.id}/deport").status_code


def test_a_phone_steps_aside_and_the_room_decides_without_it(room) -> None:
    here = room("open_majority", quorum="1/2")
    fatou, noor = here.phone(here.workshop, "Fatou"), here.phone(here.workshop, "Noor")
    here.open()
    before = here.decision.eligible
    assert ASIDE in here.mine(fatou)
    assert step_aside(here, fatou) == 303
    assert here.decision.eligible == before - 1
    assert line_of(here, "Fatou").is_recused
    assert "En déport : Fatou." in here.wall()
    assert "En déport : Fatou." in here.desk()
    assert "Vous êtes en déport" in here.mine(fatou)
    assert here.speak(fatou, "for") == 403
    assert step_aside(here, fatou) == 303, "sent again, it changes nothing"
    assert here.decision.eligible == before - 1
    assert here.speak(noor, "for") == 303
    kept = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="decision.recused")).one()
    assert "Fatou" not in kept.payload, "the register names nobody for ever"
    assert "Fatou se met en déport de la décision" in plain(here.client.get("/c/quatorze/registre").text)
    here.act("cloture")
    assert recount(parse((here.decision.document or "").encode())).differences == ()


def test_the_desk_notes_it_for_someone_without_a_device(room) -> None:
    here = room()
    here.client.post(f"{here.base}/personnes", data={"name": "Jeanne"})
    here.open()
    jeanne = db.session.scalars(sa.select(Member.id).filter_by(name="Jeanne")).one()
    assert "Se met en déport" in here.desk()
    assert here.act("deport", voter_id=jeanne) == 303
    assert "En déport : Jeanne." in here.wall()
    kept = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="decision.recused")).one()
    assert json.loads(kept.payload)["assisted"]


def test_what_was_said_stands(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert ASIDE not in here.mine(fatou)
    assert step_aside(here, fatou) == 409
    assert not line_of(here, "Fatou").is_recused


def test_who_carries_the_vote_of_someone_else_does_not_silence_it(room) -> None:
    here = room()
    fatou, noor = here.phone(here.workshop, "Fatou"), here.phone(here.workshop, "Noor")
    holder = db.session.scalars(sa.select(Member).filter_by(name="Fatou")).one()
    giver = db.session.scalars(sa.select(Member).filter_by(name="Noor")).one()
    proxies.give(giver, holder, giver)
    db.session.commit()
    noor.post(f"{here.base}/participer/depart")
    here.open()
    assert ASIDE not in here.mine(fatou)
    assert step_aside(here, fatou) == 409


def test_a_ballot_that_would_no_longer_be_anonymous_is_not_left(
    room,
) -> None:
    here = room("secret_majority")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    assert here.decision.eligible == 5
    assert step_aside(here, fatou) == 409
    assert here.decision.eligible == 5


def test_nobody_steps_aside_for_a_guest_a_stranger_to_the_list_or_after_the_end(room) -> None:
    here = room()
    here.open()
    late = here.phone(here.workshop, "Tardive")
    assert step_aside(here, late) == 403
    here.act("cloture")
    assert step_aside(here, here.phone(here.workshop, "Encore")) == 409


def test_the_last_one_awaited_who_steps_aside_ends_a_decision_that_waits_for_all(
    room,
) -> None:
    here = room("open_majority", close_when_all=True, electorate="present")
    fatou, noor = here.phone(here.workshop, "Fatou"), here.phone(here.workshop, "Noor")
    here.open()
    here.speak(fatou, "for")
    assert step_aside(here, noor) == 303
    assert here.decision.is_closed
    assert here.decision.result == "adopted"


def test_someone_has_to_be_left_to_decide(room) -> None:
    here = room("open_majority", electorate="present")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    assert step_aside(here, fatou) == 409


@pytest.mark.parametrize("who", ["Fatou", "Noor"])
def test_two_who_step_aside_leave_the_list_together(room, who: str) -> None:
    here = room()
    arriving.arrive(here.workshop, who)
    db.session.commit()
    here.open()
    before = here.decision.eligible
    person = db.session.scalars(sa.select(Member).filter_by(name=who)).one()
    assert votes.recuse(here.decision, person, person)
    assert not votes.recuse(here.decision, person, person)
    db.session.commit()
    assert here.decision.eligible == before - 1


def test_a_verifiable_urn_keeps_its_list(room, monkeypatch: pytest.MonkeyPatch) -> None:
    here = room("secret_majority")
    fatou = here.phone(here.workshop, "Fatou")
    without_device(here, "Jeanne", "Marcel")
    here.open()
    preparing.prepare(here.decision, db.session.get_one(Member, here.workshop.created_by_id))
    db.session.commit()
    assert ASIDE not in here.mine(fatou)
    assert step_aside(here, fatou) == 409
    assert "Se met en déport" not in here.desk()
