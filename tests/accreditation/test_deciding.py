"""Only an adopted decision accredits, renews, suspends, reinstates, revokes or declines a venue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

import app.db as database
from app.accreditation.models import Accreditation, Venue
from app.accreditation.services import applying, reviewing
from app.accreditation.services.deciding import acts_of
from app.accreditation.states import Step, VenueState
from app.collectives.models import Collective
from app.db import db
from app.errors import Refused
from app.members.models import Member
from app.proposals.effects import InvalidEffect
from app.proposals.models import Proposal, Round
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from tests.accreditation.conftest import NO

Named = Callable[[str], Member]
Put = Callable[..., Round]
AllSay = Callable[..., None]
SignIn = Callable[[str | None], FlaskClient]


def test_an_adopted_proposal_accredits_at_the_rates_of_the_charter(
    reviewed: Callable[..., Venue], put: Put, all_say: AllSay
) -> None:
    shop = reviewed(products=("T1", "T2"))
    opened = put(shop, "granted")
    assert opened.decision.kind.value == "accreditation"
    assert opened.decision.effect_summary == "Conventionner : L’Épicerie du coin"
    all_say(opened.decision)
    act = acts_of(shop.id)[0]
    assert shop.state is VenueState.ACCREDITED
    assert (act.criteria_met, act.charter_version, act.rates) == (2, 1, {"T1": 60, "T2": 0})
    assert act.decision_id == opened.decision_id
    assert act.ends_on - act.starts_on == timedelta(days=365)


def test_a_rejected_proposal_changes_nothing(
    reviewed: Callable[..., Venue], put: Put, all_say: AllSay
) -> None:
    shop = reviewed()
    all_say(put(shop, "granted").decision, NO)
    assert shop.state is VenueState.IN_REVIEW
    assert acts_of(shop.id) == []


def test_the_whole_life_of_a_venue_is_kept_with_its_decisions(
    accredited: Callable[..., Venue], put: Put, all_say: AllSay, member: Named, reviewed: Callable[..., Venue]
) -> None:
    shop = accredited()
    for act in ("suspended", "reinstated", "renewed", "revoked"):
        all_say(put(shop, act).decision)
    assert shop.state is VenueState.REVOKED
    told = [(act.number, act.act.value, bool(act.rates), act.ends_on is None) for act in acts_of(shop.id)]
    assert told == [
        (5, "revoked", False, True),
        (4, "renewed", True, False),
        (3, "reinstated", True, False),
        (2, "suspended", False, True),
        (1, "granted", True, False),
    ]
    assert len({act.decision_id for act in acts_of(shop.id)}) == 5


def test_an_act_is_never_rewritten(accredited: Callable[..., Venue]) -> None:
    act = acts_of(accredited().id)[0]
    act.reasons = "Autre chose."
    with pytest.raises(Exception, match="append-only"):
        db.session.commit()
    db.session.rollback()


def test_a_venue_under_the_threshold_is_not_put_to_a_decision(
    reviewed: Callable[..., Venue], proposed: Callable[..., Proposal]
) -> None:
    with pytest.raises(Refused, match="demande 2 critères remplis, et l’évaluation de ce lieu en montre 1"):
        proposed(reviewed(met=1), "granted")


def test_a_decision_that_no_longer_fits_when_it_closes_is_kept_and_says_why(
    reviewed: Callable[..., Venue], put: Put, all_say: AllSay
) -> None:
    shop = reviewed()
    first, second = put(shop, "granted"), put(shop, "declined")
    all_say(first.decision)
    all_say(second.decision)
    assert shop.state is VenueState.ACCREDITED
    assert second.proposal.state is ProposalState.UNAPPLIED
    assert "aujourd’hui « Conventionné »" in second.proposal.obstacle


@pytest.mark.parametrize("act", ["renewed", "suspended", "reinstated", "revoked"])
def test_what_was_never_accredited_is_neither_renewed_nor_revoked(
    reviewed: Callable[..., Venue], proposed: Callable[..., Proposal], act: str
) -> None:
    with pytest.raises(Refused, match="cette décision ne s’y applique pas"):
        proposed(reviewed(), act)


def test_a_term_that_passed_before_the_vote_is_refused(
    reviewed: Callable[..., Venue],
    proposed: Callable[..., Proposal],
    collective: Collective,
    member: Named,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting = proposed(reviewed(), "granted", days=10)
    later = database.clock() + timedelta(days=11)
    monkeypatch.setattr(database, "clock", lambda: later)
    with pytest.raises(Refused, match="Le terme proposé est passé"):
        rounds.open_round(waiting, member("Farid"), collective)


def test_a_proposal_that_names_no_venue_is_not_submitted(
    collective: Collective, member: Named, proposed: Callable[..., Proposal], venue: Callable[..., Venue]
) -> None:
    from app.deliberations.services import questions

    asked = questions.ask(collective, member("Bob"), question="Lequel ?")
    blank = composing.create(
        asked, member("Bob"), title="Lequel ?", body="À dire.", effect_kind="accreditation.decide"
    )
    with pytest.raises((Refused, InvalidEffect)):
        composing.submit(blank, member("Bob"), collective)


def test_two_people_who_take_the_same_application_in_hand_do_it_once(
    venue: Callable[..., Venue], member: Named
) -> None:
    shop = venue()
    reviewing.take(shop, Step.REVIEW, member("Farid"))
    with pytest.raises(Refused, match="quelqu’un d’autre l’a fait avancer"):
        reviewing.take(shop, Step.REVIEW, member("Alice"))


def test_a_settled_venue_answers_no_more(reviewed: Callable[..., Venue], put: Put, all_say: AllSay) -> None:
    shop = reviewed()
    all_say(put(shop, "declined").decision)
    with pytest.raises(Refused):
        applying.answer(shop, "Nous n’avons pas été entendus.", None)
    assert db.session.query(Accreditation).count() == 1


def test_whoever_is_tied_to_a_venue_is_put_forward_for_recusal(
    reviewed: Callable[..., Venue], proposed: Callable[..., Proposal], member: Named, sign_in: SignIn
) -> None:
    found = reviewed()
    reviewing.declare(found, member("Chloé"), "J’y travaille.")
    proposal = proposed(found, "granted")
    page = sign_in("Farid").get(f"/c/quatorze/propositions/{proposal.id}/decision").text
    ticked = re.findall(r'<input checked[^>]* name="recused"[^>]* value="(\d+)"', page)
    assert ticked == [str(member("Chloé").id)]


def test_a_second_decision_on_the_same_venue_is_warned_of(
    reviewed: Callable[..., Venue],
    proposed: Callable[..., Proposal],
    put: Callable[..., Round],
    sign_in: SignIn,
) -> None:
    found = reviewed()
    put(found, "granted")
    proposal = proposed(found, "declined")
    page = sign_in("Farid").get(f"/c/quatorze/propositions/{proposal.id}/decision").text
    assert "Une décision sur ce lieu est déjà ouverte" in page
