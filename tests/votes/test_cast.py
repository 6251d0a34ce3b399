"""Expressing oneself: one word a person, the last one counts, every refusal says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

import app.db as database
from app.db import db
from app.errors import Refused
from app.members.models import Attendance, Member, Proxy, Role
from app.votes import services
from app.votes.models import Expression, VoterRoll
from app.votes.services.opening import today


def url(decision, act="expression"):
    return f"/c/quatorze/decisions/{decision.id}/{act}"


def expressions():
    return db.session.scalars(sa.select(Expression).order_by(Expression.id)).all()


def test_bob_votes_and_is_led_back_to_the_decision(opened, sign_in):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for", "reason": "Pour les familles."})
    assert answer.status_code == 303
    assert [(e.choice, e.reason, e.weight) for e in expressions()] == [("for", "Pour les familles.", 1)]


def test_the_ballot_itself_says_what_is_noted_and_the_cookie_carries_nothing(opened, sign_in):
    decision, bob = opened(), sign_in("Bob")
    answer = bob.post(url(decision), data={"choice": "for"})
    address, _, place = answer.headers["Location"].partition("#")
    assert "Set-Cookie" not in answer.headers
    page = bob.get(address).text
    assert "Vous avez exprimé" in page[page.index(f'id="{place}"') :]


def test_bob_changes_his_mind_and_only_his_last_word_counts(opened, member):
    decision = opened()
    services.cast(decision, member("Bob"), "for")
    services.cast(decision, member("Bob"), "against")
    assert [(e.choice, e.changes) for e in expressions()] == [("against", 1)]
    assert services.close(decision).counts["against"] == 1


def test_the_same_form_sent_twice_changes_nothing_the_second_time(opened, sign_in):
    decision, bob = opened(), sign_in("Bob")
    first = bob.post(url(decision), data={"choice": "for", "key": "once"})
    changed = bob.post(url(decision), data={"choice": "against", "key": "twice"})
    late = bob.post(url(decision), data={"choice": "for", "key": "once"})
    assert {first.status_code, changed.status_code, late.status_code} == {303}
    assert [(e.choice, e.changes) for e in expressions()] == [("against", 1)]


def test_a_change_of_mind_after_the_way_back_counts_even_from_the_same_page(opened, sign_in):
    decision, bob = opened(), sign_in("Bob")
    for choice in ("for", "against"):
        bob.post(url(decision), data={"choice": choice, "key": "once"})
    assert [e.choice for e in expressions()] == ["against"]


@pytest.mark.parametrize("choice", ["", "yes", "objection_withdrawn", "o1", "for+against", "x" * 500])
def test_a_forged_choice_is_refused_and_nothing_changes(opened, sign_in, choice):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": choice})
    assert answer.status_code == 422
    assert "Ce choix n’est pas proposé" in answer.text
    assert not expressions()


@pytest.mark.parametrize(("mode", "choice"), [("consensus", "block"), ("consent", "objection")])
def test_what_stops_the_group_needs_a_reason(opened, sign_in, mode, choice):
    decision, bob = opened(mode), sign_in("Bob")
    answer = bob.post(url(decision), data={"choice": choice, "reason": "  "})
    assert answer.status_code == 422
    assert "dites pourquoi" in answer.text
    assert not expressions()
    assert bob.post(url(decision), data={"choice": choice, "reason": "Trop cher."}).status_code == 303


def test_a_refused_ballot_keeps_what_was_typed(opened, sign_in):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "nope", "reason": "Une raison à garder"})
    assert answer.status_code == 422
    assert "Une raison à garder" in answer.text


def test_a_reason_with_invisible_characters_is_refused(opened, sign_in):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for", "reason": "oui\u202enon"})
    assert answer.status_code == 422
    assert "caractères invisibles" in answer.text
    assert not expressions()


def test_a_reason_of_one_megabyte_is_refused(opened, sign_in):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for", "reason": "a" * 1_000_000})
    assert answer.status_code in (413, 422)
    assert not expressions()


def test_a_reason_of_a_few_pages_too_many_is_refused(opened, sign_in):
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for", "reason": "a" * 5_001})
    assert answer.status_code == 422
    assert not expressions()


def test_a_stranger_is_sent_to_sign_in(opened, sign_in):
    decision = opened()
    answer = sign_in(None).post(url(decision), data={"choice": "for"})
    assert answer.status_code == 303
    assert not expressions()


def test_someone_who_joined_after_the_opening_is_not_on_the_roll(opened, collective, member):
    decision = opened()
    late = Member(collective_id=collective.id, name="Zoé", folded_name="zoe")
    db.session.add(late)
    db.session.flush()
    with pytest.raises(Refused, match="La liste des votant·es a été arrêtée") as refusal:
        services.cast(decision, late, "for")
    assert refusal.value.status == 403


def test_someone_not_on_the_roll_gets_a_page_that_says_so(opened, sign_in, member):
    decision = opened(recused=[member("Bob").id])
    answer = sign_in("Bob").post(url(decision), data={"choice": "for"})
    assert answer.status_code == 403
    assert "déport" in answer.text


def test_after_the_closing_a_vote_is_refused_and_said_to_be(opened, member, sign_in):
    decision = opened()
    services.close(decision, member("Farid"))
    db.session.commit()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for"})
    assert answer.status_code == 409
    assert "n’a pas été prise en compte" in answer.text


def test_after_the_deadline_a_vote_is_refused_although_nobody_has_closed(opened, sign_in, monkeypatch):
    decision = opened(closes_at=database.now() + timedelta(hours=1))
    bob = sign_in("Bob")
    later = database.now() + timedelta(hours=2)
    monkeypatch.setattr(database, "clock", lambda: later)
    answer = bob.post(url(decision), data={"choice": "for"})
    assert answer.status_code == 409
    assert "échéance" in answer.text
    assert "Échéance passée, à clore" in bob.get(f"/c/quatorze/decisions/{decision.id}").text


def test_a_holder_carries_the_votes_of_those_who_gave_them_theirs(opened, member):
    for principal in ("Bob", "Chloé"):
        db.session.add(Proxy(principal_id=member(principal).id, holder_id=member("Alice").id))
    decision = opened()
    services.cast(decision, member("Alice"), "for")
    services.cast(decision, member("Farid"), "against")
    assert services.close(decision).counts == {"for": 3, "against": 1, "abstain": 0}


def test_who_gave_their_vote_away_does_not_vote_too(opened, member, sign_in):
    db.session.add(Proxy(principal_id=member("Bob").id, holder_id=member("Alice").id))
    decision = opened()
    answer = sign_in("Bob").post(url(decision), data={"choice": "for"})
    assert answer.status_code == 403
    assert "pouvoir" in answer.text
    assert "Alice s’exprime pour vous" in sign_in("Bob").get(f"/c/quatorze/decisions/{decision.id}").text


def test_a_facilitator_types_for_someone_and_the_page_says_it_is_assisted(opened, member, sign_in):
    decision = opened(show_results="live")
    farid = sign_in("Farid")
    answer = farid.post(url(decision), data={"choice": "for", "voter_id": member("Bob").id})
    assert answer.status_code == 303
    assert expressions()[0].assisted_by_id == member("Farid").id
    assert db.session.get(VoterRoll, (decision.id, member("Bob").id)).is_assisted
    assert "saisie assistée" in farid.get(url(decision, "liste")).text


def test_a_member_may_not_type_for_another(opened, member, sign_in):
    decision = opened()
    answer = sign_in("Chloé").post(url(decision), data={"choice": "for", "voter_id": member("Bob").id})
    assert answer.status_code == 403
    assert not expressions()


def test_a_facilitator_does_not_speak_over_someone_who_spoke_for_themselves(opened, member, sign_in):
    decision = opened()
    services.cast(decision, member("Bob"), "for")
    db.session.commit()
    answer = sign_in("Farid").post(url(decision), data={"choice": "against", "voter_id": member("Bob").id})
    assert answer.status_code == 409
    assert [e.choice for e in expressions()] == ["for"]


@pytest.mark.parametrize("voter", ["999999", "x", "-1"])
def test_typing_for_someone_unknown_is_a_404(opened, sign_in, voter):
    answer = sign_in("Farid").post(url(opened()), data={"choice": "for", "voter_id": voter})
    assert answer.status_code == 404


def test_the_last_to_speak_learns_that_it_closed_the_decision(opened, sign_in, member):
    decision = opened(close_when_all=True)
    *others, last = db.session.scalars(sa.select(Member).join(VoterRoll, VoterRoll.member_id == Member.id))
    for other in others:
        services.cast(decision, other, "for")
    client = sign_in(last.name)
    answer = client.post(url(decision), data={"choice": "for"})
    assert "#" not in answer.headers["Location"], "there is no ballot any more to come back to"
    page = client.get(answer.headers["Location"]).text
    assert "Tout le monde s’est exprimé\u00a0: la décision est close." in page
    assert decision.close_reason == "everyone"


def test_when_everyone_has_spoken_the_decision_closes_if_the_rules_say_so(opened, member):
    decision = opened("consensus", close_when_all=True)
    for name in ("Alice", "Farid", "Bob"):
        services.cast(decision, member(name), "agree")
    assert decision.is_open
    services.cast(decision, member("Chloé"), "agree")
    assert (decision.result, decision.close_reason) == ("adopted", "everyone")


def test_an_objection_left_to_meet_holds_that_closing_back(opened, member):
    decision = opened("consent", close_when_all=True)
    for name in ("Alice", "Farid", "Bob"):
        services.cast(decision, member(name), "consent")
    services.cast(decision, member("Chloé"), "objection", "Nuit aux plus modestes.")
    assert decision.is_open
    services.cast(decision, member("Chloé"), "consent")
    assert decision.result == "adopted"


def test_only_the_present_speak_when_the_rules_say_so(opened, collective, member):
    for name in ("Alice", "Bob"):
        db.session.add(Attendance(member_id=member(name).id, day=today(collective)))
    decision = opened(electorate="present")
    assert (decision.eligible, decision.present) == (2, 2)
    with pytest.raises(Refused):
        services.cast(decision, member("Chloé"), "for")


def test_an_administrator_may_type_for_others_as_a_facilitator_does(opened, member):
    assert member("Alice").role is Role.ADMINISTRATOR
    decision = opened()
    services.cast(decision, member("Bob"), "for", assisted_by=member("Alice"))
    assert [e.choice for e in expressions()] == ["for"]
