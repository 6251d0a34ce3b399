"""Closing: counted once, published, recounted to the same outcome; then what may follow."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

import app.db as database
from app.db import db
from app.errors import Refused
from app.register.models import RegisterEntry
from app.register.services import verify
from app.votes import closing, services
from app.votes.decision_file import parse, recount
from app.votes.models import Decision, DecisionState
from app.votes.rules import Method
from app.votes.services.publishing import digest_of
from app.votes.tally import Result
from tests.votes.conftest import step


def page(decision, act=""):
    return f"/c/quatorze/decisions/{decision.id}{act}"


def entries(kind):
    return db.session.scalars(sa.select(RegisterEntry).filter_by(kind=kind)).all()


def test_farid_closes_and_the_sentence_says_what_was_decided(opened, member, sign_in):
    decision = opened()
    for name, choice in (("Alice", "for"), ("Bob", "for"), ("Chloé", "against")):
        services.cast(decision, member(name), choice)
    db.session.commit()
    farid = sign_in("Farid")
    assert farid.post(page(decision, "/cloture")).status_code == 303
    shown = farid.get(page(decision)).text
    assert "Adoptée" in shown
    assert "2 pour" in shown
    assert "1 contre" in shown


def test_a_member_may_not_close(opened, sign_in):
    decision = opened()
    assert sign_in("Bob").post(page(decision, "/cloture")).status_code == 403


def test_closing_what_was_never_opened_is_a_404(collective, sign_in):
    assert sign_in("Farid").post("/c/quatorze/decisions/77/cloture").status_code == 404


def test_closing_twice_gives_the_same_outcome_and_one_entry_in_the_register(opened, member):
    decision = opened()
    services.cast(decision, member("Bob"), "for")
    first = services.close(decision, member("Farid"))
    assert services.close(decision, member("Alice")) == first
    assert len(entries("decision.closed")) == 1


def test_the_second_person_to_close_is_told_that_nothing_changed(opened, member, sign_in):
    decision = opened()
    services.close(decision, member("Farid"))
    db.session.commit()
    answer = sign_in("Alice").post(page(decision, "/cloture"))
    assert answer.status_code == 409
    assert "déjà close" in answer.text


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("consensus", {"Alice": "agree", "Bob": "agree_with_reservations", "Chloé": "block"}),
        ("consent", {"Alice": "consent", "Bob": "objection", "Chloé": "abstain"}),
        ("open_majority", {"Alice": "for", "Bob": "against", "Chloé": "against"}),
    ],
)
def test_the_published_file_is_recounted_to_the_stored_outcome(opened, member, sign_in, mode, said):
    decision = opened(mode)
    for name, choice in said.items():
        services.cast(decision, member(name), choice, "Parce que.")
    services.close(decision, member("Farid"))
    db.session.commit()
    answer = sign_in(None).get(page(decision, ".json"))
    assert answer.status_code == 200
    again = recount(parse(answer.data))
    assert not again.differences
    assert again.recomputed.to_document() == decision.outcome


def test_the_file_s_digest_is_in_the_register_and_the_chain_holds(opened, member, collective):
    decision = opened()
    services.close(decision, member("Farid"))
    (entry,) = entries("decision.closed")
    assert decision.digest == digest_of(decision.document)
    assert json.loads(entry.payload)["digest"] == decision.digest
    assert not list(verify(collective.id))


def test_the_file_names_nobody(opened, member, sign_in):
    decision = opened()
    for name in ("Alice", "Farid", "Bob", "Chloé"):
        services.cast(decision, member(name), "for")
    services.close(decision)
    document = json.loads(decision.document)
    assert {ballot["voter"][:2] for ballot in document["ballots"]} == {"m-"}
    assert len({ballot["voter"] for ballot in document["ballots"]}) == 4
    assert not any(name in decision.document for name in ("Alice", "Farid", "Bob", "Chloé"))
    assert decision.salt not in decision.document


def test_a_person_has_another_pseudonym_in_each_decision(opened, member):
    first, second = opened(), opened()
    for decision in (first, second):
        services.cast(decision, member("Bob"), "for")
        services.close(decision)
    names = {json.loads(decision.document)["ballots"][0]["voter"] for decision in (first, second)}
    assert len(names) == 2


def test_the_file_of_an_open_decision_does_not_exist(opened, sign_in):
    assert sign_in("Bob").get(page(opened(), ".json")).status_code == 404


def test_subscribers_act_in_the_closing_and_their_failure_undoes_it(opened, member, monkeypatch):
    heard = []
    monkeypatch.setattr(closing, "_subscribers", [])
    closing.subscribe(lambda decision, outcome: heard.append((decision.id, outcome.result)))
    decision = opened()
    services.cast(decision, member("Bob"), "for")
    services.close(decision)
    services.close(decision)
    db.session.commit()
    assert heard == [(decision.id, Result.ADOPTED)]

    def breaks(decision, outcome):
        raise Refused("La clause visée n’existe plus.")

    closing.subscribe(breaks)
    other = opened()
    with pytest.raises(Refused):
        services.close(other)
    db.session.rollback()
    assert db.session.get(Decision, other.id).state is DecisionState.OPEN


def test_a_quorum_not_reached_neither_adopts_nor_rejects(opened, member):
    decision = opened(quorum="1/2")
    services.cast(decision, member("Bob"), "for")
    assert services.close(decision).result is Result.NO_QUORUM


def test_what_is_due_is_closed_from_the_command_line(opened, app, monkeypatch):
    decision, open_ended = opened(closes_at=database.now() + timedelta(hours=1)), opened()
    later = database.now() + timedelta(hours=2)
    monkeypatch.setattr(database, "clock", lambda: later)
    ran = app.test_cli_runner().invoke(args=["votes", "close-due"])
    assert ran.exit_code == 0
    assert ran.output.startswith(f"{decision.id}: ")
    db.session.expire_all()
    assert (decision.state, decision.close_reason) == (DecisionState.CLOSED, "deadline")
    assert db.session.get(Decision, open_ended.id).is_open


def test_reading_an_overdue_decision_does_not_close_it(opened, sign_in, monkeypatch):
    decision, bob = opened(closes_at=database.now() + timedelta(hours=1)), sign_in("Bob")
    later = database.now() + timedelta(hours=2)
    monkeypatch.setattr(database, "clock", lambda: later)
    assert "Échéance passée, à clore" in bob.get(page(decision)).text
    db.session.expire_all()
    assert decision.is_open


def test_a_cancelled_decision_counts_nothing_and_cannot_be_closed(opened, member, sign_in):
    decision, farid = opened(), sign_in("Farid")
    services.cast(decision, member("Bob"), "for")
    db.session.commit()
    assert farid.post(page(decision, "/annulation")).status_code == 303
    db.session.expire_all()
    assert (decision.state, decision.outcome) == (DecisionState.CANCELLED, None)
    with pytest.raises(Refused, match="annulée"):
        services.close(decision)
    assert farid.post(page(decision, "/annulation")).status_code == 409


# --- what follows ------------------------------------------------------------------------------------


def test_a_facilitator_steps_down_the_cascade_when_it_was_not_adopted(opened, member, sign_in, monkeypatch):
    followed = []
    monkeypatch.setattr(closing, "_followers", [])
    closing.subscribe_to_following(lambda previous, decision: followed.append((previous.id, decision.id)))
    decision = opened("consensus", then=(step("open_majority", threshold="2/3"),))
    services.cast(decision, member("Bob"), "block", "Trop tôt.")
    services.close(decision)
    db.session.commit()
    answer = sign_in("Farid").post(page(decision, "/suite"), data={"act": "step_down"})
    assert answer.status_code == 303
    following = services.follower_of(decision)
    assert (following.mode, following.step, following.link_reason) == ("open_majority", 1, "step_down")
    assert (following.question, following.text) == (decision.question, decision.text)
    assert followed == [(decision.id, following.id)]
    assert len(entries("decision.opened")) == 2


def test_stepping_down_is_refused_when_adopted_or_twice_or_past_the_last_step(opened, member):
    last = opened("consensus")
    services.cast(last, member("Bob"), "block", "Trop tôt.")
    services.close(last)
    with pytest.raises(Refused, match="pas d’autre étape"):
        services.step_down(last, member("Farid"))
    adopted = opened("consensus", then=(step("open_majority"),))
    with pytest.raises(Refused, match="d’abord clore"):
        services.step_down(adopted, member("Farid"))
    services.cast(adopted, member("Bob"), "agree")
    services.close(adopted)
    with pytest.raises(Refused, match="adoptée"):
        services.step_down(adopted, member("Farid"))
    twice = opened("consensus", then=(step("open_majority"),))
    services.close(twice)
    services.step_down(twice, member("Farid"))
    with pytest.raises(Refused, match="Une suite a déjà été donnée"):
        services.step_down(twice, member("Farid"))


def test_a_tie_that_the_rules_reopen_is_asked_again(opened, member):
    decision = opened(tie="reopen")
    services.cast(decision, member("Bob"), "for")
    services.cast(decision, member("Chloé"), "against")
    assert services.close(decision).result is Result.TIE
    again = services.reopen(decision, member("Farid"))
    assert (again.mode, again.step, again.link_reason) == (decision.mode, 0, "reopened")


def test_what_was_rejected_is_not_asked_again_in_the_same_mode(opened, member):
    decision = opened()
    services.cast(decision, member("Bob"), "against")
    services.close(decision)
    with pytest.raises(Refused):
        services.reopen(decision, member("Farid"))


def test_a_second_round_opens_between_the_two_first_options(opened, member, crowd):
    people = crowd(5)
    decision = opened(method=Method.CHOOSE_ONE, options=["Halle", "Place", "Gymnase"], threshold="absolute")
    for voter, choice in zip(people, ("o1", "o1", "o3", "o3", "o2"), strict=True):
        services.cast(decision, voter, choice)
    assert services.close(decision).result is Result.RUNOFF
    second = services.runoff(decision, member("Farid"))
    assert (second.options, second.method, second.link_reason) == (
        ["Halle", "Gymnase"],
        Method.CHOOSE_ONE,
        "runoff",
    )


def test_an_unknown_continuation_is_refused(opened, sign_in):
    assert sign_in("Farid").post(page(opened(), "/suite"), data={"act": "x"}).status_code == 422


def test_amending_the_text_voids_what_was_said_and_opens_a_new_round(opened, member):
    decision = opened("consent")
    services.cast(decision, member("Bob"), "consent")
    amended = services.amend_text(decision, member("Farid"), text="Oui, de 9 h à 12 h.")
    assert (decision.state, decision.close_reason) == (DecisionState.CANCELLED, "amended")
    assert (amended.text, amended.previous_id, amended.link_reason) == (
        "Oui, de 9 h à 12 h.",
        decision.id,
        "amended",
    )
    assert decision.text == "Oui, de 9 h à 13 h."
