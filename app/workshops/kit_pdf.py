"""The pages of the paper kit, typeset by typst: posters, sheets, slips, ballots, tables, rules, run-sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

# Texts arrive as JSON data, never as typst source: nothing anyone writes is executed.
_SOURCE = Path(__file__).parent / "kit.typ"


def pdf(told: dict[str, Any], square: str, squares: Mapping[str, str] | None = None) -> bytes:
    """The pages of `told` (see `kit.told`), with the SVG that leads to the room and those of slips."""
    with TemporaryDirectory(prefix="blason-") as folder:
        root = Path(folder)
        (root / "told.json").write_text(json.dumps(told), encoding="utf-8")
        for name, drawn in {"square.svg": square, **(squares or {})}.items():
            (root / name).write_text(drawn, encoding="utf-8")
        source = root / "kit.typ"
        source.write_bytes(_SOURCE.read_bytes())
        made = typst.compile(str(source), root=str(root))
    if not isinstance(made, bytes):
        raise TypeError("typst returned several files for one document")
    return made
