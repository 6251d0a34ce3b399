"""The codes of clauses: `L4` is the fourth criterion for venues ever written, for ever. Pure.

Codes are handed out in order, but articles of one text may be adopted in another: `L5` before `L4`. The
numbers jumped over are kept apart, still free for the clauses they were written on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.charter.clause import Clause, ClauseKind, Scope

# As many as one proposal may add: more would not be articles put in another order, but a made-up code.
FARTHEST = 500


def taken(last: Mapping[str, int], clauses: Iterable[Clause]) -> dict[str, int]:
    """`last` once the codes of `clauses` are given too."""
    numbers = dict(last)
    for clause in clauses:
        prefix = prefix_of(clause.kind, clause.scope, clause.parent)
        numbers[prefix] = max(numbers.get(prefix, 0), number_of(clause.code))
    return numbers


def jumped(last: Mapping[str, int], free: frozenset[str], clause: Clause) -> frozenset[str]:
    """The codes under `last` that remain free once that of `clause` is given."""
    prefix = prefix_of(clause.kind, clause.scope, clause.parent)
    numbers = range(last.get(prefix, 0) + 1, number_of(clause.code))
    return (free - {clause.code}) | {code_of(prefix, number) for number in numbers}


def is_far(last: Mapping[str, int], clause: Clause) -> bool:
    """Whether the code of `clause` jumps over more numbers than any proposal could have handed out."""
    prefix = prefix_of(clause.kind, clause.scope, clause.parent)
    return number_of(clause.code) > last.get(prefix, 0) + FARTHEST


def code_of(prefix: str, number: int) -> str:
    """`L4` for the fourth of `L`, `L4.b` for the second of `L4.`."""
    return f"{prefix}{letters(number)}" if prefix.endswith(".") else f"{prefix}{number}"


def prefix_of(kind: ClauseKind, scope: Scope | None, parent: str | None) -> str:
    match kind:
        case ClauseKind.PREAMBLE:
            return "PRE"
        case ClauseKind.PRINCIPLE:
            return "P"
        case ClauseKind.CRITERION:
            return "L" if scope is Scope.VENUE else "PR"
        case ClauseKind.SUB_CRITERION:
            return f"{parent}."
        case ClauseKind.RECOMMENDATION:
            return "R"
        case ClauseKind.GLOSSARY:
            return "G"


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def number_of(code: str) -> int:
    """The number at the end of a code: 4 for `L4`, 2 for `L1.b`, 0 for a code without one."""
    _, point, letters = code.partition(".")
    if point:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("a") + 1
        return number
    digits = re.search(r"[0-9]+$", code)
    return int(digits[0]) if digits else 0
