"""Anyone recounts a decision: 0 when the stated outcome is right, 1 when it is not, 2 for a bad file."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app import i18n
from app.votes.decision_file import SCHEMA, InvalidFile, parse, recount, validated
from app.votes.faults import FILES, RULES, TALLY, invalid_file
from app.votes.recount import recount_command
from app.votes.rules import InvalidRules
from app.votes.tally import InvalidTally

CONSENT = ["consent", "consent_with_concern", "objection", "abstain"]


@pytest.fixture
def recounting() -> Flask:
    """Only a language and the command: a recount needs no database."""
    application = Flask("recounting")
    i18n.init_app(application)
    application.cli.add_command(recount_command)
    return application


def consent_file() -> dict[str, Any]:
    ballots = [{"voter": f"m-{number:04x}", "choice": "consent", "weight": 1} for number in range(27)]
    ballots.append(
        {
            "voter": "m-7f3a",
            "choice": "objection",
            "weight": 1,
            "reason": "Le bio importé.",
            "status": "withdrawn",
        }
    )
    return {
        "format": "blason-decision/1",
        "mode": "consent",
        "question": "Ajouter « légumes de saison » aux critères des lieux ?",
        "choices": CONSENT,
        "rules": {"quorum": "1/2", "quorum_of": "eligible", "threshold": None, "tie": "reject"},
        "electorate": {"eligible": 40, "present": 32},
        "ballots": ballots,
        "room_counts": [],
        "outcome": {"result": "adopted", "counts": {"consent": 27}, "because": "…"},
    }


def secret_file() -> dict[str, Any]:
    return {
        "format": "blason-decision/1",
        "mode": "secret_majority",
        "question": "Changer de nom ?",
        "choices": ["for", "against", "abstain"],
        "rules": {"quorum": "0", "threshold": "2/3", "threshold_of": "expressed"},
        "electorate": {"eligible": 40},
        "counts": {"for": 12, "against": 5, "abstain": 1},
        "room_counts": [{"counts": {"for": 2, "against": 1}, "by": "m-1", "confirmed_by": "m-2"}],
        "outcome": {"result": "adopted", "counts": {"for": 14, "against": 6, "abstain": 1}},
    }


def options_file(method: str, ballots: list[str], threshold: str = "simple") -> dict[str, Any]:
    return {
        "format": "blason-decision/1",
        "mode": "open_majority",
        "method": method,
        "question": "Où nous retrouver ?",
        "choices": ["o1", "o2", "o3", "abstain"],
        "options": {"o1": "Au marché", "o2": "À la ferme", "o3": "À la mairie"},
        "rules": {"mode": "open_majority", "quorum": "0", "threshold": threshold},
        "electorate": {"eligible": 40, "present": 0},
        "ballots": [{"voter": f"m-{number}", "choice": choice} for number, choice in enumerate(ballots)],
        "outcome": {"result": "elected", "elected": ["o1"]},
    }


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The same document with one field at `a/0/b` changed, or taken away when `value` is `...`."""
    copy = deepcopy(document)
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    place: Any = copy
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy


def run(application: Flask, folder: Path, content: bytes | dict[str, Any]) -> tuple[int, str, str]:
    file = folder / "decision.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    result = application.test_cli_runner().invoke(args=["recount", str(file)])
    return result.exit_code, result.stdout.replace("\u00a0", " ").replace("\u202f", " "), result.stderr


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


