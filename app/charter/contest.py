"""Amendments that touch the same clause, and the order in which they are put to the vote. Pure.

The furthest from the text in force comes first: adopting it settles the nearer ones.
Source: règlement de l'Assemblée nationale (France), article 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.charter.changes import Change, InvalidChange, apply
from app.charter.diff import clauses
from app.charter.document import Charter, InvalidDocument
from app.charter.wordwise import Op, Piece

# What stands for the code of a clause in changes that are about none.
THRESHOLD, RATES, NUMBERS = "seuil", "taux", "numeros"


@dataclass(frozen=True)
class Rival:
    """An amendment that could be adopted today: its number, its changes."""

    id: int
    changes: Sequence[Change]


@dataclass(frozen=True)
class Contest:
    """A clause (or THRESHOLD, RATES, NUMBERS) that several amendments touch: `order` is `(id, words apart)`.

    `is_chosen` says that the facilitator chose another order than the furthest first.
    """

    code: str
    order: tuple[tuple[int, int], ...]
    is_chosen: bool = False

    def before(self, number: int) -> tuple[int, ...]:
        """Those that come before amendment `number`; none when it is not here."""
        numbers = tuple(each for each, _apart in self.order)
        return numbers[: numbers.index(number)] if number in numbers else ()


def reordered(contest: Contest, chosen: Sequence[int]) -> Contest:
    """The contest in the order chosen; those it does not name keep their order, behind."""
    places = {number: place for place, number in enumerate(chosen)}
    order = tuple(sorted(contest.order, key=lambda pair: places.get(pair[0], len(places))))
    return replace(contest, order=order, is_chosen=order != contest.order)


def shifted(contest: Contest, number: int, by: int) -> tuple[int, ...]:
    """The order once amendment `number` is moved by so many places, as far as they reach."""
    numbers = [each for each, _apart in contest.order]
    if number in numbers:
        here = numbers.index(number)
        numbers.insert(max(0, min(len(numbers) - 1, here + by)), numbers.pop(here))
    return tuple(numbers)


def touched(changes: Sequence[Change]) -> set[str]:
    """The codes of the clauses that already are, THRESHOLD, RATES, NUMBERS; additions contest nothing."""
    found: set[str] = set()
    for change in changes:
        match change.get("op"):
            case "threshold":
                found.add(THRESHOLD)
            case "rate" | "product":
                found.add(RATES)
            case "renumber":
                found.add(NUMBERS)
            case "rewrite" | "state" | "move" | "remove" | "needs":
                found.add(str(change.get("code")))
    return found


def distance(current: Charter, changes: Sequence[Change], code: str) -> int:
    """How many words apart the clause would be from the text in force; from one to another for a number."""
    try:
        after = apply(current, changes)
    except (InvalidChange, InvalidDocument):
        return 0
    if code == THRESHOLD:
        return abs((after.threshold or 0) - (current.threshold or 0))
    if code == RATES:
        rows = {*current.rates, *after.rates}
        return sum(abs(after.rates.get(row, 0) - current.rates.get(row, 0)) for row in rows)
    if code == NUMBERS:
        numbers = {clause.code: clause.number for clause in current.clauses}
        return sum(numbers.get(clause.code, "") != clause.number for clause in after.clauses)
    rows_of_code = (row for row in clauses(current, after) if row.clause.code == code)
    return sum(_words([*row.title, *row.text, *row.simple]) + row.moved for row in rows_of_code)


def _words(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.op is not Op.KEPT)


def contests(current: Charter, rivals: Sequence[Rival]) -> list[Contest]:
    """Each code that several amendments touch, in the order of the charter; ties go to the first."""
    by_code: dict[str, list[Rival]] = {}
    for rival in rivals:
        for code in touched(rival.changes):
            by_code.setdefault(code, []).append(rival)
    places = {clause.code: place for place, clause in enumerate(current.clauses)}
    contested = sorted(
        (code for code, several in by_code.items() if len(several) > 1),
        key=lambda code: (places.get(code, len(places)), code),
    )
    return [Contest(code, _ordered(current, by_code[code], code)) for code in contested]


def _ordered(current: Charter, rivals: Sequence[Rival], code: str) -> tuple[tuple[int, int], ...]:
    apart = {}
    for rival in rivals:
        with suppress(KeyError, TypeError):
            apart[rival.id] = distance(current, rival.changes, code)
    return tuple(sorted(apart.items(), key=lambda pair: (-pair[1], pair[0])))
