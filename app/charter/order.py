"""The order in which a charter is read, and what moved between two orders. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

# Preamble, principles, criteria for venues then for products, recommendations.
_PARTS = (
    ("preamble", None),
    ("principle", None),
    ("criterion", "venue"),
    ("criterion", "product"),
    ("recommendation", None),
    ("glossary", None),
)


class Placed(Protocol):
    """What has a place: a clause."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def parent(self) -> str | None: ...


One = TypeVar("One", bound=Placed)
Kin = tuple[str, str | None, str | None]


def kin(clause: Placed) -> Kin:
    """What a clause is read among, and moves among: those of its part, or of its criterion."""
    return (clause.kind, clause.scope, clause.parent)


def in_reading_order(clauses: Iterable[One]) -> tuple[One, ...]:
    """Part by part, what refines a criterion behind it; otherwise in the order given."""
    roots: list[One] = []
    refining: dict[str, list[One]] = {}
    for clause in clauses:
        family = roots if clause.parent is None else refining.setdefault(clause.parent, [])
        family.append(clause)
    ranks = {part: rank for rank, part in enumerate(_PARTS)}
    roots.sort(key=lambda clause: ranks.get((clause.kind, clause.scope), len(ranks)))
    return tuple(one for root in roots for one in (root, *refining.get(root.code, ())))


def unmoved(before: Sequence[Placed], after: Sequence[Placed]) -> set[str]:
    """The codes of the clauses that kept their place: in each kin, as many as keep their order."""
    old, new = _codes_of_kin(before), _codes_of_kin(after)
    return {code for each, codes in new.items() for code in _longest_run(old.get(each, []), codes)}


def _codes_of_kin(clauses: Sequence[Placed]) -> dict[Kin, list[str]]:
    codes: dict[Kin, list[str]] = {}
    for clause in clauses:
        codes.setdefault(kin(clause), []).append(clause.code)
    return codes


def _longest_run(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The longest increasing subsequence, by patience sorting (Fredman, 1975)."""
    place = {code: number for number, code in enumerate(before)}
    tops: list[int] = []
    piles: list[list[tuple[str, int]]] = []  # (code, place of its predecessor in the pile on the left)
    for code in (code for code in after if code in place):
        pile = bisect_left(tops, place[code])
        if pile == len(tops):
            tops.append(place[code])
            piles.append([])
        else:
            tops[pile] = place[code]
        piles[pile].append((code, len(piles[pile - 1]) - 1 if pile else -1))
    run: set[str] = set()
    below = len(piles[-1]) - 1 if piles else -1
    for stack in reversed(piles):
        code, below = stack[below]
        run.add(code)
    return run
