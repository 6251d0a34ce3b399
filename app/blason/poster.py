"""The poster: one A4 page, typeset by typst from the drawing."""

from __future__ import annotations

from app.typeset import typeset

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
    return typeset(_SOURCE, {"name": name, "place": place}, {"blason.svg": drawing})
