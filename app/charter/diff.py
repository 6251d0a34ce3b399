"""What changed between two charters, clause by clause and word by word. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.charter.document import Charter, Clause
from app.charter.order import Kin, kin, unmoved
from app.charter.wordwise import Op, Piece, with_moves, words


class Fate(StrEnum):
    """What became of a clause; a clause both moved and rewritten is `REWRITTEN` with `moved` true."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    MOVED = "moved"
    DEBATED = "debated"
    RENUMBERED = "renumbered"


@dataclass(frozen=True)
class ClauseDiff:
    """One clause of a comparison; `clause` is its newer state, or what it was when it was removed.

    `follows` is the clause it comes after now, among its kin, None when it is their first.
    """

    clause: Clause
    fate: Fate
    title: list[Piece]
    text: list[Piece]
    moved: bool = False
    was: Clause | None = None
    follows: Clause | None = None
    simple: list[Piece] = field(default_factory=list)

    @property
    def needs_changed(self) -> bool:
        """Whether it takes another number of sub-criteria to meet it."""
        return self.was is not None and self.was.needs != self.clause.needs

    @property
    def renumbered(self) -> bool:
        """Whether its article has another number."""
        return self.was is not None and self.was.number != self.clause.number


def clauses(old: Charter, new: Charter) -> list[ClauseDiff]:
    """Every clause of both, in the newer order; a removed one stays behind what it followed."""
    before = {clause.code: clause for clause in old.clauses}
    staying = unmoved(old.clauses, new.clauses)
    last: dict[Kin, Clause] = {}
    rows: list[ClauseDiff] = []
    for clause in new.clauses:
        was = before.get(clause.code)
        moved = was is not None and clause.code not in staying
        rows.append(_row(was, clause, moved, last.get(kin(clause))))
        last[kin(clause)] = clause
    kept = {clause.code for clause in new.clauses}
    previous: str | None = None
    for clause in old.clauses:
        if clause.code not in kept:
            places = [place for place, row in enumerate(rows) if row.clause.code == previous]
            rows.insert(places[0] + 1 if places else 0, _gone(clause))
        previous = clause.code
    return _with_moves(rows)


def _with_moves(rows: list[ClauseDiff]) -> list[ClauseDiff]:
    """The rows, where a passage that left a clause for another, or changed place in one, is told as moved."""
    texts = with_moves({row.clause.code: row.text for row in rows if row.fate is not Fate.KEPT})
    return [replace(row, text=texts.get(row.clause.code, row.text)) for row in rows]


def clause_row(old: Charter, new: Charter, code: str) -> ClauseDiff | None:
    """What became of one clause; None when neither charter holds it."""
    was, now = old.clause(code), new.clause(code)
    if now is None:
        return _gone(was) if was else None
    moved = was is not None and code not in unmoved(old.clauses, new.clauses)
    return _with_moves([_row(was, now, moved, None)])[0]


def _row(was: Clause | None, clause: Clause, moved: bool, follows: Clause | None) -> ClauseDiff:
    title = words(was.title if was else "", clause.title)
    text = words(was.text if was else "", clause.text)
    simple = words(was.simple if was else "", clause.simple)
    if was is None:
        fate = Fate.ADDED
    elif _said(was) != _said(clause):
        fate = Fate.REWRITTEN
    elif was.debate != clause.debate:
        fate = Fate.DEBATED
    else:
        renumbered = was.number != clause.number
        fate = Fate.MOVED if moved else Fate.RENUMBERED if renumbered else Fate.KEPT
    return ClauseDiff(clause, fate, title, text, moved, was, follows, simple)


def _said(clause: Clause) -> tuple[object, ...]:
    return (clause.title, clause.text, clause.simple, clause.needs)


def _gone(clause: Clause) -> ClauseDiff:
    removed = [Piece(Op.REMOVED, text) for text in (clause.title, clause.text)]
    return ClauseDiff(clause, Fate.REMOVED, removed[:1], removed[1:], was=clause)
