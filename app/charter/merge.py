"""Three-way merge: an amendment written on one charter, carried over to the charter of today. Pure.

A change holds what its author saw (`was`), so the base is in the change itself. Two edits of one text are
merged when they touch disjoint words; what another decision already did is dropped; an addition whose code
was given meanwhile takes the next one. Otherwise nothing is resolved and its author is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.charter.changes import Change
from app.charter.codes import taken
from app.charter.conflicts import conflict_of
from app.charter.document import Charter, Clause, InvalidDocument

_TOKEN = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Merged:
    """`changes` over the charter of today; the codes of clauses where two texts were joined.

    `renumbered` gives the new code of each addition whose own was given meanwhile. Where two edits could not
    be joined, the change stays as it was written, and still conflicts.
    """

    changes: list[Change]
    joined: tuple[str, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()


def merge(current: Charter, changes: Sequence[Change]) -> Merged:
    """Carry over every change that can be; the others are left as they are."""
    joined: list[str] = []
    merged: list[Change] = []
    numbered, renumbered = _renumbered(current, changes)
    for change in numbered:
        if not conflict_of(current, change):
            merged.append(change)
        elif not is_done(current, change):
            carried = _carried(current, change)
            merged.append(carried or change)
            if carried is not None:
                joined.append(str(change["code"]))
    return Merged(merged, tuple(dict.fromkeys(joined)), tuple(renumbered.items()))


def is_done(current: Charter, change: Change) -> bool:
    """Whether the charter of today already says what the change would make it say."""
    match change["op"]:
        case "remove":
            return current.clause(change["code"]) is None
        case "add":
            here = current.clause(change["clause"]["code"])
            return here is not None and here == Clause.from_document(change["clause"])
    said = says(current, change)
    return said is not None and all(change.get(name, value) == value for name, value in said.items())


def says(charter: Charter, change: Change) -> dict[str, Any] | None:
    """What `charter` says of the thing that `change` changes, in the fields of the change.

    None when it holds no such clause; an addition, a move and a removal change no field.
    """
    match change["op"]:
        case "threshold":
            return {"met": charter.threshold}
        case "rate":
            return {"percent": charter.rates.get((change["met"], change["product"]))}
        case "product":
            names = {product.code: product.name for product in charter.products}
            return {"name": names.get(change["code"])}
    clause = charter.clause(change["code"])
    return _fields(clause).get(change["op"]) if clause else None


def _fields(clause: Clause) -> dict[str, dict[str, Any]]:
    """What a clause says, by the changes that could change it."""
    return {
        "rewrite": clause.words,
        "state": clause.debate,
        "needs": {"needs": clause.needs},
        "renumber": {"number": clause.number},
    }


def _renumbered(current: Charter, changes: Sequence[Change]) -> tuple[list[Change], dict[str, str]]:
    """The changes, and the new code of each addition under a code that the charter of today gave already."""
    codes: dict[str, str] = {}
    last: Mapping[str, int] = current.last
    numbered: list[Change] = []
    for change in changes:
        moved = _with_codes(change, codes)
        try:
            if moved["op"] == "add" and not is_done(current, moved):
                clause = Clause.from_document(moved["clause"])
                if current.gave(moved["clause"]):
                    code = Charter(last=last).next_code(clause.kind, clause.scope, clause.parent)
                    moved["clause"] = {**moved["clause"], "code": code}
                written, given = str(change["clause"]["code"]), str(moved["clause"]["code"])
                if given != written:
                    codes[written] = given
                last = taken(last, [Clause.from_document(moved["clause"])])
        except (KeyError, TypeError, AttributeError, InvalidDocument):
            pass  # not a change at all: applying it says so
        numbered.append(moved)
    return numbered, codes


def _with_codes(change: Change, codes: Mapping[str, str]) -> Change:
    """`change` beside and under the clauses that took another code."""
    moved = dict(change)
    for name in ("after", "parent"):
        if isinstance(moved.get(name), str):
            moved[name] = codes.get(moved[name], moved[name])
    clause = moved.get("clause")
    if isinstance(clause, Mapping) and clause.get("parent") in codes:
        parent = codes[clause["parent"]]
        code = parent + str(clause.get("code", "")).removeprefix(clause["parent"])
        moved["clause"] = {**clause, "parent": parent, "code": code}
    return moved


def _carried(current: Charter, change: Change) -> Change | None:
    """The change of a text over the text of today; None when it cannot be."""
    now = says(current, change)
    if now is None or change["op"] not in ("rewrite", "state"):
        return None
    joined = {name: _joined(name, change, text) for name, text in now.items()}
    if any(text is None for text in joined.values()):
        return None
    return {"op": change["op"], "code": change["code"], "was": now, **joined}


def _joined(name: str, change: Change, now: str) -> str | None:
    was = change["was"].get(name, now)
    mine = change.get(name, was)
    if name == "state":
        return mine if now in (was, mine) else now if mine == was else None
    return words(was, mine, now)


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
