"""Opening: the mode the rules say, a frozen roll, and clear refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

import app.db as database
from app.db import db
from app.errors import Refused
from app.members.models import Member, MemberStatus, Proxy
from app.register.models import RegisterEntry
from app.votes import services
from app.votes.models import Decision, VoterRoll
from app.votes.presets import PRESETS
from app.votes.rulebook import adopt_preset, adopt_rulebook, current_rulebook, current_version
from app.votes.rules import QuestionKind
from tests.votes.conftest import rules, step


def give(member, principal, holder):
    db.session.add(Proxy(principal_id=member(principal).id, holder_id=member(holder).id))
    db.session.flush()


def sent(**changes):
    return {
        "question": "Où tient-on le marché ?",
        "body": "Sur la place.",
        "kind": "ordinary",
        "method": "adopt",
    } | changes


def test_the_mode_is_the_one_the_rules_say(opened):
    for mode in ("consensus", "consent", "open_majority"):
        assert opened(mode).mode == mode


def test_rules_adopted_meanwhile_do_not_change_an_open_decision(opened, collective):
    decision = opened("consensus")
    adopt_rulebook(collective.id, rules(step("open_majority")), decision_id=None, actor_id=None)
    assert decision.frozen_step.mode == "consensus"
    assert current_rulebook(collective.id).cascade(QuestionKind.CHARTER)[0].mode == "open_majority"


def test_each_version_of_the_rules_has_its_number_and_its_entry(collective):
    for _turn in range(2):
        adopt_rulebook(collective.id, rules(step("consent")), decision_id=None, actor_id=None)
    assert current_version(collective.id).number == 2
    assert len(db.session.scalars(sa.select(RegisterEntry).filter_by(kind="rulebook.adopted")).all()) == 2


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_collective_is_founded_with_the_rules_of_its_preset(collective, member, preset):
    adopt_preset(collective, member("Alice"), preset)
    assert current_rulebook(collective.id) == PRESETS[preset]


def test_the_roll_is_the_active_members_and_does_not_follow_them(opened, member, collective):
    member("Chloé").status = MemberStatus.LEFT
    decision = opened()
    db.session.add(Member(collective_id=collective.id, name="Zoé", folded_name="zoe"))
    db.session.commit()
    roll = db.session.scalars(sa.select(VoterRoll).filter_by(decision_id=decision.id)).all()
    assert {line.member.name for line in roll} == {"Alice", "Farid", "Bob"}
    assert decision.eligible == 3


def test_a_recused_person_is_shown_and_does_not_count(opened, member, sign_in):
    decision = opened(recused=[member("Bob")])
    assert decision.eligible == 3
    shown = sign_in("Chloé").get(f"/c/quatorze/decisions/{decision.id}").text
    assert "En déport" in shown
    assert "Bob" in shown


def test_a_proxy_over_the_limit_is_refused_with_the_name_and_the_limit(opened, member):
    for principal in ("Bob", "Chloé", "Farid"):
        give(member, principal, "Alice")
    with pytest.raises(Refused, match="Alice détient 3 pouvoirs et la règle en permet 2") as refusal:
        opened()
    assert refusal.value.status == 409
    db.session.rollback()
    assert not db.session.scalar(sa.select(sa.func.count(Decision.id)))


def test_chains_and_cycles_of_proxies_are_refused(opened, member):
    give(member, "Bob", "Chloé")
    give(member, "Chloé", "Alice")
    with pytest.raises(Refused, match="un pouvoir ne se transmet pas"):
        opened()
    db.session.rollback()
    give(member, "Bob", "Chloé")
    give(member, "Chloé", "Bob")
    with pytest.raises(Refused, match="l’un à l’autre"):
        opened()


def test_a_proxy_revoked_counts_no_more(opened, member):
    give(member, "Bob", "Alice")
    db.session.scalars(sa.select(Proxy)).one().revoked_at = database.now()
    assert {line.weight for line in db.session.scalars(sa.select(VoterRoll))} <= {1}
    assert opened().eligible == 4


def test_nobody_to_vote_is_refused(opened, member):
    with pytest.raises(Refused, match="Personne ne pourrait voter"):
        opened(recused=[member(name).id for name in ("Alice", "Farid", "Bob", "Chloé")])


def test_a_deadline_in_the_past_is_refused(opened):
    with pytest.raises(Refused, match="échéance est déjà passée") as refusal:
        opened(closes_at=database.now() - timedelta(minutes=1))
    assert refusal.value.status == 422


def test_a_step_that_the_rules_do_not_have_is_refused(opened):
    with pytest.raises(Refused, match="pas d’autre étape"):
        opened(step=1)


def test_farid_opens_an_ordinary_decision_from_the_page(collective, sign_in):
    adopt_rulebook(collective.id, rules(step("open_majority")), decision_id=None, actor_id=None)
    db.session.commit()
    farid = sign_in("Farid")
    assert farid.get("/c/quatorze/decisions/nouvelle").status_code == 200
    answer = farid.post(
        "/c/quatorze/decisions", data=sent(closes_at="2099-06-01T18:30", review_on="2099-12-01")
    )
    assert answer.status_code == 303
    decision = db.session.scalars(sa.select(Decision)).one()
    assert decision.closes_at.isoformat() == "2099-06-01T16:30:00+00:00"
    assert farid.get(answer.location).status_code == 200


@pytest.mark.parametrize("who", ["Bob", None])
def test_others_do_not_open_decisions(collective, sign_in, who):
    browser = sign_in(who)
    for answer in (
        browser.get("/c/quatorze/decisions/nouvelle"),
        browser.post("/c/quatorze/decisions", data=sent()),
    ):
        assert answer.status_code == (403 if who else 303)
    assert not db.session.scalar(sa.select(sa.func.count(Decision.id)))


@pytest.mark.parametrize(
    "changes",
    [
        {"question": ""},
        {"question": "\u202eOù ?\u202e aaa"},
        {"body": ""},
        {"body": "a" * 20_001},
        {"kind": "unheard-of"},
        {"method": "dice"},
        {"method": "approval"},
        {"method": "approval", "options": "Seule"},
        {"method": "approval", "options": "a\na"},
        {"closes_at": "demain"},
        {"closes_at": "2001-01-01T10:00"},
        {"closes_at": "0001-01-01T00:00"},
        {"closes_at": "9999-12-31T23:59"},
        {"review_on": "2001-01-01"},
        {"recused": "999999"},
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_typed_text_kept(collective, sign_in, changes):
    answer = sign_in("Farid").post("/c/quatorze/decisions", data=sent(**changes))
    assert answer.status_code == 422
    assert not db.session.scalar(sa.select(sa.func.count(Decision.id)))
    if "body" not in changes:
        assert "Sur la place." in answer.text


def test_a_refusal_of_the_rules_keeps_the_typed_text_too(collective, member, sign_in):
    for principal in ("Bob", "Chloé", "Farid"):
        give(member, principal, "Alice")
    adopt_rulebook(collective.id, rules(step("open_majority")), decision_id=None, actor_id=None)
    db.session.commit()
    answer = sign_in("Farid").post("/c/quatorze/decisions", data=sent())
    assert answer.status_code == 409
    assert "Alice détient 3 pouvoirs" in answer.text
    assert "Sur la place." in answer.text


def test_the_same_opening_sent_twice_opens_one_decision(collective, sign_in):
    adopt_rulebook(collective.id, rules(step("open_majority")), decision_id=None, actor_id=None)
    db.session.commit()
    farid = sign_in("Farid")
    for _turn in range(2):
        assert farid.post("/c/quatorze/decisions", data=sent(key="one")).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count(Decision.id))) == 1


def test_a_later_step_may_be_opened_by_a_feature_that_asks_for_it(opened):
    decision = opened("consensus", then=(step("consent"),), step=1)
    assert (decision.mode, decision.step) == ("consent", 1)
    assert services.next_step_exists(decision) is False
