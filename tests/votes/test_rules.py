"""Rules are checked when they are made: what cannot be applied is refused by its code."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.collectives.wording import PRESETS as PRESET_LABELS
from app.votes.presets import COUSERANS, GENEVE, PRESETS, SIMPLE_MAJORITY
from app.votes.rules import DecisionMode, InvalidRules, QuestionKind, Rulebook, Step
from tests.votes.tally.strategies import steps

VOTE = {"mode": "open_majority", "threshold": "2/3"}


def refused(document: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(InvalidRules) as caught:
        Step.from_document(document)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "acclamation"}, "unknown_mode"),
        ({"mode": 3}, "unknown_mode"),
        ({"mode": ["consent"]}, "unknown_mode"),
        ({"quorum": "3/2"}, "quorum_out_of_range"),
        ({"quorum": "2"}, "quorum_out_of_range"),
        ({"quorum": "1/0"}, "bad_fraction"),
        ({"quorum": "0.5"}, "bad_fraction"),
        ({"quorum": "-1/2"}, "bad_fraction"),
        ({"quorum": " 1/2"}, "bad_fraction"),
        ({"quorum": "１/２"}, "bad_fraction"),
        ({"quorum": "1/2\n"}, "bad_fraction"),
        ({"quorum": 0.5}, "bad_fraction"),
        ({"quorum": None}, "bad_fraction"),
        ({"threshold": "2/0"}, "bad_fraction"),
        ({"threshold": "two thirds"}, "bad_fraction"),
        ({"threshold": 2}, "bad_fraction"),
        ({"threshold": "0"}, "threshold_out_of_range"),
        ({"threshold": "4/3"}, "threshold_out_of_range"),
        ({"threshold": None}, "threshold_missing"),
        ({"threshold_of": "everyone"}, "unknown_value"),
        ({"quorum_of": ["eligible"]}, "unknown_value"),
        ({"tie": "chair"}, "unknown_value"),
        ({"electorate": "all"}, "unknown_value"),
        ({"show_results": "never"}, "unknown_value"),
        ({"stand_asides_max": "3/2"}, "stand_asides_out_of_range"),
        ({"max_proxies": -1}, "bad_number"),
        ({"max_proxies": 21}, "bad_number"),
        ({"max_proxies": True}, "bad_number"),
        ({"max_proxies": "2"}, "bad_number"),
        ({"close_when_all": "yes"}, "not_a_boolean"),
        ({"close_when_all": 1}, "not_a_boolean"),
        ({"mode": "secret_majority", "show_results": "live"}, "live_secret"),
        ({"colour": "red"}, "unknown_field"),
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_applied_is_refused(change: dict[str, Any], code: str) -> None:
    assert refused({**VOTE, **change})[0] == code


def test_a_step_is_a_mapping_with_a_mode() -> None:
    assert refused("consent") == ("not_a_mapping", {"value": "consent"})
    assert refused({}) == ("missing_field", {"field": "mode"})


def test_a_step_made_by_hand_is_checked_too() -> None:
    with pytest.raises(InvalidRules, match="unknown_mode"):
        Step(mode="consent")  # type: ignore[arg-type]
    with pytest.raises(InvalidRules, match="bad_fraction"):
        Step(mode=DecisionMode.CONSENT, quorum="1/2")  # type: ignore[arg-type]
    with pytest.raises(InvalidRules, match="bad_fraction"):
        Step(mode=DecisionMode.OPEN_MAJORITY, threshold="2/3")  # type: ignore[arg-type]


def test_a_step_left_short_has_careful_defaults() -> None:
    step = Step.from_document({"mode": "consensus"})

    assert (step.quorum, step.stand_asides_max, step.max_proxies) == (0, 0, 2)
    assert (step.electorate, step.show_results, step.tie) == ("members", "closing", "reject")


@settings(max_examples=80, deadline=None)
@given(step=st.sampled_from(list(DecisionMode)).flatmap(steps))
def test_a_step_is_read_as_it_was_written(step: Step) -> None:
    assert Step.from_document(step.to_document()) == step


@settings(max_examples=150, deadline=None)
@given(
    document=st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["1/2", "consent"])
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["mode", "quorum", "threshold", "tie", "max_proxies", *QuestionKind]),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=12,
    )
)
def test_no_document_makes_rules_fail_otherwise_than_they_say(document: Any) -> None:
    for read in (Step.from_document, Rulebook.from_document):
        try:
            rules = read(document)
        except InvalidRules:
            continue
        assert read(rules.to_document()) == rules


@pytest.mark.parametrize("rulebook", PRESETS.values(), ids=PRESETS)
def test_a_preset_is_read_as_it_was_written(rulebook: Rulebook) -> None:
    assert Rulebook.from_document(rulebook.to_document()) == rulebook


def test_every_preset_has_its_words() -> None:
    assert set(PRESETS) == set(PRESET_LABELS)


def test_couserans_goes_from_consensus_to_consent_to_two_thirds() -> None:
    for kind in (QuestionKind.BLASON, QuestionKind.CHARTER, QuestionKind.ACCREDITATION):
        modes = [step.mode.value for step in COUSERANS.cascade(kind)]
        assert modes == ["consensus", "consent", "open_majority"]
        assert COUSERANS.cascade(kind)[-1].threshold == Fraction(2, 3)


def test_geneve_begins_by_consent_and_simple_majority_only_votes() -> None:
    for kind in QuestionKind:
        assert GENEVE.cascade(kind)[0].mode is DecisionMode.CONSENT
        assert [step.threshold for step in SIMPLE_MAJORITY.cascade(kind)] == ["simple"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"blason": []}, "empty_cascade"),
        ({"blason": "consent"}, "not_a_mapping"),
        ({"gardening": []}, "unknown_kind"),
        ({3: []}, "unknown_kind"),
        ({"charter": [{"mode": "whim"}]}, "unknown_mode"),
    ],
    ids=str,
)
def test_a_rulebook_has_a_cascade_for_each_kind_and_no_other(change: dict[Any, Any], code: str) -> None:
    with pytest.raises(InvalidRules) as caught:
        Rulebook.from_document({**COUSERANS.to_document(), **change})
    assert caught.value.code == code


def test_a_rulebook_forgets_no_kind_of_question() -> None:
    document = COUSERANS.to_document()
    del document["ordinary"]
    with pytest.raises(InvalidRules, match="missing_kind"):
        Rulebook.from_document(document)
    with pytest.raises(InvalidRules, match="not_a_mapping"):
        Rulebook.from_document([document])
