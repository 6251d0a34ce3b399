"""« Rejouer la soirée »: the launching evening, played again by fictitious people in a demonstration."""

from __future__ import annotations

import os
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.demo.replay.models import Replay
from app.demo.services import load_if_empty
from app.members.access import digest
from app.members.models import AccessSession, Member, Role
from app.proposals.models import Proposal
from app.register.services import verify
from app.workshops.group_models import CommonItem
from app.workshops.kinds import ItemKind
from app.workshops.models import Workshop, WorkshopState
from app.workshops.polls import polls_of, tally_of
from app.workshops.reading import items_of, room_of


@pytest.fixture
def facilitator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Whoever facilitates in the demonstration."""
    monkeypatch.setitem(app.config, "DEMO", True)
    load_if_empty()
    person = db.session.scalars(sa.select(Member).filter_by(role=Role.FACILITATOR)).first()
    assert person is not None
    person.last_seen_at, token = now(), os.urandom(8).hex()
    db.session.add(AccessSession(member_id=person.id, token_hash=digest(token), device="test"))
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def begun(client: FlaskClient) -> Workshop:
    assert client.post("/c/la-table-du-quatorze/rejouer", data={"key": "begin"}).status_code == 303
    return db.session.scalars(sa.select(Replay)).one().workshop


def chosen_rule(workshop: Workshop) -> str:
    """What the room voted for, of the four modes."""
    item = next(item for item in items_of(workshop) if item.kind is ItemKind.VOTE)
    counts = tally_of(polls_of(item)["rule"]).counts
    return max(counts, key=lambda count: count.total).key


def test_the_evening_plays_itself_from_the_welcome_to_the_shared_meal(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    base = f"/c/la-table-du-quatorze/rejouer/{workshop.id}"
    for number in range(200):
        page = facilitator.get(base).text
        if "La soirée est finie" in page:
            break
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen is not None
        assert int(seen[1]) == number
        answer = facilitator.post(f"{base}/etape", data={"seen": seen[1], "key": f"step {number}"})
        assert answer.status_code == 303, answer.text
    db.session.expire_all()
    assert workshop.state is WorkshopState.ENDED
    assert room_of(workshop).here > 30
    assert room_of(workshop).without_device == 4
    assert chosen_rule(workshop) == "consent"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CommonItem)) == 7
    proposed = db.session.scalars(sa.select(Proposal).filter_by(effect_kind="blason.revise")).all()
    assert any("Que chacune et chacun mange à sa faim" in str(one.effect_payload) for one in proposed)
    collective = db.session.scalars(sa.select(Collective)).one()
    assert list(verify(collective.id)) == []


def test_a_step_pressed_twice_is_taken_once(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    address = f"/c/la-table-du-quatorze/rejouer/{workshop.id}/etape"
    for key in ("one", "two"):
        facilitator.post(address, data={"seen": "0", "key": key})
    db.session.expire_all()
    assert db.session.scalars(sa.select(Replay.step)).one() == 1


def test_there_is_no_such_thing_outside_a_demonstration(
    app: Flask, facilitator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = begun(facilitator)
    monkeypatch.setitem(app.config, "DEMO", False)
    base = "/c/la-table-du-quatorze/rejouer"
    assert facilitator.get(base).status_code == 404
    assert facilitator.post(base, data={"key": "k"}).status_code == 404
    assert facilitator.post(f"{base}/{workshop.id}/etape", data={"key": "k"}).status_code == 404
    assert "Rejouer" not in facilitator.get("/c/la-table-du-quatorze/seances").text


def test_a_session_of_real_people_does_not_play_itself(facilitator: FlaskClient) -> None:
    workshop = begun(facilitator)
    db.session.execute(sa.delete(Replay))
    db.session.commit()
    assert facilitator.get(f"/c/la-table-du-quatorze/rejouer/{workshop.id}").status_code == 404
