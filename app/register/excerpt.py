"""The few words around what a search found, with the found words told apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.register.words import words

Part = tuple[str, bool]
_PIECE = re.compile(r"[^\W_]+|[\W_]+")
# Marks of Markdown at the beginning of a line, which a plain excerpt reads better without.
_MARKUP = re.compile(r"(?m)^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s+|[*`]{1,3}")


def excerpt(text: str, beginnings: Sequence[str], before: int = 8, length: int = 30) -> tuple[Part, ...]:
    """About `length` words of `text`, from `before` words ahead of the first that begins as asked.

    Returns (piece, found?) pairs; joined they are the excerpt, with « … » where it was cut.
    """
    pieces = _PIECE.findall(" ".join(_MARKUP.sub("", text).split()))
    marked = [(piece, _begins(piece, beginnings)) for piece in pieces]
    first = next((at for at, (_, found) in enumerate(marked) if found), 0)
    start = max(0, first - 2 * before)
    end = min(len(marked), start + 2 * length)
    kept = marked[start:end]
    opening = [("… ", False)] if start else []
    closing = [(" …", False)] if end < len(marked) else []
    return tuple(_joined([*opening, *kept, *closing]))


def _begins(piece: str, beginnings: Sequence[str]) -> bool:
    return any(word.startswith(beginning) for word in words(piece) for beginning in beginnings)


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of the same kind as one part."""
    joined: list[Part] = []
    for text, found in parts:
        if joined and joined[-1][1] == found:
            joined[-1] = (joined[-1][0] + text, found)
        else:
            joined.append((text, found))
    return joined
