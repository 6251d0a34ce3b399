"""The secret ballots of the demonstration: one counted, one to vote in, one in preparation."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient

from app.db import db
from app.demo.services import load_if_empty
from app.demo.urn_story import SCRUTINEERS
from app.votes.models import Decision
from app.votes.urn import credentials, election, trustees
from app.votes.urn.encryption import vote
from app.votes.urn.proofs import drawn
from app.votes.urn.recount import recount
from app.votes.verifiable.models import Urn, UrnPhase
from app.votes.verifiable.preparing import digest_of
from app.votes.verifiable.reading import digests_like, presence_in, slips_in
from tests.votes.urn.reference import verdict

HOME = "/c/la-table-du-quatorze"
_CODE = re.compile(r"`(\w{5}-\w{6}-\w{5}-\w{6})`")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    load_if_empty()
    return app.test_client()


def urn_in(phase: UrnPhase) -> Urn:
    return db.session.scalars(sa.select(Urn).filter_by(phase=phase)).one()


def shown_by(decision: Decision) -> list[str]:
    """The codes that the text of a decision gives away: slips first, then phrases."""
    return _CODE.findall(decision.text)


def test_one_urn_is_counted_and_anyone_recounts_it(visitor: FlaskClient) -> None:
    urn = urn_in(UrnPhase.COUNTED)
    assert urn.decision.result == "adopted"
    assert (presence_in(urn).received, presence_in(urn).voters) == (25, 22)
    public = visitor.get(f"{HOME}/urne/{urn.uuid}/bulletins").text
    archive = visitor.get(f"{HOME}/urne/{urn.uuid}.bel").data
    counted = recount(archive)
    assert counted.counts == ((14, 5, 3),)
    assert len(counted.trackers) == 22
    assert verdict(archive, urn.uuid)[0]
    assert "moins de dix" not in visitor.get(f"{HOME}/decisions/{urn.decision_id}").text
    minutes = visitor.get(f"{HOME}/urne/{urn.uuid}/proces-verbal").text
    assert "Papier, lot 1" in minutes
    assert all(tracker in minutes and tracker in public for tracker in counted.trackers)


def test_the_slips_shown_have_not_served_and_one_can_vote_with_each(visitor: FlaskClient) -> None:
    urn = urn_in(UrnPhase.VOTING)
    *slips, _first, _second, _third = shown_by(urn.decision)
    assert len(slips) == len(set(slips)) == 6
    before = presence_in(urn).voters
    asked = election.read((urn.election or "").encode())
    for slip in slips:
        known = digest_of(str(credentials.public(slip, urn.uuid)))
        assert digests_like(urn, known) == [known]
        ballot = vote(asked, slip, ((0, 1, 0),), drawn(lambda size: bytes([7]) * size))
        sent = visitor.post(f"{HOME}/urne/{urn.uuid}/bulletins", data=ballot.text())
        assert sent.status_code == 201
    db.session.expire_all()
    assert presence_in(urn).voters == before + 6
    assert slips_in(urn) == urn.decision.eligible


@pytest.mark.parametrize("phase", [UrnPhase.VOTING, UrnPhase.PREPARING])
def test_the_phrases_shown_are_those_of_the_three_keys(visitor: FlaskClient, phase: UrnPhase) -> None:
    urn = urn_in(phase)
    for scrutineer, phrase in zip(urn.scrutineers, shown_by(urn.decision)[-3:], strict=True):
        made = trustees.public_half(trustees.private_key(phrase, urn.uuid), drawn(lambda size: b"7" * size))
        assert json.loads(scrutineer.public_key or "")["public_key"] == str(made.public_key)
        assert scrutineer.seal_key == str(trustees.sealing_half(phrase, urn.uuid))
    assert tuple(one.member.name for one in urn.scrutineers) == SCRUTINEERS


def test_an_urn_in_preparation_lets_members_make_their_code(visitor: FlaskClient) -> None:
    urn = urn_in(UrnPhase.PREPARING)
    assert urn.window is not None
    assert urn.window.is_open
    assert urn.credentials is None


def test_what_is_given_away_is_said_to_be_a_demonstration_and_only_while_it_can_serve(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(current_app.config, "DEMO", True)
    assert visitor.post(f"{HOME}/entrer/comme", data={"role": "member"}).status_code == 303
    for urn in db.session.scalars(sa.select(Urn)):
        shown = visitor.get(f"{HOME}/decisions/{urn.decision_id}").text
        assert "Exemple fictif" in shown
        assert bool(shown_by(urn.decision)) == ("une démonstration" in shown) == urn.decision.is_open
