"""Anyone may suggest another wording; the proposer answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.db import db
from app.proposals.models import Amendment, AmendmentState, Proposal, ProposalVersion

SignIn = Callable[[str | None], FlaskClient]
Drafts = Callable[..., Proposal]
HOME = "/c/quatorze/propositions"
TYPED = {"body": "On visite chaque lieu à trois.", "reason": "À trois, on voit mieux.", "base": "1"}


def suggest(browser: FlaskClient, proposal: Proposal) -> Amendment:
    answer = browser.post(f"{HOME}/{proposal.id}/amendements", data=TYPED)
    assert answer.status_code == 303
    return db.session.query(Amendment).order_by(Amendment.id.desc()).first()


def test_an_accepted_amendment_becomes_the_text_with_credit(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    assert "On visite" in sign_in("Chloé").get(f"{HOME}/{proposal.id}/amendements/nouveau").text
    amendment = suggest(sign_in("Chloé"), proposal)
    assert "À trois, on voit mieux." in sign_in("Bob").get(f"{HOME}/{proposal.id}").text
    answer = sign_in("Bob").post(f"{HOME}/{proposal.id}/amendements/{amendment.id}/accord")
    assert answer.status_code == 303
    db.session.expire_all()
    assert proposal.body == TYPED["body"]
    assert db.session.get(ProposalVersion, (proposal.id, 2)).credit.name == "Chloé"


def test_a_declined_amendment_keeps_the_reason(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    amendment = suggest(sign_in("Chloé"), proposal)
    address = f"{HOME}/{proposal.id}/amendements/{amendment.id}/refus"
    assert sign_in("Bob").post(address, data={"answer": ""}).status_code == 422
    assert sign_in("Bob").post(address, data={"answer": "Trop de monde."}).status_code == 303
    assert "Trop de monde." in sign_in("Chloé").get(f"{HOME}/{proposal.id}").text


def test_only_the_proposer_answers_and_only_once(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    amendment = suggest(sign_in("Chloé"), proposal)
    address = f"{HOME}/{proposal.id}/amendements/{amendment.id}/accord"
    assert sign_in("Chloé").post(address).status_code == 403
    assert sign_in("Farid").post(address).status_code == 403
    assert sign_in("Bob").post(address).status_code == 303
    assert sign_in("Bob").post(address).status_code == 409


def test_its_author_takes_it_back(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    amendment = suggest(sign_in("Chloé"), proposal)
    address = f"{HOME}/{proposal.id}/amendements/{amendment.id}/retrait"
    assert sign_in("Bob").post(address).status_code == 403
    assert sign_in("Chloé").post(address).status_code == 303
    db.session.expire_all()
    assert amendment.state is AmendmentState.WITHDRAWN


def test_an_amendment_that_changes_nothing_is_refused_and_kept(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    data = {**TYPED, "body": proposal.body}
    answer = sign_in("Chloé").post(f"{HOME}/{proposal.id}/amendements", data=data)
    assert answer.status_code == 422
    assert "À trois, on voit mieux." in answer.text


def test_an_amendment_written_on_an_older_text_says_so(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    suggest(sign_in("Chloé"), proposal)
    edited = {"title": proposal.title, "body": "Un texte tout neuf.", "effect_kind": "none", "version": "1"}
    sign_in("Bob").post(f"{HOME}/{proposal.id}/modifier", data=edited)
    assert "écrit sur la version 1" in sign_in("Bob").get(f"{HOME}/{proposal.id}").text


def test_a_draft_takes_no_amendment(draft: Drafts, sign_in: SignIn) -> None:
    assert sign_in("Farid").post(f"{HOME}/{draft().id}/amendements", data=TYPED).status_code == 409
    assert sign_in("Chloé").post(f"{HOME}/{draft().id}/amendements", data=TYPED).status_code == 404


def test_the_proposer_does_not_amend_their_own_text(submitted: Drafts, sign_in: SignIn) -> None:
    assert sign_in("Bob").post(f"{HOME}/{submitted().id}/amendements", data=TYPED).status_code == 403


def test_two_amendments_of_the_same_text_are_not_accepted_one_over_the_other(
    submitted: Drafts, sign_in: SignIn
) -> None:
    proposal = submitted()
    bob = sign_in("Bob")
    first = suggest(sign_in("Chloé"), proposal)
    other = {**TYPED, "body": "On visite chaque lieu à quatre."}
    sign_in("Alice").post(f"{HOME}/{proposal.id}/amendements", data=other)
    second = db.session.query(Amendment).order_by(Amendment.id.desc()).first()
    here = f"{HOME}/{proposal.id}"
    assert bob.post(f"{here}/amendements/{first.id}/accord", data={"version": "1"}).status_code == 303
    late = bob.post(f"{here}/amendements/{second.id}/accord", data={"version": "1"})
    assert late.status_code == 409
    assert "a changé depuis" in late.text
    assert "revenir en arrière" in bob.get(here).text
    assert bob.post(f"{here}/amendements/{second.id}/accord", data={"version": "2"}).status_code == 303
    db.session.expire_all()
    assert proposal.body == other["body"]


def test_what_was_declined_stays_readable(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    amendment = suggest(sign_in("Chloé"), proposal)
    address = f"{HOME}/{proposal.id}/amendements/{amendment.id}/refus"
    sign_in("Bob").post(address, data={"answer": "Trop de monde."})
    page = sign_in("Alice").get(f"{HOME}/{proposal.id}").text
    assert TYPED["body"] in page
    assert TYPED["reason"] in page


def test_a_refused_answer_stays_with_its_amendment(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    amendment = suggest(sign_in("Chloé"), proposal)
    suggest(sign_in("Alice"), proposal)
    address = f"{HOME}/{proposal.id}/amendements/{amendment.id}/refus"
    answer = sign_in("Bob").post(address, data={"answer": "Non"})
    assert answer.status_code == 422
    assert answer.text.count("Non</textarea>") == 1
    assert answer.text.count("<details open>") == 1


@pytest.mark.parametrize("base", ["2", "99", "0", "-1", "un", "99999999999999999999"])
def test_an_amendment_of_a_version_that_is_not_is_refused(
    submitted: Drafts, sign_in: SignIn, base: str
) -> None:
    proposal = submitted()
    answer = sign_in("Chloé").post(f"{HOME}/{proposal.id}/amendements", data={**TYPED, "base": base})
    assert answer.status_code == 422
    assert TYPED["body"] in answer.text
    assert db.session.query(Amendment).count() == 0


def test_the_same_amendment_sent_twice_is_one(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    chloe = sign_in("Chloé")
    for _again in range(2):
        chloe.post(f"{HOME}/{proposal.id}/amendements", data={**TYPED, "key": "once"})
    assert db.session.query(Amendment).count() == 1
