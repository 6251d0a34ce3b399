"""The printed charter, typeset by typst: tagged, A4, with its proof at the foot of each page."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from app.typeset import typeset

_SOURCE = """
#let told = json("told.json")
#set document(title: told.title)
#set text(font: ("Libertinus Serif", "DejaVu Serif"), size: told.size * 1pt)
#set text(lang: told.language, fill: rgb("#241d16"))
#set par(justify: true, leading: 0.68em)
#set page(paper: "a4", margin: (x: 26mm, top: 24mm, bottom: 26mm), numbering: "1 / 1", footer: context [
  #set text(size: 7.5pt, fill: rgb("#594d40"))
  #grid(columns: (1fr, auto), told.proof, counter(page).display("1 / 1", both: true))
])
#let titled(size, it) = text(size: size, weight: "regular", it.body)
#show heading.where(level: 1): it => block(below: 6mm, titled(1.9em, it))
#show heading.where(level: 2): it => block(above: 9mm, below: 4mm, titled(1.27em, it))
#let code(it) = text(size: 0.85em, fill: rgb("#9b1a2c"), ligatures: false, it)
#let run(it) = {
  let said = [#it.text]
  if it.emph { said = emph(said) }
  if it.strong { strong(said) } else { said }
}
#let told-blocks(blocks) = for it in blocks {
  let said = it.runs.map(run).join()
  if it.bullet { list(said) } else { par(said) }
}
#let clause(it) = block(below: 4.5mm, breakable: true)[
  #heading(level: 3, outlined: false)[#code(it.code) #h(0.5em) #it.title]
  #told-blocks(it.text)
  #if it.at("simple", default: "") != "" [#par(emph(it.simple))]
  #for child in it.at("children", default: ()) [
    #pad(left: 8mm, top: 1mm)[#code(child.code) #h(0.4em) #strong(child.title) #told-blocks(child.text)]
  ]
]
#align(center)[
  #image("shield.svg", width: 46mm, alt: told.shield)
  #v(2mm)
  #heading(level: 1, told.title)
  #text(style: "italic", told.place)
]
#v(4mm)

#told.adopted
#for section in told.sections [
  #heading(level: 2, section.title)
  #for it in section.clauses [#clause(it)]
]
#if told.threshold != "" [#block(above: 6mm, inset: 4mm, stroke: 0.6pt, width: 100%, strong(told.threshold))]
#if told.rates.len() > 0 [
  #heading(level: 2, told.rates_title)
  #let columns = told.rates.first().len()
  #table(
    columns: (1fr,) + (auto,) * (columns - 1),
    align: (x, y) => if x == 0 { left } else { right },
    stroke: (x, y) => (top: 0.4pt + rgb("#8a7c6b")),
    table.header(..told.rates.first().map(it => strong(it))),
    ..told.rates.slice(1).flatten(),
  )
]
#if told.open.len() > 0 [
  #heading(level: 2, told.open_title)
  #for it in told.open [
    #clause(it)
    #if it.at("for") != "" [#pad(left: 8mm)[#strong(told.at("for") + " :") #it.at("for")]]
    #if it.against != "" [#pad(left: 8mm)[#strong(told.against + " :") #it.against]]
  ]
]
"""


USUAL, LARGE = 11, 18  # points; large print begins at 16


def pdf(told: dict[str, Any], shield: str, *, large: bool = False) -> bytes:
    """The pages of `told` (see `exports.pages_of`) under `shield`, an SVG; accessible (PDF/UA-1)."""
    return _typeset(json.dumps({**told, "size": LARGE if large else USUAL}, sort_keys=True), shield)


# Keyed by all that is printed, hash of the version included: a version is typeset once.
@lru_cache(maxsize=16)
def _typeset(told: str, shield: str) -> bytes:
    return typeset(_SOURCE, json.loads(told), {"shield.svg": shield}, tagged=True)
