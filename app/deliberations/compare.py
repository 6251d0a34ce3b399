"""Two wordings side by side, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Piece = tuple[Literal["same", "removed", "added"], str]
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order.

    `same` and `removed` joined are `before`; `same` and `added` joined are `after`.
    """
    return list(_pieces(before, after))


@lru_cache(256)
def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Kept: everyone who opens a page of amendments asks for the same comparisons."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    for code, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if code == "equal":
            pieces.append(("same", "".join(old[start:end])))
            continue
        if start < end:
            pieces.append(("removed", "".join(old[start:end])))
        if begin < stop:
            pieces.append(("added", "".join(new[begin:stop])))
    return tuple(pieces)
