"""Read a decision file and count it again. Nothing in its `outcome` is trusted.

Pure: no Flask, no database, no clock. The format is `schema/blason-decision-1.json`; what a schema cannot say
is checked here. `InvalidFile` says what is wrong by a code and its parameters.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from app.votes.rules import InvalidRules, Method, Step, read_mode
from app.votes.tally import MODES, Electorate, InvalidTally, Outcome, choices_of, count_key, spread, tally
from app.votes.tally.options import EXPRESSED

SCHEMA = Path(__file__).parent / "schema" / "blason-decision-1.json"


class InvalidFile(ValueError):
    """A file that cannot be recounted.

    `code` is one of: `not_json`, `twice_the_key`, `wrong_shape`, `rules`, `count`, `rules_of_another_mode`,
    `choices`, `no_ballots`, `no_counts`, `ballots_not_secret`, `counts_not_open`, `same_voter`,
    `unknown_choice`, `unknown_status`, `confirmed_alone`, `no_present`. `__cause__` is the `InvalidRules` or
    `InvalidTally` behind `rules` and `count`.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Recount:
    """What the file states and what counting it again gives; `differences` names the fields that differ."""

    stated: Mapping[str, Any]
    recomputed: Outcome
    differences: tuple[str, ...]
    options: Mapping[str, str]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def parse(content: bytes) -> dict[str, Any]:
    """The document in a file of these bytes, in the right shape. Raises `InvalidFile`."""
    try:
        text = content.decode("utf-8")
        return validated(json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant))
    except InvalidFile:
        raise
    except (ValueError, RecursionError) as error:
        raise InvalidFile("not_json") from error


def validated(document: object) -> dict[str, Any]:
    """The same document, in the right shape. Raises `InvalidFile`."""
    _refuse_decimals(document)
    error = best_match(_validator().iter_errors(document))
    if error is not None or not isinstance(document, dict):
        where = "/".join(str(step) for step in error.absolute_path) if error else ""
        raise InvalidFile("wrong_shape", where=where or "·", why=error.message[:120] if error else "")
    return document


def recount(document: Mapping[str, Any]) -> Recount:
    """Count a document of the right shape again. Raises `InvalidFile` when it cannot be counted."""
    method = Method(document.get("method", Method.ADOPT))
    step = _rules(document)
    options = _options(document, method)
    texts = document.get("options", dict(zip(options, options, strict=True)))
    if set(document["choices"]) != set(choices_of(step.mode, method, options)) or set(texts) != set(options):
        raise InvalidFile("choices", choices=", ".join(document["choices"])[:120])
    parts = [_ballots(document, step), *_rooms(document)]
    try:
        electorate = Electorate(**_people(document, step))
        marks = sum((_marks(part, method, options) for part in parts), Counter[str]())
        outcome = tally(marks, electorate, step, method, options)
    except InvalidTally as error:
        raise InvalidFile("count") from error
    return Recount(document["outcome"], outcome, differences(document["outcome"], outcome), texts)


def differences(stated: Mapping[str, Any], outcome: Outcome) -> tuple[str, ...]:
    """The stated fields that are wrong. What is not stated is not wrong; sentences are not compared."""
    right = outcome.to_document()
    wrong = [
        name for name in ("result", "reason", "participants") if stated.get(name, right[name]) != right[name]
    ]
    wrong += [
        name for name in ("elected", "contenders") if set(stated.get(name, right[name])) != set(right[name])
    ]
    wrong += [
        f"counts.{choice}"
        for choice, number in stated.get("counts", {}).items()
        if right["counts"].get(choice, 0) != number
    ]
    return tuple(wrong)


def _rules(document: Mapping[str, Any]) -> Step:
    try:
        mode = read_mode(document["mode"])
        stated = {name: value for name, value in document["rules"].items() if value is not None}
        step = Step.from_document({"mode": document["mode"], **stated})
    except InvalidRules as error:
        raise InvalidFile("rules") from error
    if step.mode is not mode:
        raise InvalidFile("rules_of_another_mode", mode=mode.value, other=step.mode.value)
    return step


def _people(document: Mapping[str, Any], step: Step) -> dict[str, int]:
    people = document["electorate"]
    if step.quorum_of == "present" and "present" not in people:
        raise InvalidFile("no_present")
    return {"eligible": people["eligible"], "present": people.get("present", 0)}


def _options(document: Mapping[str, Any], method: Method) -> tuple[str, ...]:
    if method is Method.ADOPT:
        return ()
    return tuple(choice for choice in document["choices"] if choice != "abstain")


def _ballots(document: Mapping[str, Any], step: Step) -> Counter[str]:
    """Weights by stored choice: from the ballots, or from the count of a secret urn."""
    if MODES[step.mode].SECRET:
        if "ballots" in document:
            raise InvalidFile("ballots_not_secret")
        if "counts" not in document:
            raise InvalidFile("no_counts")
        return Counter(document["counts"])
    if "counts" in document:
        raise InvalidFile("counts_not_open")
    if "ballots" not in document:
        raise InvalidFile("no_ballots")
    counts, voters = Counter[str](), set[str]()
    for ballot in document["ballots"]:
        if ballot["voter"] in voters:
            raise InvalidFile("same_voter", voter=ballot["voter"][:80])
        voters.add(ballot["voter"])
        counts[_key(ballot, step)] += ballot.get("weight", 1)
    return counts


def _key(ballot: Mapping[str, Any], step: Step) -> str:
    """The key a ballot is counted under; its choice and its status are two fields, never one."""
    choice, status = ballot["choice"], ballot.get("status")
    mode = MODES[step.mode]
    known = {count_key(each, life) for each, lives in mode.STATUSES.items() for life in lives}
    if choice in known or choice == EXPRESSED:
        raise InvalidFile("unknown_choice", choice=choice[:80])
    if status is not None and status not in mode.STATUSES.get(choice, ()):
        raise InvalidFile("unknown_status", choice=choice[:80], status=status[:80])
    return count_key(choice, status)


def _rooms(document: Mapping[str, Any]) -> list[Counter[str]]:
    rooms = document.get("room_counts", [])
    for room in rooms:
        if room["by"] == room["confirmed_by"]:
            raise InvalidFile("confirmed_alone", by=room["by"][:80])
    return [Counter(room["counts"]) for room in rooms]


def _marks(counts: Counter[str], method: Method, options: tuple[str, ...]) -> Counter[str]:
    """Counts of marks: as the urn published them, or from whole ballots."""
    return counts if EXPRESSED in counts else Counter(spread(counts, method, options))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for key, number in Counter(key for key, _value in pairs).items():
        if number > 1:
            raise InvalidFile("twice_the_key", key=key[:80])
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise InvalidFile("wrong_shape", where="·", why=name)


def _refuse_decimals(value: object) -> None:
    """A schema takes 1.0 for an integer; a count of people has no point."""
    if isinstance(value, float):
        raise InvalidFile("wrong_shape", where="·", why=str(value))
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        _refuse_decimals(child)
