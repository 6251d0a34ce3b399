"""An adopted proposal changes the charter by itself, once, in the transaction that closes its decision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.charter import services
from app.charter.document import Charter, ClauseKind
from app.charter.effect import CharterAmendment
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db, writing
from app.members.models import Member
from app.proposals.effects import InvalidEffect
from app.proposals.models import Proposal
from app.proposals.states import ProposalState
from app.register.models import RegisterEntry
from app.register.services import verify
from app.votes.models import Decision
from app.votes.services import close
from tests.charter.charters import add, small
from tests.charter.conftest import NO

Named = Callable[[str], Member]
Adopt = Callable[..., CharterVersion]
Opened = Callable[..., Decision]
Speak = Callable[..., None]
SignIn = Callable[[str | None], FlaskClient]
EFFECT = CharterAmendment()


def reworded(code: str, text: str) -> Charter:
    clauses = (replace(clause, text=text) if clause.code == code else clause for clause in small().clauses)
    return replace(small(), clauses=tuple(clauses))


def proposal_of(collective: Collective) -> Proposal:
    return db.session.scalars(sa.select(Proposal).order_by(Proposal.id.desc())).first()


def test_an_adopted_amendment_is_the_next_version(
    collective: Collective, member: Named, adopt: Adopt, opened: Opened, speak: Speak, sign_in: SignIn
) -> None:
    first = adopt(small())
    decision = opened(reworded("L2", "Le prix paie tout le travail."))
    speak(decision)
    close(decision, member("Farid"))
    db.session.commit()
    written = services.current_version(collective.id)
    assert (written.number, written.decision_id, written.prev_hash) == (2, decision.id, first.hash)
    assert written.summary == "Charte\u00a0: réécrit L2"
    assert proposal_of(collective).state is ProposalState.ADOPTED
    page = sign_in(None).get("/c/quatorze/charte/texte").text
    assert "Le prix paie tout le travail." in page
    assert f"/c/quatorze/decisions/{decision.id}" in page
    assert list(verify(collective.id)) == []
    kinds = db.session.scalars(sa.select(RegisterEntry.kind).filter_by(kind="charter.amended")).all()
    assert len(kinds) == 2


def test_the_summary_of_a_version_is_in_french_whoever_closes(
    app: Flask, collective: Collective, opened: Opened, speak: Speak, member: Named
) -> None:
    decision = opened(small())
    speak(decision)
    with app.test_request_context("/c/quatorze/", headers={"Accept-Language": "en"}):
        close(decision, member("Farid"))
    assert services.current_version(collective.id).summary.startswith("Charte\u00a0: ajoute PRE1")


def test_a_rejected_amendment_changes_nothing(
    collective: Collective, member: Named, adopt: Adopt, opened: Opened, speak: Speak
) -> None:
    adopt(small())
    decision = opened(reworded("L2", "Autrement."))
    speak(decision, NO)
    if decision.is_open:
        close(decision, member("Farid"))
    db.session.commit()
    assert services.current_version(collective.id).number == 1
    assert proposal_of(collective).state is not ProposalState.ADOPTED


def test_of_two_amendments_of_one_clause_the_second_overwrites_nothing(
    collective: Collective, member: Named, adopt: Adopt, opened: Opened, speak: Speak, sign_in: SignIn
) -> None:
    adopt(small())
    first, second = opened(reworded("L2", "Le premier.")), opened(reworded("L2", "Le second."))
    for decision in (first, second):
        speak(decision)
        close(decision, member("Farid"))
        db.session.commit()
    version = services.current_version(collective.id)
    assert (version.number, version.charter.clause("L2").text) == (2, "Le premier.")
    proposal = proposal_of(collective)
    assert proposal.state is ProposalState.UNAPPLIED
    assert "La clause L2 a été réécrite depuis" in proposal.obstacle
    assert "La clause L2 a été réécrite depuis" in (
        sign_in("Bob").get(f"/c/quatorze/propositions/{proposal.id}").text
    )


def test_amendments_of_different_clauses_are_both_applied(
    collective: Collective, member: Named, adopt: Adopt, opened: Opened, speak: Speak
) -> None:
    adopt(small())
    for decision in (opened(reworded("L1", "Un.")), opened(reworded("L2", "Deux."))):
        speak(decision)
        close(decision, member("Farid"))
    charter = services.current_charter(collective.id)
    assert [charter.clause(code).text for code in ("L1", "L2")] == ["Un.", "Deux."]


def test_two_closings_at_once_leave_one_version(
    app: Flask, collective: Collective, member: Named, opened: Opened, speak: Speak
) -> None:
    decision = opened(small())
    speak(decision)
    number, gate, broken = decision.id, threading.Barrier(2), []
    db.session.commit()  # or this thread would keep the others waiting

    def work() -> None:
        with app.app_context():
            gate.wait()
            try:
                writing()
                close(db.session.get(Decision, number))
                db.session.commit()
            except Exception as error:
                broken.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.expire_all()
    assert broken == []
    assert [version.decision_id for version in services.versions(collective.id)] == [number]
    assert list(verify(collective.id)) == []


def test_an_amendment_of_a_clause_that_is_gone_is_refused_before_it_is_decided(
    collective: Collective, adopt: Adopt, draft: Callable[..., Proposal], sign_in: SignIn
) -> None:
    adopt(small())
    proposal = draft(reworded("L3", "Tout vient d’ici."))
    adopt(replace(small(), clauses=small().clauses[:4]))
    bob = sign_in("Bob")
    refused = bob.post(f"/c/quatorze/propositions/{proposal.id}/depot")
    assert refused.status_code == 409
    assert "La clause L3 n’existe plus dans la charte en vigueur." in refused.text
    kept = bob.get(f"/c/quatorze/propositions/{proposal.id}/charte").text
    assert "Tout vient d’ici." in kept


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"changes": []},
        {"changes": "tout"},
        {"changes": [{"op": "rewrite", "code": "L9", "title": "T", "text": ""}]},
        {"changes": [{"op": "threshold", "was": 2, "met": 9}]},
        {"changes": [{"op": "remove"}]},
        {"changes": [{"op": ["add"]}]},
        {"changes": [["remove", "L1"]]},
    ],
)
def test_an_effect_that_cannot_be_is_refused_with_a_sentence(
    collective: Collective, adopt: Adopt, payload: dict[str, Any]
) -> None:
    adopt(small())
    with pytest.raises(InvalidEffect) as refused:
        EFFECT.validate(collective, payload)
    assert refused.value.message.endswith(".")


def test_a_change_that_is_not_one_conflicts_with_nothing_and_breaks_no_page(
    collective: Collective, adopt: Adopt
) -> None:
    adopt(small())
    payload = {"changes": [{"op": "remove"}, {"op": "add", "clause": "L9"}, {}]}
    assert EFFECT.conflicts(collective, payload) == []
    fragment, told = EFFECT.preview(collective, payload)
    assert fragment == "charter/_unreadable.html"
    assert told["refusal"]


def test_what_a_proposal_changes_is_shown_word_by_word_on_its_page(
    collective: Collective, adopt: Adopt, draft: Callable[..., Proposal], sign_in: SignIn
) -> None:
    adopt(small())
    after = add(reworded("L2", "Le prix paie tout le travail."), ClauseKind.PRINCIPLE, title="Joie")
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{draft(after).id}").text
    assert '<ins><span class="visually-hidden">ajouté' in page
    assert "tout" in page
    assert "Joie" in page


def test_the_proposal_says_when_its_change_is_not_written_yet(
    collective: Collective, draft: Callable[..., Proposal], sign_in: SignIn
) -> None:
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{draft().id}").text
    assert "Le changement de la charte n’est pas encore écrit." in page
