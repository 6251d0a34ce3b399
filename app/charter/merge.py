"""Three-way merge: an amendment written on one charter, carried over to the charter of today. Pure.

A change of words holds the words its author saw (`was`), so the base is in the change itself. Two edits of
one text are merged when they touch disjoint words; otherwise nothing is resolved and its author is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.charter.changes import Change, conflicts
from app.charter.document import Charter, Clause

_TOKEN = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")
_FIELDS = ("title", "text", "simple")


@dataclass(frozen=True)
class Merged:
    """`changes` over the charter of today; the codes of clauses where two texts were joined.

    Where they could not be, the change stays as it was written, and still conflicts.
    """

    changes: list[Change]
    joined: tuple[str, ...]


def merge(current: Charter, changes: Sequence[Change]) -> Merged:
    """Carry over every change that can be; the others are left as they are."""
    merged: list[Change] = []
    joined: list[str] = []
    for change in changes:
        carried = _carried(current, change)
        merged.append(carried or change)
        if carried is not None:
            joined.append(str(change["code"]))
    return Merged(merged, tuple(joined))


def _carried(current: Charter, change: Change) -> Change | None:
    """The change of words over the words of today; None when it needs no carrying, or cannot be."""
    if change.get("op") != "rewrite" or not conflicts(current, [change]):
        return None
    clause = current.clause(change["code"])
    if clause is None:
        return None
    now = _words(clause)
    texts = {
        name: words(change["was"].get(name, now[name]), change.get(name, now[name]), now[name])
        for name in _FIELDS
    }
    if any(text is None for text in texts.values()):
        return None
    return {"op": "rewrite", "code": change["code"], "was": now, **texts}


def _words(clause: Clause) -> dict[str, str]:
    return {"title": clause.title, "text": clause.text, "simple": clause.simple}


def words(base: str, mine: str, theirs: str) -> str | None:
    """`base` with both edits; None when they touch the same words, or meet at the same place."""
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    old, left, right = (_TOKEN.findall(text) for text in (base, mine, theirs))
    pieces: list[str] = []
    at = (0, 0, 0)
    for shared, (b, m, t) in _landmarks(old, left, right):
        chunk = _chosen(old[at[0] : b], left[at[1] : m], right[at[2] : t])
        if chunk is None:
            return None
        pieces += chunk + shared
        at = (b + len(shared), m + len(shared), t + len(shared))
    return "".join(pieces)


def _landmarks(
    old: list[str], left: list[str], right: list[str]
) -> Iterator[tuple[list[str], tuple[int, int, int]]]:
    """What both edits kept, with its place in each; a space alone is no landmark. Ends with an empty one."""
    ours = SequenceMatcher(None, old, left, autojunk=False).get_matching_blocks()
    others = SequenceMatcher(None, old, right, autojunk=False).get_matching_blocks()
    for mine in ours:
        for their in others:
            start = max(mine.a, their.a)
            end = min(mine.a + mine.size, their.a + their.size)
            shared = old[start:end]
            if any(not token.isspace() for token in shared):
                yield shared, (start, mine.b + start - mine.a, their.b + start - their.a)
    yield [], (len(old), len(left), len(right))


def _chosen(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    if theirs in (mine, base):
        return mine
    return theirs if mine == base else None
