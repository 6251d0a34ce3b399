"""Post-its copied from paper in one go: one note a line, every line that cannot be one told. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LONGEST_NOTE, MOST_LINES = 280, 500


class TooManyLines(ValueError):
    """More lines than are taken at once; `lines` is how many there are."""

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self.lines = lines


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be a note: `too_long` (of `length` characters) or `invisible`."""

    number: int
    code: str
    length: int


@dataclass(frozen=True)
class Pasted:
    """The notes of a paste, in order, and the lines that cannot be any."""

    notes: tuple[str, ...]
    bad: tuple[BadLine, ...]


def read(text: str, is_invisible: Callable[[str], bool]) -> Pasted:
    """Read a paste; empty lines and the marks of a list (`-`, `•`) are left out. Raises TooManyLines."""
    numbered = [(number, _bare(line)) for number, line in enumerate(text.splitlines(), 1)]
    filled = [(number, line) for number, line in numbered if line]
    if len(filled) > MOST_LINES:
        raise TooManyLines(len(filled))
    bad, notes = [], []
    for number, line in filled:
        if len(line) > LONGEST_NOTE:
            bad.append(BadLine(number, "too_long", len(line)))
        elif is_invisible(line):
            bad.append(BadLine(number, "invisible", len(line)))
        else:
            notes.append(line)
    return Pasted(tuple(notes), tuple(bad))


def _bare(line: str) -> str:
    line = " ".join(line.split())
    return line[1:].strip() if line[:1] in ("-", "•", "–", "*") else line
