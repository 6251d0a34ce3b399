"""Blasons for hypothesis: any name, any items, the presets' rules."""

from __future__ import annotations

from hypothesis import strategies as st

from app.blason.document import Blason, ItemKind
from app.votes.presets import PRESETS

kinds = st.sampled_from(ItemKind)
sentences = st.text(min_size=1, max_size=280).filter(str.strip)
rulebooks = st.sampled_from(list(PRESETS.values()))


@st.composite
def blasons(draw: st.DrawFn) -> Blason:
    """A blason written item by item, as its founders would."""
    blason = Blason(name=draw(st.text(min_size=1, max_size=120).filter(str.strip)), rules=draw(rulebooks))
    for kind, text in draw(st.lists(st.tuples(kinds, sentences), max_size=8)):
        blason = blason.with_item(kind, text)
    return blason
