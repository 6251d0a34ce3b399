"""How a decision of the room ends, is taken back, and what follows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

import app.db as database
from app.db import db
from app.members.models import Member
from app.register.models import RegisterEntry
from app.votes.decision_file import parse, recount
from app.votes.models import DecisionState, Expression, RoomCount
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services import leading
from tests.votes.conftest import step
from tests.workshops.deciding.room import without_device

ItemOf = Callable[[Workshop, str], AgendaItem]


def test_taking_back_the_opening_cancels_after_saying_so(room) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "for")
    assert "Ce qui a été exprimé ne comptera pas" in here.desk()
    assert here.undo() == 303
    assert here.decision.state is DecisionState.CANCELLED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Expression)) == 1, "still readable"
    kinds = set(db.session.scalars(sa.select(RegisterEntry.kind)))
    assert "decision.cancelled" in kinds
    assert "rien n’a été compté" in here.wall()


def test_what_is_closed_is_not_taken_back(room) -> None:
    here = room()
    here.open()
    here.act("cloture")
    assert "Annuler le dernier geste" not in here.desk()
    assert here.undo() == 303
    assert here.decision.state is DecisionState.CLOSED


def test_the_move_after_a_closed_decision_is_still_taken_back(room, item_of: ItemOf) -> None:
    here = room()
    here.open()
    here.act("cloture")
    pause = item_of(here.workshop, "break")
    here.client.post(f"{here.base}/animer/passage", data={"to": pause.id})
    assert "Annuler le dernier geste" in here.desk()
    assert here.undo() == 303
    db.session.expire_all()
    assert not item_of(here.workshop, "break").is_current


def test_the_next_mode_of_the_cascade_is_opened_in_the_room(room) -> None:
    here = room("consensus", then=(step("open_majority"),))
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "block", reason="Non.")
    here.act("cloture")
    assert "Passer au mode suivant" in here.desk()
    assert here.act("suite", act="step_down") == 303
    assert here.decision.mode.value == "open_majority"
    assert db.session.get_one(WorkshopDecision, here.decision.id).workshop_id == here.workshop.id
    assert here.speak(fatou, "for") == 303


def test_an_open_decision_stays_on_the_screens_of_any_item(room, item_of: ItemOf) -> None:
    here = room()
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    leading.go(
        here.workshop,
        db.session.get_one(Member, here.workshop.created_by_id),
        item_of(here.workshop, "break"),
        None,
    )
    db.session.commit()
    assert "Le marché ouvre-t-il" in here.wall()
    assert here.speak(fatou, "for") == 303
    here.act("cloture")
    assert "Adoptée" in here.wall()


def test_what_came_out_gives_way_to_the_item_after_some_minutes(
    room, item_of: ItemOf, monkeypatch: pytest.MonkeyPatch, member
) -> None:
    here = room()
    pause = item_of(here.workshop, "break")
    here.open()
    leading.go(here.workshop, member("Farid"), pause, None)
    db.session.commit()
    link = db.session.get_one(WorkshopDecision, here.decision.id)
    link.item_id = pause.id
    db.session.commit()
    here.act("cloture")
    assert "Le marché ouvre-t-il" in here.wall()
    later = database.now() + timedelta(minutes=6)
    monkeypatch.setattr(database, "clock", lambda: later)
    assert "Le marché ouvre-t-il" not in here.wall()


def test_the_file_of_a_decision_of_the_room_is_recounted(room) -> None:
    here = room()
    without_device(here, "Jeanne", "Marcel")
    fatou = here.phone(here.workshop, "Fatou")
    here.open()
    here.speak(fatou, "against")
    here.act("comptage", **{"count-for": 2})
    count = db.session.scalars(sa.select(RoomCount)).one()
    fatou.post(f"{here.base}/participer/decisions/{here.decision.id}/comptage/{count.id}/confirmation")
    here.act("cloture")
    document = parse((here.decision.document or "").encode())
    counted = recount(document)
    assert counted.differences == ()
    assert json.loads(here.decision.document or "")["room_counts"][0]["counts"] == {"for": 2}
