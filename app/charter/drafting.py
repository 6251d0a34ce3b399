"""What the editor's buttons do to a charter being rewritten, and what becomes of it when the charter moved.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.charter.changes import Change, apply, derive, salvage
from app.charter.conflicts import conflicts
from app.charter.document import Charter, Clause, ClauseKind, InvalidDocument, Scope, with_clause
from app.charter.merge import merge
from app.charter.order import kin


@dataclass(frozen=True)
class Draft:
    """`charter` is `base` once `changes` are made; `lost` are those that could not be.

    `moved` says `(reason, clause code)` for each thing that is no longer as it was when they were written,
    `joined` the codes of clauses where both texts could be joined, `renumbered` the new code of each addition
    whose own was given meanwhile.
    """

    base: Charter
    charter: Charter
    lost: tuple[Change, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    joined: tuple[str, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    written: tuple[Change, ...] = ()

    @property
    def changes(self) -> list[Change]:
        """What leads from the base to the draft."""
        return derive(self.base, self.charter)


def begin(base: Charter, changes: Sequence[Change]) -> Draft:
    """The draft of `changes` over `base`, which may have moved since they were written."""
    merged = merge(base, changes)
    charter, lost = salvage(base, merged.changes)
    moved = tuple(conflicts(base, merged.changes))
    written = tuple(merged.changes)
    return Draft(base, charter, tuple(lost), moved, merged.joined, merged.renumbered, written)


def added(charter: Charter, title: str, kind: ClauseKind, scope: Scope | None = None) -> Charter:
    """One more clause at the end of its part, with a title to replace."""
    code = charter.next_code(kind, scope)
    return with_clause(charter, Clause(code=code, kind=kind, scope=scope, title=title))


def refined(charter: Charter, title: str, code: str) -> Charter:
    """One more sub-criterion of the criterion `code`; `charter` when there is no such criterion."""
    criterion = charter.clause(code)
    if criterion is None or criterion.kind is not ClauseKind.CRITERION:
        return charter
    kind = ClauseKind.SUB_CRITERION
    return with_clause(
        charter, Clause(code=charter.next_code(kind, None, code), kind=kind, parent=code, title=title)
    )


def shifted(charter: Charter, code: str, by: int) -> Charter:
    """One clause moved by that many places among its kin, as far as they reach."""
    moving = charter.clause(code)
    if moving is None:
        return charter
    family = [clause for clause in charter.clauses if kin(clause) == kin(moving)]
    here = family.index(moving)
    family.insert(max(0, min(len(family) - 1, here + by)), family.pop(here))
    others = (clause for clause in charter.clauses if kin(clause) != kin(moving))
    return replace(charter, clauses=(*others, *family))


def removed(charter: Charter, code: str) -> Charter:
    """Without a clause and what refines it; threshold, rates and what a criterion needs stay within reach."""
    kept = tuple(clause for clause in charter.clauses if code not in (clause.code, clause.parent))
    free = Charter(tuple(replace(clause, needs=None) for clause in kept))
    most = len(free.venue_criteria)
    return replace(
        charter,
        clauses=tuple(_within(clause, len(free.sub_criteria(clause.code))) for clause in kept),
        threshold=min(charter.threshold, most) or None if charter.threshold else None,
        rates={row: percent for row, percent in charter.rates.items() if row[0] <= most},
    )


def _within(clause: Clause, of: int) -> Clause:
    return replace(clause, needs=min(clause.needs, of) or None) if clause.needs else clause


# What is numbered as articles: a preamble and a glossary are not.
_ARTICLES = (ClauseKind.PRINCIPLE, ClauseKind.CRITERION, ClauseKind.RECOMMENDATION)


def numbered(charter: Charter) -> Charter:
    """Each article under its number in the order of reading, what refines the third as 3.1, 3.2…"""
    numbers: dict[str, str] = {}
    for article in (clause for clause in charter.clauses if clause.parent is None):
        if article.kind in _ARTICLES:
            numbers[article.code] = str(len(numbers) + 1)
    for code, number in list(numbers.items()):
        numbers |= {child.code: f"{number}.{n}" for n, child in enumerate(charter.children(code), 1)}
    return replace(
        charter,
        clauses=tuple(replace(clause, number=numbers.get(clause.code, "")) for clause in charter.clauses),
    )


def unnumbered(charter: Charter) -> Charter:
    """No article under a number."""
    return replace(charter, clauses=tuple(replace(clause, number="") for clause in charter.clauses))


def restored(draft: Draft, code: str) -> Charter:
    """A clause of the base put back where it was, with what refined it."""
    back = {code, *(clause.code for clause in draft.base.children(code))}
    gone = draft.base.clause(code)
    if gone is not None and gone.parent is not None:
        back.add(gone.parent)  # it cannot come back without the criterion that it refines
    kept = [c for c in draft.changes if not (c["op"] == "remove" and c["code"] in back)]
    try:
        return apply(draft.base, kept)
    except InvalidDocument:
        # Its number was given to another meanwhile: all have theirs again, until they are numbered anew.
        return apply(draft.base, [_unnumbered(c) for c in kept if c["op"] != "renumber"])


def _unnumbered(change: Change) -> Change:
    """An addition without its number; any other change as it is."""
    return {**change, "clause": {**change["clause"], "number": ""}} if change["op"] == "add" else change
