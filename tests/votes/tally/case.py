"""Read the cases people wrote in `tests/votes/cases/*.yaml`: the words of the screen, turned into codes.

Words come from `wording`: a mode that has its words on screen has them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.votes import wording
from app.votes.rules import DecisionMode, Method, Step
from app.votes.tally import METHODS, MODES, Electorate, Outcome, count_key, spread, tally

CASES = Path(__file__).parents[1] / "cases"
KEYS = {"cas", "mode", "inscrits", "présents", "règles", "options", "voix", "résultat", "phrase"}
RULES = {
    "quorum": "quorum",
    "quorum sur": "quorum_of",
    "seuil": "threshold",
    "seuil sur": "threshold_of",
    "en cas d’égalité": "tie",
    "retraits au plus": "stand_asides_max",
}
VALUES = {
    "majorité simple": "simple",
    "majorité absolue": "absolute",
    "exprimés": "expressed",
    "participants": "participants",
    "inscrits": "eligible",
    "présents": "present",
    "rejeter": "reject",
    "rouvrir": "reopen",
}


@dataclass(frozen=True)
class Case:
    """One case: what is counted, and what must come out."""

    name: str
    step: Step
    method: Method
    electorate: Electorate
    options: dict[str, str]
    counts: dict[str, int]
    result: str
    sentence: str

    def outcome(self) -> Outcome:
        keys = tuple(self.options)
        return tally(spread(self.counts, self.method, keys), self.electorate, self.step, self.method, keys)


def plain(text: str) -> str:
    """The same text as typed on an ordinary keyboard: ordinary spaces, curly apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("'", "’")


def cases_of(name: str) -> list[Case]:
    """The cases of a mode (`consent`) or of a method for options (`choose_one`)."""
    documents = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [_case(name, document) for document in documents]


def _case(name: str, document: dict[str, Any]) -> Case:
    assert set(document) <= KEYS, f"mot inconnu dans un cas : {sorted(set(document) - KEYS)}"
    method = Method(name) if name in METHODS else Method.ADOPT
    mode = DecisionMode(name) if method is Method.ADOPT else _mode(document.get("mode", "Vote à main levée"))
    options = {f"o{number}": text for number, text in enumerate(document.get("options", ()), 1)}
    words = _words(mode, method, options)
    counts = {words(plain(choice)): number for choice, number in document["voix"].items()}
    return Case(
        name=document["cas"],
        step=_step(mode, document.get("règles", {})),
        method=method,
        electorate=Electorate(document["inscrits"], document.get("présents", 0)),
        options=options,
        counts=counts,
        result=_code(wording.RESULTS, document["résultat"]),
        sentence=plain(document["phrase"]),
    )


def _mode(label: str) -> DecisionMode:
    return DecisionMode(_code(wording.MODES, label))


def _code(labels: dict[str, Any], label: str) -> str:
    return {plain(str(text)): code for code, text in labels.items()}[plain(label)]


def _step(mode: DecisionMode, rules: dict[str, Any]) -> Step:
    document: dict[str, Any] = {"mode": mode.value}
    for word, value in rules.items():
        document[RULES[plain(word)]] = VALUES.get(str(value), str(value))
    if MODES[mode].TAKES_OPTIONS:
        document.setdefault("threshold", "simple")
    return Step.from_document(document)


def _words(mode: DecisionMode, method: Method, options: dict[str, str]) -> Any:
    if method is not Method.ADOPT:
        return lambda typed: "abstain" if typed == "Je m’abstiens" else _ballot(typed, options)
    keys = {plain(str(wording.CHOICES[choice])): choice for choice in MODES[mode].CHOICES}
    for choice, statuses in MODES[mode].STATUSES.items():
        for status in statuses:
            label = f"{plain(str(wording.CHOICES[choice]))} ({wording.STATUSES[status]})"
            keys[label] = count_key(choice, status)
    return lambda typed: keys[typed]


def _ballot(typed: str, options: dict[str, str]) -> str:
    """A whole ballot: « Marché », « Marché + Épicerie », « Marché Bien + Épicerie Passable »."""
    marks = []
    for part in typed.split(" + "):
        option = next(key for key, text in options.items() if part.startswith(plain(text)))
        mention = part.removeprefix(plain(options[option])).strip()
        marks.append(f"{option}:{_code(wording.MENTIONS, mention)}" if mention else option)
    return "+".join(marks)
