"""What a room may learn of itself without anyone being recognised. Pure.

No group of fewer than five people is ever shown, nor can one be worked out from what is shown. So each
question cuts all the sheets into cells: every cell has five people or more, and a group smaller than that is
put together with others until it has. Who prefers not to answer is a group like the others: the number of
those who answered would tell how many did not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST = 5
NOT_SAID = "none"
WOMEN, AGE, YEARS = "women", "age", "years"
QUESTIONS = (WOMEN, AGE, YEARS)
GENDERS = ("woman", "man", "other")
# What one may guess, and what one may answer of oneself.
GUESSES = {WOMEN: (0, 100), AGE: (10, 110), YEARS: (0, 110)}
NUMBERS = {AGE: (10, 110), YEARS: (0, 110)}
# Where each band of a distribution begins; the first and the last are open.
BANDS = {AGE: (10, 25, 40, 55, 70), YEARS: (0, 5, 10, 20, 40)}
_WRITTEN = {
    **dict.fromkeys(("f", "femme"), "woman"),
    **dict.fromkeys(("h", "homme", "m"), "man"),
    **dict.fromkeys(("a", "autre", "nb", "non-binaire", "x"), "other"),
    **dict.fromkeys(("", "-", "?"), NOT_SAID),
}


@dataclass(frozen=True)
class Cell:
    """Groups shown together, and how many people they are: five or more."""

    keys: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class Portrait:
    """What is shown of one question.

    `figure` is the share of women in percent, or the mean; None when too few people are behind it.
    `said_only` tells that it is about those who answered; else it is about every sheet.
    """

    question: str
    cells: tuple[Cell, ...]
    figure: Fraction | None
    said_only: bool = True

    @property
    def people(self) -> int:
        """Everyone in the cells."""
        return sum(cell.people for cell in self.cells)


def cells(counts: Mapping[str, int], least: int = LEAST) -> tuple[Cell, ...]:
    """Cut groups into cells that may be shown, in the order of `counts`; none when all are too few.

    Groups that are too small go together, with the smallest of the others as long as that is not enough. An
    empty group is nobody: there is nothing to keep from being seen.
    """
    groups = {key: people for key, people in counts.items() if people}
    if sum(groups.values()) < least:
        return ()
    together = [key for key, people in groups.items() if people < least]
    others = sorted((key for key in groups if key not in together), key=lambda key: groups[key])
    while together and sum(groups[key] for key in together) < least:
        together.append(others.pop(0))
    alone = [key for key in groups if key not in together]
    shown = [Cell((key,), groups[key]) for key in alone]
    if together:
        # Named by all that is not shown alone, empty or not: which of them are empty is not told either.
        rest = tuple(key for key in counts if key not in alone)
        shown.append(Cell(rest, sum(groups[key] for key in together)))
    return tuple(shown)


def gender_portrait(counts: Mapping[str, int]) -> Portrait:
    """Of the genders that people gave; `counts` by key, NOT_SAID among them."""
    told = {key: counts.get(key, 0) for key in (*GENDERS, NOT_SAID)}
    shown = cells(told)
    alone = {cell.keys[0]: cell.people for cell in shown if len(cell.keys) == 1}
    if "woman" not in alone:
        return Portrait(WOMEN, shown, None)
    total = sum(cell.people for cell in shown)
    merged = any(NOT_SAID in cell.keys for cell in shown if len(cell.keys) > 1)
    base = total - alone.get(NOT_SAID, 0)
    return Portrait(WOMEN, shown, Fraction(100 * alone["woman"], base), said_only=not merged)


def number_portrait(question: str, counts: Mapping[str, int]) -> Portrait:
    """Of numbers that people gave; `counts` by number as written, NOT_SAID among them."""
    numbers = {int(value): people for value, people in counts.items() if value != NOT_SAID}
    starts = BANDS[question]
    told = {str(start): 0 for start in starts}
    for number, people in numbers.items():
        told[str(max(start for start in starts if start <= number))] += people
    said = sum(numbers.values())
    mean = (
        Fraction(sum(number * people for number, people in numbers.items()), said) if said >= LEAST else None
    )
    return Portrait(question, _side_by_side(told, counts.get(NOT_SAID, 0)), mean)


def _side_by_side(bands: Mapping[str, int], not_said: int) -> tuple[Cell, ...]:
    """Bands put together with their neighbours until each has enough; who did not say goes with the last."""
    found: list[Cell] = []
    keys: list[str] = []
    people = 0
    for key, number in bands.items():
        keys.append(key)
        people += number
        if people >= LEAST:
            found.append(Cell(tuple(keys), people))
            keys, people = [], 0
    if not_said >= LEAST and not people and found:
        return (*_with(found, keys, 0), Cell((NOT_SAID,), not_said))
    if not_said or people:
        keys, people = [*keys, *([NOT_SAID] if not_said else [])], people + not_said
    if people >= LEAST and not_said and len(keys) > 1:
        return (*found, Cell(tuple(keys), people))
    if found:
        return tuple(_with(found, keys, people))
    return (Cell(tuple(keys), people),) if people >= LEAST else ()


def _with(found: list[Cell], keys: Sequence[str], people: int) -> list[Cell]:
    last = found[-1]
    return [*found[:-1], Cell((*last.keys, *keys), last.people + people)]


def closest(guesses: Mapping[str, int], figure: Fraction) -> list[str]:
    """Who guessed closest, all of them when several did."""
    if not guesses:
        return []
    best = min(abs(guess - figure) for guess in guesses.values())
    return [who for who, guess in guesses.items() if abs(guess - figure) == best]


class Unreadable(ValueError):
    """What is written says nothing: `reason` is "gender", "number" or "many", `question` where."""

    def __init__(self, reason: str, question: str = "") -> None:
        super().__init__(reason, question)
        self.reason, self.question = reason, question


def read_answer(question: str, written: str) -> str:
    """What someone answers of themselves, as it is kept. Raises Unreadable."""
    text = written.strip().lower()
    if question == WOMEN:
        known = _WRITTEN.get(text, text)
        if known not in (*GENDERS, NOT_SAID):
            raise Unreadable("gender", question)
        return known
    if text in ("", "-", "?", NOT_SAID):
        return NOT_SAID
    least, most = NUMBERS[question]
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and least <= int(text) <= most):
        raise Unreadable("number", question)
    return str(int(text))


def read_sheet(questions: Sequence[str], line: str) -> dict[str, str]:
    """A sheet typed on one line: its answers in the order of the questions. Raises Unreadable."""
    parts = re.split(r"[;,\t]", line) if re.search(r"[;,\t]", line) else line.split()
    if len(parts) > len(questions):
        raise Unreadable("many")
    parts += [""] * (len(questions) - len(parts))
    return {question: read_answer(question, part) for question, part in zip(questions, parts, strict=True)}
