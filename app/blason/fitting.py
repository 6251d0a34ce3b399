"""Fit sentences into a box of a drawing, without knowing which font the reader has. Pure.

Widths are upper bounds, in ems, over the serif fonts the pages ask for (the widest, DejaVu Serif, sets them):
a text that fits here fits everywhere, if a little loosely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LEADING = 1.26
_NARROW = {**dict.fromkeys("iljI.,;:!|’'`·()[] \u00a0", 0.41), "\u202f": 0.3, **dict.fromkeys("tfrsJ/-", 0.5)}
_WIDE = dict.fromkeys("mwMWQGNHO@%&œŒæÆ—…", 1.08)
# What XML 1.0 forbids, and the marks that reverse the order of reading.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """`text` on one line, without what a drawing cannot hold."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", _FORBIDDEN.sub("", text)).strip()


def width(text: str) -> float:
    """An upper bound of the width of `text`, in ems."""
    return sum(_character(character) for character in text)


def _character(character: str) -> float:
    if character in _NARROW:
        return _NARROW[character]
    if character in _WIDE:
        return _WIDE[character]
    if unicodedata.combining(character):
        return 0.0
    if character.isascii() or unicodedata.normalize("NFD", character)[0].isascii():
        return 0.88 if character.isupper() else 0.67
    # Full-width writing, symbols, pictures: nothing is wider than this.
    return 1.45


def wrap(text: str, ems: float) -> list[str]:
    """`text` in lines of at most `ems`; a word longer than a line is cut. `ems` is at least 2."""
    lines: list[str] = []
    line = ""
    for word in printable(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer) <= ems:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, ems)
        lines.extend(whole)
    return [*lines, line] if line else lines


def _pieces(word: str, ems: float) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character) > ems:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


@dataclass(frozen=True)
class Fitted:
    """Sentences as they are drawn: a font size, the lines of each sentence, how many sentences stay out."""

    size: int
    sentences: tuple[tuple[str, ...], ...]
    hidden: int = 0

    @property
    def height(self) -> float:
        """The height of the whole, the place of the line about the hidden ones included."""
        return _height(self.sentences, self.size) + (self.size * LEADING if self.hidden else 0)


def gap(size: int) -> float:
    """The space between two sentences."""
    return size * 0.75


def _height(sentences: Sequence[Sequence[str]], size: int) -> float:
    lines = sum(len(lines) for lines in sentences)
    return lines * size * LEADING + max(0, len(sentences) - 1) * gap(size)


def fit(texts: Sequence[str], box: tuple[float, float], sizes: Sequence[int]) -> Fitted:
    """The texts at the largest of `sizes` (decreasing) at which all fit the (width, height) of `box`.

    At the smallest, the last ones stay out and are counted; one sentence is shown, cut if it must be.
    """
    for size in sizes:
        sentences = tuple(tuple(wrap(text, box[0] / size)) for text in texts)
        if _height(sentences, size) <= box[1]:
            return Fitted(size, sentences)
    shown = list(sentences)
    while len(shown) > 1 and _height(shown, size) + size * LEADING > box[1]:
        shown.pop()
    hidden = len(sentences) - len(shown)
    room = int(box[1] / (size * LEADING)) - (1 if hidden else 0)
    if len(shown) == 1 and len(shown[0]) > room:
        shown = [_cut(shown[0], room, box[0] / size)]
    return Fitted(size, tuple(shown), hidden)


def _cut(lines: Sequence[str], room: int, ems: float) -> tuple[str, ...]:
    kept = list(lines[: max(1, room)])
    last = kept[-1]
    while last and width(last + "…") > ems:
        last = last[:-1]
    return (*kept[:-1], last.rstrip() + "…")
