"""A secret vote on paper: two tellers who count apart, blank and spoiled papers shown, a sound recount."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.db import db
from app.members.models import Member
from app.votes import services as votes
from app.votes.boxes import new_code
from app.votes.decision_file import parse, recount
from app.votes.models import Decision, RoomCount
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import QuestionKind
from app.workshops.models import Workshop
from app.workshops.papers import BLANK, SPOILED, Batch, Entry, as_votes, batches, total
from app.workshops.reading import items_of
from app.workshops.services import arriving, deciding, leading
from tests.votes.conftest import rules, step

COUNTS = st.dictionaries(
    st.sampled_from(["for", "against", "abstain", BLANK, SPOILED]), st.integers(0, 40), max_size=5
)


@given(st.lists(COUNTS, max_size=8))
def test_what_two_tellers_agree_on_adds_up_to_every_paper(counted: list[dict[str, int]]) -> None:
    entries = [Entry(n, teller, c) for n, c in enumerate(counted, 1) for teller in (1, 2)]
    found = total(batches(entries))
    assert sum(found.values()) == sum(sum(c.values()) for c in counted)
    assert sum(as_votes(found).values()) == sum(found.values()), "nobody who took part is lost"


@given(COUNTS, COUNTS)
def test_two_counts_agree_when_they_are_the_same_and_only_then(
    one: dict[str, int], other: dict[str, int]
) -> None:
    batch = Batch(1, (Entry(1, 1, one), Entry(1, 2, other)))
    same = {k: v for k, v in one.items() if v} == {k: v for k, v in other.items() if v}
    assert batch.is_agreed is same
    assert batch.differs is not same


def test_one_count_alone_is_no_count() -> None:
    batch = Batch(1, (Entry(1, 1, {"for": 3}),))
    assert not batch.is_agreed
    assert not batch.differs
    with pytest.raises(ValueError, match="1"):
        total([batch])


class Urn:
    """A secret decision in a room, some on their phones, some on paper."""

    def __init__(self, workshop: Workshop, decision: Decision, desk: FlaskClient) -> None:
        self.workshop, self.desk, self.id = workshop, desk, decision.id
        self.base = f"/c/quatorze/seances/{workshop.id}"

    def act(self, what: str, **fields: object) -> int:
        where = f"{self.base}/animer/decisions/{self.id}/{what}"
        return self.desk.post(where, data=fields).status_code

    def enter(self, client: FlaskClient, batch: int = 1, **counts: int) -> str | int:
        where = f"{self.base}/participer/decisions/{self.id}/depouillement"
        fields = {f"count-{name}": number for name, number in counts.items()}
        answer = client.post(where, data={"batch": batch, **fields})
        return client.get(where).text if answer.status_code == 303 else answer.status_code

    @property
    def decision(self) -> Decision:
        db.session.expire_all()
        return db.session.get_one(Decision, self.id)


@pytest.fixture
def urn(collective, member: Callable[[str], Member], evening, sign_in) -> Urn:
    adopt_rulebook(collective.id, rules(step("secret_majority")), decision_id=None, actor_id=None)
    workshop = evening("reunion-de-consentement", welcomes_members=True)
    for name in ("Fatou", "Jeanne", "Marcel", "Odile"):
        arriving.arrive(workshop, name, has_device=name == "Fatou", added_by=member("Farid"))
    item = next(item for item in items_of(workshop) if item.kind.value == "vote")
    leading.go(workshop, member("Farid"), item, None)
    asked = {"question": "Le marché ouvre-t-il ?", "text": "Oui.", "kind": QuestionKind.ORDINARY}
    decision = deciding.open_question(workshop, item, member("Farid"), None, **asked)
    assert decision is not None
    db.session.commit()
    return Urn(workshop, decision, sign_in("Farid"))


def sign(urn: Urn, member: Callable[[str], Member], *names: str) -> None:
    for name in names:
        assert urn.act("signature", voter_id=member(name).id) == 303


def test_papers_are_counted_by_two_and_noted_as_a_line_of_their_own(urn: Urn, member, sign_in) -> None:
    votes.cast(urn.decision, member("Fatou"), "for", code=new_code())
    db.session.commit()
    sign(urn, member, "Jeanne", "Marcel", "Odile", "Bob")
    assert urn.act("arret") == 303
    counts = {"for": 1, "against": 1, "blank": 1, "spoiled": 1}
    assert "attend l’autre compte" in urn.enter(urn.desk, **counts)
    other = sign_in("Alice")
    assert "compté" in urn.enter(other, **counts)
    assert urn.act("cloture") == 303
    decision = urn.decision
    assert decision.outcome["counts"] == {"for": 2, "against": 1, "abstain": 2}
    (line,) = db.session.scalars(sa.select(RoomCount)).all()
    assert (line.blank, line.spoiled, line.total) == (1, 1, 4)
    document = json.loads(decision.document or "")
    assert document["counts"] == {"for": 1, "against": 0, "abstain": 0}, "the urn alone"
    assert document["room_counts"][0]["blank"] == 1
    assert recount(parse((decision.document or "").encode())).differences == ()
    wall = urn.desk.get(f"{urn.base}/mur").text
    assert "dont 1 blanc, dont 1 nul" in wall


def test_two_counts_that_differ_are_both_shown_and_asked_again(urn: Urn, member, sign_in) -> None:
    sign(urn, member, "Jeanne", "Marcel", "Odile")
    urn.act("arret")
    urn.enter(urn.desk, **{"for": 2, "against": 1})
    page = urn.enter(sign_in("Alice"), **{"for": 1, "against": 2})
    assert isinstance(page, str)
    assert "à recompter" in page
    assert "Pour : 2" in page.replace("\u00a0", " ")
    assert urn.act("cloture") == 409
    assert urn.decision.is_open
    assert "compté" in urn.enter(sign_in("Alice"), **{"for": 2, "against": 1})
    assert urn.act("cloture") == 303


def test_a_teller_does_not_see_the_other_count_before_giving_theirs(urn: Urn, member, sign_in) -> None:
    sign(urn, member, "Jeanne", "Marcel")
    urn.act("arret")
    urn.enter(urn.desk, **{"for": 2})
    page = sign_in("Alice").get(f"{urn.base}/participer/decisions/{urn.id}/depouillement").text
    assert "Pour : 2" not in page.replace("\u00a0", " ")


def test_no_more_papers_than_signatures(urn: Urn, member) -> None:
    sign(urn, member, "Jeanne", "Marcel")
    urn.act("arret")
    assert urn.enter(urn.desk, **{"for": 3}) == 409
    urn.enter(urn.desk, **{"for": 1})
    assert urn.enter(urn.desk, 2, **{"for": 2}) == 409


def test_nothing_is_counted_while_people_vote(urn: Urn, member) -> None:
    sign(urn, member, "Jeanne")
    assert urn.enter(urn.desk, **{"for": 1}) == 409


def test_who_took_a_paper_votes_no_other_way_and_the_other_way_round(urn: Urn, member) -> None:
    sign(urn, member, "Jeanne")
    with pytest.raises(Exception, match="compté"):
        votes.cast(urn.decision, member("Jeanne"), "for", code=new_code())
    db.session.rollback()
    votes.cast(urn.decision, member("Fatou"), "for", code=new_code())
    db.session.commit()
    assert urn.act("signature", voter_id=member("Fatou").id) == 409


def test_a_third_teller_does_not_count(urn: Urn, member, sign_in) -> None:
    sign(urn, member, "Jeanne", "Marcel")
    urn.act("arret")
    urn.enter(urn.desk, **{"for": 1})
    urn.enter(sign_in("Alice"), **{"for": 1})
    assert urn.enter(sign_in("Bob"), 2, **{"for": 1}) == 403


def test_papers_not_counted_hold_the_closing_back_from_everywhere(urn: Urn, member) -> None:
    sign(urn, member, "Jeanne")
    urn.act("arret")
    assert urn.desk.post(f"/c/quatorze/decisions/{urn.id}/cloture").status_code == 409
    assert votes.close_due() == []
    assert urn.decision.is_open


@pytest.mark.parametrize("counts", [{"for": "deux"}, {"for": "-1"}, {}])
def test_what_is_no_count_is_refused(urn: Urn, member, counts: dict[str, str]) -> None:
    sign(urn, member, "Jeanne")
    urn.act("arret")
    assert urn.enter(urn.desk, **counts) == 422
    assert urn.enter(urn.desk, 99, **{"for": 1}) == 422


def test_an_open_vote_has_no_papers(urn: Urn, member, collective) -> None:
    adopt_rulebook(collective.id, rules(step("open_majority")), decision_id=None, actor_id=None)
    urn.act("annulation")
    item = next(item for item in items_of(urn.workshop) if item.kind.value == "vote")
    asked = {"question": "Et le dimanche ?", "text": "Oui.", "kind": QuestionKind.ORDINARY}
    decision = deciding.open_question(urn.workshop, item, member("Farid"), None, **asked)
    assert decision is not None
    db.session.commit()
    urn.id = decision.id
    assert urn.act("signature", voter_id=member("Bob").id) == 409
    assert urn.desk.get(f"{urn.base}/participer/decisions/{urn.id}/depouillement").status_code == 404
