"""Decision files for the tests of the recount, and what the command says of them."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from flask import Flask

CONSENT = ["consent", "consent_with_concern", "objection", "abstain"]


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
