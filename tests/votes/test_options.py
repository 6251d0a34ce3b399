"""Questions with options, in an open vote and in the urn."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import db
from app.errors import Refused
from app.votes import boxes, services
from app.votes.decision_file import parse, recount
from app.votes.models import Expression
from app.votes.rules import Method
from tests.votes.conftest import step

NAMES = ["La Marmite", "Le Grain", "Le Levain"]


def page(decision, act=""):
    return f"/c/quatorze/decisions/{decision.id}{act}"


def said():
    return [row.choice for row in db.session.scalars(sa.select(Expression))]


@pytest.mark.parametrize(
    ("method", "sent", "stored"),
    [
        (Method.CHOOSE_ONE, {"choice": "o2"}, "o2"),
        (Method.CHOOSE_ONE, {"choice": "abstain"}, "abstain"),
        (Method.APPROVAL, {"approved": ["o3", "o1"]}, "o1+o3"),
        (Method.APPROVAL, {"choice": "abstain"}, "abstain"),
        (
            Method.MAJORITY_JUDGMENT,
            {"mention-o1": "excellent", "mention-o2": "fair"},
            "o1:excellent+o2:fair+o3:reject",
        ),
        (Method.MAJORITY_JUDGMENT, {"choice": "abstain"}, "abstain"),
    ],
)
def test_bob_fills_the_ballot_of_the_page(opened, sign_in, method, sent, stored):
    decision, bob = opened(method=method, options=NAMES), sign_in("Bob")
    assert "La Marmite" in bob.get(page(decision)).text
    assert bob.post(page(decision, "/expression"), data=sent).status_code == 303
    assert said() == [stored]
    assert bob.get(page(decision)).status_code == 200


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        (Method.CHOOSE_ONE, {"choice": "o4"}),
        (Method.CHOOSE_ONE, {"choice": "for"}),
        (Method.APPROVAL, {"approved": ["o9"]}),
        (Method.APPROVAL, {}),
        (Method.MAJORITY_JUDGMENT, {"mention-o1": "divine"}),
        (Method.MAJORITY_JUDGMENT, {"choice": "o1:good"}),
    ],
)
def test_a_forged_ballot_is_refused(opened, sign_in, method, sent):
    decision = opened(method=method, options=NAMES)
    assert sign_in("Bob").post(page(decision, "/expression"), data=sent).status_code == 422
    assert said() == []


@pytest.mark.parametrize("mode", ["open_majority", "secret_majority"])
@pytest.mark.parametrize(
    ("method", "ballots"),
    [
        (Method.CHOOSE_ONE, ["o2", "o2", "o1", "abstain"]),
        (Method.APPROVAL, ["o1+o2", "o2+o3", "o2", "abstain"]),
        (
            Method.MAJORITY_JUDGMENT,
            ["o1:fair+o2:good+o3:reject", "o1:fair+o2:excellent+o3:good", "abstain"],
        ),
    ],
)
def test_each_method_elects_is_drawn_and_recounted(opened, crowd, member, sign_in, mode, method, ballots):
    people = crowd(6)
    decision = opened(mode, method=method, options=NAMES)
    for voter, ballot in zip(people, ballots, strict=False):
        services.cast(decision, voter, ballot, code=boxes.new_code())
    outcome = services.close(decision, member("Farid"))
    db.session.commit()
    assert outcome.elected == ("o2",)
    assert not recount(parse(decision.document.encode())).differences
    shown = sign_in(None).get(page(decision)).text
    assert "Le Grain" in shown
    assert "<figure" in shown


def test_options_open_at_the_first_step_of_the_cascade_that_votes(opened):
    decision = opened("consent", then=(step("open_majority"),), method=Method.CHOOSE_ONE, options=NAMES)
    assert (decision.mode, decision.step) == ("open_majority", 1)


def test_options_need_a_vote_somewhere_in_the_rules(opened):
    with pytest.raises(Refused, match="demande un vote"):
        opened("consent", method=Method.APPROVAL, options=NAMES)


@pytest.mark.parametrize("options", [[], ["Seule"], ["Double", "Double"], [f"n° {n}" for n in range(21)]])
def test_too_few_too_many_or_equal_options_are_refused(opened, options):
    with pytest.raises(Refused, match="deux à vingt options"):
        opened(method=Method.CHOOSE_ONE, options=options)


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        (Method.APPROVAL, {"approved": ["o1"], "choice": "abstain"}),
        (Method.MAJORITY_JUDGMENT, {"mention-o1": "good", "choice": "abstain"}),
    ],
)
def test_abstaining_and_choosing_at_once_is_refused(opened, sign_in, method, sent):
    decision = opened(method=method, options=NAMES)
    answer = sign_in("Bob").post(page(decision, "/expression"), data=sent)
    assert answer.status_code == 422
    assert "gardez l’un ou l’autre" in answer.text
    assert said() == []
