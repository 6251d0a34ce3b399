"""Minutes on paper, typeset by typst: tagged, A4, under the collective's shield."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from app.typeset import typeset

_SOURCE = """
#let told = json("told.json")
#set document(title: told.title)
#set text(font: ("Libertinus Serif", "DejaVu Serif"), size: 11pt, lang: told.language, fill: rgb("#241d16"))
#set par(justify: true, leading: 0.66em)
#set page(paper: "a4", margin: (x: 26mm, top: 24mm, bottom: 26mm), numbering: "1 / 1", footer: context [
  #set text(size: 7.5pt, fill: rgb("#594d40"))
  #grid(columns: (1fr, auto), told.proof, counter(page).display("1 / 1", both: true))
])
#show heading.where(level: 1): it => block(
  below: 5mm, text(size: 1.75em, weight: "regular", hyphenate: false, it.body),
)
#show heading.where(level: 2): it => block(
  above: 8mm, below: 3.5mm, text(size: 1.22em, weight: "regular", fill: rgb("#9b1a2c"), it.body),
)
#let run(it) = {
  let said = [#it.text]
  if it.emph { said = emph(said) }
  if it.strong { strong(said) } else { said }
}
#let told-blocks(blocks) = for (place, it) in blocks.enumerate() {
  let said = it.runs.map(run).join()
  // What is above a list stays on its page.
  let heads = not it.bullet and place + 1 < blocks.len() and blocks.at(place + 1).bullet
  if it.bullet { list(said) } else if heads { block(sticky: true, said) } else { par(said) }
}
#let line-to-sign(it) = block(above: 7mm, breakable: false, grid(
  columns: (1fr, 60mm), align: bottom, it.runs.map(run).join(), line(length: 100%, stroke: 0.5pt),
))
#align(center)[
  #image("shield.svg", width: 30mm, alt: told.shield)
  #v(1mm)
  #heading(level: 1, told.title)
  #text(style: "italic", told.place)
]
#v(3mm)
#block(inset: 3mm, stroke: (y: 0.6pt), width: 100%)[
  #told.standing
  #if told.remarks != "" [ #parbreak() #told.remarks ]
]
#for section in told.sections [
  #if section.alone { pagebreak(weak: true) }
  #heading(level: 2, section.title)
  #if section.signs { for it in section.blocks [#line-to-sign(it)] } else { told-blocks(section.blocks) }
]
"""


def pdf(told: dict[str, Any], shield: str) -> bytes:
    """The pages of `told` (see `files`) under `shield`, an SVG; accessible (PDF/UA-1)."""
    return _typeset(json.dumps(told, sort_keys=True), shield)


# Keyed by all that is printed: an edition is typeset once, and again only when its text changes.
@lru_cache(maxsize=16)
def _typeset(told: str, shield: str) -> bytes:
    return typeset(_SOURCE, json.loads(told), {"shield.svg": shield}, tagged=True)
