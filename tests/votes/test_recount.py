"""Anyone recounts a decision: 0 when the stated outcome is right, 1 when it is not, 2 for a bad file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.votes.decision_file import SCHEMA, InvalidFile, parse, recount, validated
from app.votes.faults import FILES, RULES, TALLY, invalid_file
from app.votes.recount import recount_command
from app.votes.rules import InvalidRules
from app.votes.tally import InvalidTally
from tests.votes.files import CONSENT, changed, consent_file, options_file, run, secret_file


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_right_outcome_is_said_again(recounting: Flask, tmp_path: Path) -> None:
    status, said, error = run(recounting, tmp_path, consent_file())

    assert (status, error) == (0, "")
    assert said == (
        "Recompte exact (adopted).\n"
        "Adoptée : 27 consentements, 0 objection restante sur 1 levée ; quorum 20/40 atteint\n"
    )


def test_a_wrong_outcome_is_said_beside_the_right_one(recounting: Flask, tmp_path: Path) -> None:
    lifted = changed(consent_file(), "ballots/27/status", "standing")
    status, said, _error = run(recounting, tmp_path, lifted)

    assert status == 1
    assert said == (
        "Recompte différent : result.\n"
        "Annoncé : adopted — consent 27 — …\n"
        "Recompté : rejected — Rejetée : 27 consentements, 1 objection restante sur 1 ; "
        "une objection qui reste empêche l’adoption ; quorum 20/40 atteint\n"
    )


@pytest.mark.parametrize(
    ("path", "value", "difference"),
    [
        ("outcome/result", "rejected", "result"),
        ("outcome/result", "cancelled", "result"),
        ("outcome/counts", {"consent": 28}, "counts.consent"),
        ("outcome/counts", {"consent": 27, "block": 1}, "counts.block"),
        ("outcome/participants", 27, "participants"),
        ("outcome/reason", "objection_left", "reason"),
        ("outcome/elected", ["o1"], "elected"),
        ("outcome/contenders", ["o1"], "contenders"),
    ],
)
def test_each_stated_field_is_compared(path: str, value: Any, difference: str) -> None:
    assert recount(validated(changed(consent_file(), path, value))).differences == (difference,)


def test_the_stated_sentence_is_not_compared() -> None:
    assert (
        recount(validated(changed(consent_file(), "outcome/because", "Par acclamation."))).differences == ()
    )


def test_hands_of_the_room_and_papers_of_the_urn_are_added() -> None:
    counted = recount(validated(secret_file()))

    assert counted.differences == ()
    assert counted.recomputed.counts == {"for": 14, "against": 6, "abstain": 1}
    assert recount(validated(changed(secret_file(), "room_counts", []))).differences != ()


def test_a_weight_is_one_unless_said() -> None:
    document = changed(consent_file(), "ballots/0/weight", ...)
    assert recount(document).recomputed.participants == 28
    assert recount(changed(document, "ballots/1/weight", 3)).recomputed.participants == 30


def test_questions_with_options_are_recounted() -> None:
    chosen = recount(validated(options_file("choose_one", ["o1", "o1", "o2"])))
    assert (chosen.differences, chosen.options["o1"]) == ((), "Au marché")
    assert recount(validated(options_file("approval", ["o1+o3", "o1", "abstain"]))).differences == ()
    judged = options_file("majority_judgment", ["o1:good+o2:fair+o3:reject", "abstain"])
    assert recount(validated(judged)).differences == ()

    runoff = options_file("choose_one", ["o1", "o1", "o2", "o3", "o3"], "absolute")
    assert recount(validated(runoff)).differences == ("result", "elected")
    runoff["outcome"] = {"result": "runoff", "contenders": ["o3", "o1"]}
    assert recount(validated(runoff)).differences == ()


def test_options_without_texts_are_named_by_their_keys() -> None:
    document = changed(options_file("choose_one", ["o1"]), "options", ...)
    assert recount(validated(document)).options == {"o1": "o1", "o2": "o2", "o3": "o3"}


def test_a_secret_count_of_marks_is_recounted() -> None:
    document = options_file("approval", [])
    del document["ballots"]
    document["rules"]["mode"] = document["mode"] = "secret_majority"
    document["counts"] = {"o1": 4, "o2": 2, "expressed": 5, "abstain": 1}
    document["room_counts"] = [{"counts": {"o1+o2": 1}, "by": "m-1", "confirmed_by": "m-2"}]

    assert recount(validated(document)).recomputed.counts == {
        "o1": 5, "o2": 3, "o3": 0, "expressed": 6, "abstain": 1,
    }  # fmt: skip


PLACES = (
    *("mode", "method", "choices", "options", "room_counts", "outcome", "outcome/counts"),
    *("rules", "rules/quorum", "rules/tie", "electorate", "electorate/present"),
    *("ballots", "ballots/0", "ballots/0/choice"),
)
words = st.one_of(st.text(max_size=6), st.sampled_from(CONSENT))
numbers = st.one_of(st.integers(), st.floats())
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PLACES), value=values)
def test_no_file_makes_a_recount_fail_otherwise_than_it_says(path: str, value: Any) -> None:
    content = json.dumps(changed(consent_file(), path, value)).encode()
    try:
        counted = recount(parse(content))
    except InvalidFile as fault:
        assert "\n" not in invalid_file(fault)  # noqa: PT017 - any file may be refused, and then in one line
    else:
        assert counted.recomputed.reason


@pytest.mark.parametrize(
    ("fault", "sentences"), [(InvalidRules, RULES), (InvalidTally, TALLY), (InvalidFile, FILES)]
)
def test_every_documented_fault_has_its_sentence(fault: type[Exception], sentences: dict[str, Any]) -> None:
    words = set(str(fault.__doc__).split("`")[1::2])
    of_another = {"rules", "count"} if fault is InvalidFile else set()

    assert words - {"code", "params", "__cause__", "InvalidRules", "InvalidTally"} - of_another == set(
        sentences
    )


def test_the_command_belongs_to_the_application(app: Flask) -> None:
    assert app.cli.commands["recount"] is recount_command
