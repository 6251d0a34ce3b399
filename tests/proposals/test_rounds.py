"""From a proposal to a decision, and from a decision to what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.charter import services as charter
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from app.register.services import verify
from app.votes import services as votes
from app.votes.models import Decision
from app.votes.round_models import Objection
from tests.charter.charters import small

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Drafts = Callable[..., Proposal]
HOME = "/c/quatorze/propositions"


def test_an_adopted_proposal_writes_the_charter_in_the_closing(
    opened: Callable[..., Round], all_agree: Callable[[Decision], None], collective: Collective
) -> None:
    running = opened(small())
    assert running.decision.mode == "consent"
    all_agree(running.decision)
    version = charter.current_version(collective.id)
    assert version is not None
    assert version.charter.clauses == small().clauses
    assert version.decision_id == running.decision_id
    assert running.proposal.state is ProposalState.ADOPTED
    assert list(verify(collective.id)) == []


def test_an_adopted_proposal_without_effect_changes_no_text(
    opened: Callable[..., Round], all_agree: Callable[[Decision], None], collective: Collective
) -> None:
    running = opened()
    all_agree(running.decision)
    assert running.proposal.state is ProposalState.ADOPTED
    assert charter.current_version(collective.id) is None


def test_an_integrated_objection_opens_a_round_on_the_amended_text(
    opened: Callable[..., Round], all_agree: Callable[[Decision], None], sign_in: SignIn, member: Named
) -> None:
    first = opened(small())
    proposal = first.proposal
    votes.cast(first.decision, member("Chloé"), "objection", "Deux critères, c’est trop peu.")
    objection = db.session.query(Objection).one()
    votes.offer_amendment(objection, member("Bob"), "Trois critères sur trois.")
    votes.accept_amendment(objection, member("Chloé"))
    db.session.commit()
    bob, farid = sign_in("Bob"), sign_in("Farid")
    early = farid.post(f"{HOME}/{proposal.id}/tour")
    assert early.status_code == 409
    assert "amendez-le d’abord" in early.text
    editor = f"{HOME}/{proposal.id}/charte"
    typed = {name: field for name, field in _fields(bob.get(editor).text).items() if name != "key"}
    assert bob.post(editor, data={**typed, "threshold": "3", "do": "finish"}).status_code == 303
    assert farid.post(f"{HOME}/{proposal.id}/tour").status_code == 303
    db.session.expire_all()
    second = db.session.scalars(sa.select(Round).filter_by(number=2)).one()
    assert first.decision.result == "cancelled"
    assert second.decision.previous_id == first.decision_id
    page = sign_in("Chloé").get(f"/c/quatorze/decisions/{first.decision_id}").text
    assert "Deux critères, c’est trop peu." in page
    assert "Trois critères sur trois." in page
    all_agree(second.decision)
    assert charter.current_charter(proposal.collective_id).threshold == 3
    assert "Tour 2" in bob.get(f"{HOME}/{proposal.id}").text


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the form of a page: its inputs and text areas, as they are filled."""
    from html.parser import HTMLParser

    found: dict[str, str] = {}

    class Fields(HTMLParser):
        area = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = dict(attributes)
            if tag == "textarea":
                self.area = given["name"] or ""
                found[self.area] = ""
            elif tag == "input" and given.get("name") and given.get("type") not in ("checkbox", "radio"):
                found[given["name"] or ""] = given.get("value") or ""

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                found[self.area] += data.removeprefix("\r\n")

    Fields().feed(page)
    return found


def test_a_rejected_text_goes_to_the_next_mode_and_its_round_follows(
    opened: Callable[..., Round], all_agree: Callable[[Decision], None], member: Named, collective: Collective
) -> None:
    first = opened(small())
    for name in ("Alice", "Farid", "Bob"):
        votes.cast(first.decision, member(name), "consent")
    votes.cast(first.decision, member("Chloé"), "objection", "Trop tôt.")
    votes.close(first.decision, member("Farid"))
    db.session.commit()
    assert first.proposal.state is ProposalState.REJECTED
    following = votes.step_down(first.decision, member("Farid"))
    db.session.commit()
    assert first.proposal.state is ProposalState.IN_DECISION
    all_agree(following)
    assert first.proposal.state is ProposalState.ADOPTED
    assert charter.current_version(collective.id).decision_id == following.id


def test_a_missed_quorum_gives_the_proposal_back(opened: Callable[..., Round], member: Named) -> None:
    running = opened()
    votes.close(running.decision, member("Farid"))
    db.session.commit()
    assert running.decision.result == "no_quorum"
    assert running.proposal.state is ProposalState.SUBMITTED


def test_a_change_decided_meanwhile_is_seen_before_opening(
    submitted: Drafts, sign_in: SignIn, opened: Callable[..., Round], all_agree: Callable[[Decision], None]
) -> None:
    all_agree(opened(small()).decision)
    mine = submitted(_with_text("Ma façon de le dire."), title="La mienne")
    all_agree(opened(_with_text("Leur façon de le dire."), title="La leur").decision)
    page = sign_in("Bob").get(f"{HOME}/{mine.id}").text
    assert "a été réécrite depuis" in page
    answer = sign_in("Farid").post(f"{HOME}/{mine.id}/decision", data={})
    assert answer.status_code == 409
    assert "doit être reprise" in answer.text


