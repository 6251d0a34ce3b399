"""What is not a decision file is refused in one line, and nothing in it reaches the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.votes.files import changed, consent_file, options_file, run, secret_file

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
