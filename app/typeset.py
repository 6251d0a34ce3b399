"""Pages on paper: a source for typst and the files it reads, typeset into one PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst


def typeset(
    source: str, told: Mapping[str, Any], drawings: Mapping[str, str], *, tagged: bool = False
) -> bytes:
    """The PDF of `source`, which reads `told.json` and the SVG `drawings` by name; `tagged` is PDF/UA-1.

    Texts arrive as JSON data, never as typst source: nothing a member writes is executed.
    """
    with TemporaryDirectory(prefix="blason-") as folder:
        root = Path(folder)
        (root / "told.json").write_text(json.dumps(told), encoding="utf-8")
        for name, drawn in drawings.items():
            (root / name).write_text(drawn, encoding="utf-8")
        page = root / "page.typ"
        page.write_text(source, encoding="utf-8")
        made = typst.compile(str(page), root=str(root), pdf_standards=["ua-1"] if tagged else [])
    if not isinstance(made, bytes):
        raise TypeError("typst returned several files for one document")
    return made