def test_a_change_decided_meanwhile_is_never_overwritten_at_closing(
    opened: Callable[..., Round],
    all_agree: Callable[[Decision], None],
    collective: Collective,
    sign_in: SignIn,
) -> None:
    all_agree(opened(small()).decision)
    mine = opened(_with_text("Ma façon de le dire."), title="La mienne")
    theirs = opened(_with_text("Leur façon de le dire."), title="La leur")
    all_agree(theirs.decision)
    all_agree(mine.decision)
    assert mine.decision.result == "adopted"
    assert mine.proposal.state is ProposalState.UNAPPLIED
    assert charter.current_charter(collective.id).clauses[0].text == "Leur façon de le dire."
    page = sign_in("Bob").get(f"{HOME}/{mine.proposal_id}").text
    assert "à réconcilier" in page
    assert "a été réécrite depuis" in page


def _with_text(text: str):
    return replace(small(), clauses=(replace(small().clauses[0], text=text), *small().clauses[1:]))


def test_a_clause_gone_is_said_to_whoever_rewrites_it(
    submitted: Drafts, opened: Callable[..., Round], all_agree: Callable[[Decision], None], sign_in: SignIn
) -> None:
    all_agree(opened(small()).decision)
    mine = submitted(_with_text("Ma façon de le dire."), title="La mienne")
    without = replace(small(), clauses=small().clauses[1:])
    all_agree(opened(without, title="Sans préambule").decision)
    answer = sign_in("Farid").post(f"{HOME}/{mine.id}/decision", data={})
    assert answer.status_code == 409
    assert "n’existe plus" in answer.text or "a été retirée" in answer.text
    editor = sign_in("Bob").get(f"{HOME}/{mine.id}/charte")
    assert editor.status_code == 200
    assert "Ma façon de le dire." in editor.text


def test_the_opening_form_says_the_rules(submitted: Drafts, sign_in: SignIn) -> None:
    page = sign_in("Farid").get(f"{HOME}/{submitted(small()).id}/decision").text
    assert "onsentement" in page


def test_only_facilitators_open_decisions(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    assert sign_in("Bob").post(f"{HOME}/{proposal.id}/decision").status_code == 403
    assert sign_in("Bob").post(f"{HOME}/{proposal.id}/tour").status_code == 403


def test_a_draft_is_not_opened(draft: Drafts, sign_in: SignIn) -> None:
    assert sign_in("Farid").post(f"{HOME}/{draft().id}/decision", data={}).status_code == 409


def test_two_facilitators_opening_at_once_open_one_round(
    submitted: Drafts, app: Flask, collective: Collective, member: Named
) -> None:
    proposal_id, actors = submitted().id, [member("Alice").id, member("Farid").id]
    db.session.remove()
    together = Barrier(2)
    answers: list[str] = []

    def open_it(actor_id: int) -> None:
        with app.app_context():
            together.wait()
            try:
                proposal = db.session.get_one(Proposal, proposal_id)
                actor = db.session.get_one(Member, actor_id)
                rounds.open_round(proposal, actor, db.session.get_one(Collective, proposal.collective_id))
                db.session.commit()
                answers.append("opened")
            except composing.Refused:
                db.session.rollback()
                answers.append("refused")

    threads = [Thread(target=open_it, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["opened", "refused"]
    assert db.session.query(Round).count() == 1


def test_two_closings_at_once_write_one_version(
    opened: Callable[..., Round], app: Flask, member: Named
) -> None:
    running = opened(small())
    for name in ("Alice", "Farid", "Bob"):
        votes.cast(running.decision, member(name), "consent")
    db.session.commit()
    decision_id = running.decision_id
    db.session.remove()
    together = Barrier(2)
    results: list[str] = []

    def close_it() -> None:
        with app.app_context():
            together.wait()
            outcome = votes.close(db.session.get_one(Decision, decision_id))
            db.session.commit()
            results.append(outcome.result.value)

    threads = [Thread(target=close_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["adopted", "adopted"]
    assert db.session.query(CharterVersion).count() == 1


def test_a_proposal_page_stays_within_its_budget(
    opened: Callable[..., Round], sign_in: SignIn, count_queries: list[str]
) -> None:
    running = opened(small())
    reader = sign_in("Chloé")
    reader.get(f"{HOME}/{running.proposal_id}")
    for path in ("", f"/{running.proposal_id}", f"/{running.proposal_id}/historique"):
        count_queries.clear()
        assert reader.get(HOME + path).status_code == 200
        assert len(count_queries) <= 10, (path, count_queries)


def test_the_decision_shows_word_by_word_what_it_would_change(
    opened: Callable[..., Round],
    all_agree: Callable[[Decision], None],
    sign_in: SignIn,
    count_queries: list[str],
) -> None:
    all_agree(opened(small()).decision)
    running = opened(_with_text("Nous mangeons bien ensemble."), title="Mieux dit")
    reader, decision, proposal = sign_in("Chloé"), running.decision_id, running.proposal_id
    count_queries.clear()
    page = reader.get(f"/c/quatorze/decisions/{decision}").text
    assert len(count_queries) <= 10
    assert "bien </ins>" in page
    assert f"/propositions/{proposal}" in page
