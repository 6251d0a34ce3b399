"""The pages of the paper kit, typeset by typst: posters, sheets, slips, ballots, tables, rules, run-sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.typeset import typeset

_SOURCE = Path(__file__).parent / "kit.typ"


def pdf(told: dict[str, Any], square: str, squares: Mapping[str, str] | None = None) -> bytes:
    """The pages of `told` (see `kit.told`), with the SVG that leads to the room and those of slips."""
    return typeset(_SOURCE.read_text(encoding="utf-8"), told, {"square.svg": square, **(squares or {})})