MALFORMED = [
    (consent_file, "mode", "acclamation", "n’existe pas"),
    (consent_file, "mode", "open_majority", "seuil"),
    (consent_file, "rules/mode", "consensus", "celles de"),
    (consent_file, "rules/quorum", "3/2", "de 0 à 1"),
    (consent_file, "rules/quorum", 0.5, "forme attendue"),
    (consent_file, "rules/quorum", ..., "quorum"),
    (consent_file, "rules/quorum_of", "voters", "forme attendue"),
    (consent_file, "rules/colour", "red", "n’existe pas"),
    (secret_file, "rules/threshold", "2/0", "fraction"),
    (secret_file, "rules/threshold", None, "seuil"),
    (secret_file, "rules/quorum_of", "present", "présentes"),
    (consent_file, "format", "blason-decision/2", "forme attendue"),
    (consent_file, "format", ..., "format"),
    (consent_file, "question", ..., "question"),
    (consent_file, "outcome", ..., "outcome"),
    (consent_file, "outcome/result", "splendid", "outcome/result"),
    (consent_file, "electorate/eligible", -1, "electorate/eligible"),
    (consent_file, "electorate/eligible", 40.0, "40.0"),
    (consent_file, "electorate/eligible", 10, "inscrites"),
    (consent_file, "electorate/eligible", True, "electorate/eligible"),
    (consent_file, "choices", ["for", "against", "abstain"], "choix"),
    (consent_file, "choices", ["consent"], "choices"),
    (consent_file, "ballots", ..., "ballots"),
    (consent_file, "ballots/0", "consent", "ballots/0"),
    (consent_file, "ballots/0/choice", "maybe", "maybe"),
    (consent_file, "ballots/0/choice", "expressed", "expressed"),
    (consent_file, "ballots/0/choice", "objection_withdrawn", "objection_withdrawn"),
    (consent_file, "ballots/0/status", "withdrawn", "withdrawn"),
    (consent_file, "ballots/27/status", "forgotten", "forgotten"),
    (consent_file, "ballots/0/weight", 0, "ballots/0/weight"),
    (consent_file, "ballots/0/weight", -3, "ballots/0/weight"),
    (consent_file, "ballots/0/weight", 1.5, "1.5"),
    (consent_file, "ballots/0/voter", "m-7f3a", "deux bulletins"),
    (consent_file, "counts", {"consent": 27}, "décompte"),
    (secret_file, "counts", ..., "counts"),
    (secret_file, "counts/maybe", 2, "maybe"),
    (secret_file, "counts/for", -2, "counts/for"),
    (secret_file, "ballots", [], "ne publie pas"),
    (secret_file, "room_counts/0/confirmed_by", "m-1", "son propre"),
    (secret_file, "room_counts/0/confirmed_by", ..., "confirmed_by"),
    (secret_file, "room_counts/0/counts/maybe", 1, "maybe"),
    (secret_file, "method", "lottery", "method"),
    (lambda: options_file("choose_one", []), "choices", ["o1", "o1:x", "abstain"], "choix"),
    (lambda: options_file("choose_one", []), "options", {"o1": "Au marché"}, "choix"),
    (lambda: options_file("choose_one", []), "mode", "consent", "celles de"),
]


@pytest.mark.parametrize(
    ("build", "path", "value", "words"),
    MALFORMED,
    ids=[f"{path}={value}" for _build, path, value, _w in MALFORMED],
)
def test_a_malformed_file_is_said_in_one_line(
    recounting: Flask, tmp_path: Path, build: Any, path: str, value: Any, words: str
) -> None:
    status, said, error = run(recounting, tmp_path, changed(build(), path, value))

    assert (status, said) == (2, "")
    assert error.count("\n") == 1
    assert error.startswith("Fichier non valide")
    assert words in error


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'"blason-decision/1"',
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a": ' * 900 + b"1" + b"}" * 900,
        b'{"eligible": NaN}',
        b'{"eligible": ' + b"9" * 5_000 + b"}",
        b'{"format": "a", "format": "b"}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_not_json_is_said_in_one_line(recounting: Flask, tmp_path: Path, content: bytes) -> None:
    status, said, error = run(recounting, tmp_path, content)

    assert (status, said, error.count("\n")) == (2, "", 1)
    assert error.startswith("Fichier non valide")


def test_a_file_that_cannot_be_read_is_said_in_one_line(recounting: Flask, tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "missing.json", "zero\0byte"):
        result = recounting.test_cli_runner().invoke(args=["recount", str(file)])
        assert result.exit_code == 2
        assert "ne peut pas être lu" in result.stderr
        assert result.stderr.count("\n") == 1


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(recounting: Flask, tmp_path: Path) -> None:
    hostile = "\x1b[2J\u202eéuq\ud800\nAdoptée"
    document = options_file("choose_one", ["o1"])
    document["options"]["o1"] = hostile
    for content, status in (
        (document, 0),
        (changed(document, "outcome/because", hostile) | {"ballots": []}, 1),
        (changed(document, "ballots/0/choice", hostile), 2),
    ):
        exit_code, said, error = run(recounting, tmp_path, content)
        assert exit_code == status
        assert not set("\x1b\u202e\ud800") & set(said + error)
        assert "\nAdoptée" not in said + error


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
