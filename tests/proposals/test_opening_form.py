"""The form that puts a proposal to a decision refuses what cannot be, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.votes.models import VoterRoll

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Drafts = Callable[..., Proposal]
HOME = "/c/quatorze/propositions"


@pytest.mark.parametrize(
    "typed",
    [
        {"closes_at": "2001-01-01T10:00"},
        {"closes_at": "0001-01-01T00:00"},
        {"closes_at": "9999-12-31T23:59"},
        {"closes_at": "demain"},
        {"review_on": "2001-01-01"},
        {"review_on": "bientôt"},
        {"recused": "99999999"},
        {"recused": "Chloé"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_opens(
    submitted: Drafts, sign_in: SignIn, typed: dict[str, str]
) -> None:
    answer = sign_in("Farid").post(f"{HOME}/{submitted().id}/decision", data=typed)
    assert answer.status_code in (409, 422)
    assert "rien n’est perdu" in answer.text
    assert db.session.query(Round).count() == 0


def test_whoever_steps_aside_is_shown(submitted: Drafts, sign_in: SignIn, member: Named) -> None:
    data = {"recused": str(member("Chloé").id), "closes_at": "2999-01-01T18:00", "review_on": "2999-06-01"}
    answer = sign_in("Farid").post(f"{HOME}/{submitted().id}/decision", data=data)
    assert answer.status_code == 303
    line = db.session.query(VoterRoll).filter_by(member_id=member("Chloé").id).one()
    assert line.is_recused
    decision = db.session.query(Round).one().decision
    assert decision.closes_at.isoformat() == "2999-01-01T17:00:00+00:00"


def test_the_form_sent_twice_opens_one_round(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    farid = sign_in("Farid")
    first, second = (farid.post(f"{HOME}/{proposal.id}/decision", data={"key": "once"}) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(Round).count() == 1
