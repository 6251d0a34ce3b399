"""Every act the application records is told in a whole sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.register import wording
from app.register.wording import Act, tell

APP = Path(__file__).parents[2] / "app"
NAMES = {1: "Alice", 2: "Bob", 3: "Chloé"}
EVENING = {"day": "2026-03-12"}
PROXY = {"principal_id": 2, "holder_id": 3}

SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "collective.founded",
        {"name": "Caisse", "preset": "geneve"},
        "Alice fonde le collectif « Caisse » ; première règle de décision : « Consentement ».",
    ),
    (
        "collective.settled",
        {"changed": {"presentation": "", "territory": ""}},
        "Alice change la présentation et le territoire.",
    ),
    ("attendance.arrived", {**EVENING, "has_device": True}, "Bob est là, le 12 mars 2026."),
    (
        "attendance.arrived",
        {**EVENING, "has_device": False, "assisted": True},
        "Bob est là, sans appareil, le 12 mars 2026. Noté par Alice.",
    ),
    ("attendance.left", EVENING, "Bob repart, le 12 mars 2026."),
    ("attendance.undone", EVENING, "Alice efface une présence notée par erreur : Bob, le 12 mars 2026."),
    ("proxy.given", PROXY, "Bob donne son pouvoir à Chloé."),
    ("proxy.given", {**PROXY, "assisted": True}, "Bob donne son pouvoir à Chloé. Noté par Alice."),
    ("proxy.revoked", PROXY, "Le pouvoir donné par Bob à Chloé prend fin."),
    (
        "decision.opened",
        {"mode": "consent", "eligible": 40},
        "Alice ouvre la décision n° 2, en mode « Consentement » (40 voix au plus).",
    ),
    ("decision.phase_changed", {"phase": "react"}, "Décision n° 2 : le groupe passe à l’étape « Réagir »."),
    (
        "decision.closed",
        {"result": "adopted", "because": "everyone"},
        "La décision n° 2 est close (tout le monde s’est exprimé). Résultat : adoptée.",
    ),
    (
        "decision.closed",
        {"result": "no_quorum", "because": "manual"},
        "La décision n° 2 est close (close par Alice). Résultat : quorum non atteint.",
    ),
    ("proposal.adopted", {"decision": 7}, "La proposition n° 2 est adoptée, par la décision n° 7."),
    ("amendment.declined", {}, "Alice décline un amendement de la proposition n° 2."),
    ("decision.cancelled", {}, "Alice annule la décision n° 2."),
    ("room_count.typed", {}, "Alice saisit un comptage de la salle pour la décision n° 2."),
    ("objection.integrated", {}, "Décision n° 2 : modification acceptée : objection intégrée (Alice)."),
    (
        "rulebook.adopted",
        {"decision": 7},
        "De nouvelles règles de décision entrent en vigueur, par la décision n° 7.",
    ),
    ("deliberation.opened", {}, "Alice pose la question n° 2."),
    (
        "contribution.assisted",
        {"author": 3},
        "Alice écrit une contribution pour Chloé (saisie assistée).",
    ),
    ("contribution.moderated", {"reason": "insult"}, "Alice retire la contribution n° 2."),
    ("rulebook.adopted", {"decision": None}, "Alice fixe les premières règles de décision."),
]


def said(text: str) -> str:
    """The text with its no-break spaces as plain ones: what the eye reads."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("kind", "payload", "sentence"), SENTENCES)
def test_an_act_is_told_in_a_sentence(app: Flask, kind: str, payload: dict[str, Any], sentence: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert said(tell(Act(kind, 1, 2, payload, NAMES))) == sentence


def recorded_kinds() -> Iterator[str]:
    """The kinds written out in calls of `record` anywhere in the application."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").lstrip("_") == "record":
                for argument in node.args:
                    for part in ast.walk(argument):
                        if (
                            isinstance(part, ast.Constant)
                            and isinstance(part.value, str)
                            and "." in part.value
                        ):
                            yield part.value


@pytest.mark.parametrize("kind", sorted({kind for kind in recorded_kinds() if not kind.endswith(".")}))
def test_every_kind_of_act_has_its_sentence(app: Flask, kind: str) -> None:
    assert kind in wording._sentences


def test_an_act_of_the_platform_itself_names_nobody(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert said(tell(Act("charter.adopted", None, 1, {}, {}))).startswith(("Charte", "La charte"))
