"""The poster: one A4 page, typeset by typst from the drawing."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

# Texts arrive as JSON data, never as typst source: nothing a member writes is executed.
_SOURCE = """
#let told = json("told.json")
#set page(paper: "a4", margin: (x: 16mm, y: 14mm), fill: rgb("#fffcf5"))
#set text(font: ("Libertinus Serif", "DejaVu Serif"), fill: rgb("#241d16"), lang: "fr")
#set document(title: told.name)
#align(center + horizon)[
  #image("blason.svg", width: 100%, alt: told.name)
  #v(4mm)
  #text(size: 13pt, style: "italic")[#told.place]
]
"""


def pdf(drawing: str, name: str, place: str) -> bytes:
    """An A4 page holding `drawing` (an SVG); `name` titles the document, `place` stands below."""
    with TemporaryDirectory(prefix="blason-") as folder:
        root = Path(folder)
        (root / "blason.svg").write_text(drawing, encoding="utf-8")
        (root / "told.json").write_text(json.dumps({"name": name, "place": place}), encoding="utf-8")
        source = root / "poster.typ"
        source.write_text(_SOURCE, encoding="utf-8")
        made = typst.compile(str(source), root=str(root))
    if not isinstance(made, bytes):
        raise TypeError("typst returned several files for one page")
    return made
