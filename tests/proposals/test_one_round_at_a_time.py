"""One proposal, one running decision: by the rules of what it changes, on a text that is the one shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm.attributes import set_committed_value

from app.charter import services as charter
from app.charter.changes import derive
from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from app.votes import services as votes
from app.votes.models import Decision
from tests.charter.charters import small

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Opened = Callable[..., Round]
HOME = "/c/quatorze/propositions"


def reject(decision: Decision, member: Named) -> None:
    """Everyone consents but Chloé, whose objection stands."""
    for name in ("Alice", "Farid", "Bob"):
        votes.cast(decision, member(name), "consent")
    votes.cast(decision, member("Chloé"), "objection", "Trop tôt.")
    votes.close(decision, member("Farid"))
    db.session.commit()


def reword(proposal: Proposal, member: Named, body: str, *, effect_kind: str | None = None) -> None:
    composing.reword(
        proposal,
        member("Bob"),
        seen=proposal.version,
        title=proposal.title,
        body=body,
        effect_kind=effect_kind,
    )
    db.session.commit()


def test_a_rejected_text_put_again_is_not_also_put_by_the_next_mode(
    opened: Opened, member: Named, collective: Collective
) -> None:
    first = opened()
    reject(first.decision, member)
    rounds.open_round(first.proposal, member("Farid"), collective)
    db.session.commit()
    with pytest.raises(Refused):
        votes.step_down(first.decision, member("Farid"))
    db.session.rollback()
    assert db.session.query(Decision).filter_by(state="open").count() == 1


def test_an_adopted_proposal_shows_the_text_that_was_adopted(
    opened: Opened, all_agree: Callable[[Decision], None], member: Named, sign_in: SignIn
) -> None:
    running = opened()
    reword(running.proposal, member, "On visite chaque lieu à trente.")
    all_agree(running.decision)
    assert running.proposal.state is ProposalState.ADOPTED
    page = sign_in("Chloé").get(f"{HOME}/{running.proposal_id}").text
    assert "On visite chaque lieu à deux." in page
    assert "à trente" not in page
    history = sign_in("Chloé").get(f"{HOME}/{running.proposal_id}/historique").text
    assert "trente" in history
    assert "Version adoptée" in history


def test_a_text_that_now_changes_the_charter_is_not_put_by_the_ordinary_rules(
    opened: Opened, member: Named, collective: Collective, sign_in: SignIn
) -> None:
    running = opened()
    proposal = running.proposal
    reword(proposal, member, proposal.body, effect_kind="charter.amend")
    changes = charter_changes(collective)
    composing.set_effect_payload(proposal, {"changes": changes}, member("Bob"), seen=str(proposal.version))
    db.session.commit()
    answer = sign_in("Farid").post(f"{HOME}/{proposal.id}/tour")
    assert answer.status_code == 409
    assert "d’autres règles" in answer.text
    db.session.expire_all()
    assert running.decision.is_open
    votes.cancel(running.decision, member("Farid"))
    put_again = rounds.open_round(proposal, member("Farid"), collective)
    assert put_again.decision.kind.value == "charter"


def charter_changes(collective: Collective) -> list[dict[str, object]]:
    return derive(charter.current_charter(collective.id), small())


def test_the_next_mode_is_refused_to_a_change_that_no_longer_fits(
    opened: Opened, all_agree: Callable[[Decision], None], member: Named
) -> None:
    def said(text: str):
        return replace(small(), clauses=(replace(small().clauses[0], text=text), *small().clauses[1:]))

    all_agree(opened(small()).decision)
    mine = opened(said("Ma façon de le dire."), title="La mienne")
    reject(mine.decision, member)
    all_agree(opened(said("Leur façon de le dire."), title="La leur").decision)
    with pytest.raises(Refused, match="doit être reprise"):
        votes.step_down(mine.decision, member("Farid"))


def test_a_proposal_is_not_withdrawn_under_a_decision_opened_meanwhile(opened: Opened, member: Named) -> None:
    running = opened()
    proposal = running.proposal
    set_committed_value(proposal, "state", ProposalState.SUBMITTED)  # what Bob's page had loaded
    rounds.withdraw_from_decision(proposal, member("Bob"))
    db.session.commit()
    assert running.decision.result == "cancelled"
    assert proposal.state is ProposalState.WITHDRAWN
