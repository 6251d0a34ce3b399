"""The day of a decision: after midnight, the day after, before the day, on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

import app.db as database
from app.collectives.models import Collective
from app.db import db
from app.members import attendance
from app.members.models import Member
from app.votes.rulebook import adopt_rulebook
from app.workshops.decision_models import WorkshopDecision
from app.workshops.models import AgendaItem, Workshop
from app.workshops.services import arriving, leading
from tests.votes.conftest import rules, step
from tests.workshops.deciding.room import Room, without_device

Evening = Callable[..., Workshop]
ItemOf = Callable[[Workshop, str], AgendaItem]


def test_an_evening_that_outlasts_midnight_keeps_who_is_here(
    app: Flask, room, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = room("open_majority", electorate="present")
    here.phone(here.workshop, "Fatou")
    later = database.now() + timedelta(days=1)
    monkeypatch.setattr(database, "clock", lambda: later)
    assert here.open() == 303
    assert here.decision.eligible == 1


def test_a_person_typed_the_day_after_was_present_the_day_before(
    room, monkeypatch: pytest.MonkeyPatch, collective: Collective
) -> None:
    here = room("open_majority", electorate="present")
    day = arriving.day_of(here.workshop)
    later = database.now() + timedelta(days=1)
    monkeypatch.setattr(database, "clock", lambda: later)
    without_device(here, "Jeanne")
    assert len(attendance.present_ids(collective.id, day)) == 1
    assert here.open() == 303
    assert here.act("comptage", **{"count-for": 1}) == 303


def test_an_evening_that_begins_before_its_day_has_those_who_came_on_its_roll(
    collective: Collective, member: Callable[[str], Member], evening: Evening, item_of: ItemOf, sign_in, phone
) -> None:
    """A rehearsal the day before, or a date that was mistyped: who is in the room decides."""
    adopt_rulebook(
        collective.id, rules(step("open_majority", electorate="present")), decision_id=None, actor_id=None
    )
    workshop = evening("reunion-de-consentement", welcomes_members=True)
    workshop.starts_at += timedelta(days=3)
    db.session.commit()
    here = Room(workshop, sign_in("Farid"), phone)
    phone(workshop, "Fatou")
    leading.go(workshop, member("Farid"), item_of(workshop, "vote"), None)
    db.session.commit()
    without_device(here, "Jeanne")
    assert "Membres dans la salle" in here.client.get(f"{here.base}/animer/decisions").text
    assert here.open() == 303
    assert here.decision.eligible == 2


def test_what_was_decided_on_paper_keeps_its_own_time(room) -> None:
    here = room()
    assert here.open(held_at="2024-04-23T19:05") == 303
    held = db.session.get_one(WorkshopDecision, here.decision.id).held_at
    assert held is not None
    assert held.isoformat() == "2024-04-23T17:05:00+00:00"


def test_a_moment_to_come_is_not_when_it_was_decided(room) -> None:
    assert room().open(held_at="2124-04-23T19:05") == 422
