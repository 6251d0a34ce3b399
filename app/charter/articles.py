"""A change of the charter cut into articles, so that each can be decided apart. Pure.

A criterion goes with what refines it; the threshold, the types of product and the rates go together, last,
with whatever cannot be done without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.charter.changes import Change, InvalidChange, apply
from app.charter.document import Charter, InvalidDocument

_RULES = ("threshold", "product", "rate")


@dataclass(frozen=True)
class Article:
    """What is decided at once. `code` is that of its first clause, empty for the rules alone."""

    code: str
    changes: tuple[Change, ...]


def articles(charter: Charter, changes: Sequence[Change]) -> list[Article]:
    """Every change in exactly one article; made in their order, they all apply to `charter`.

    The changes must apply together: see `changes.apply`.
    """
    rules = [change for change in changes if change["op"] in _RULES]
    apart: list[tuple[str, list[Change]]] = []
    sofar = charter
    for code, group in _by_clause(charter, [change for change in changes if change["op"] not in _RULES]):
        following = _applied(sofar, group)
        if following is None or _applied(charter, group) is None:
            rules = [*group, *rules]  # removing a criterion, say, only under a lower threshold
        else:
            sofar = following
            apart.append((code, group))
    found = [Article(code, tuple(group)) for code, group in apart]
    if rules:
        found.append(Article(_clause_code(rules[0]) or "", tuple(rules)))
    return found


def _applied(charter: Charter, changes: Sequence[Change]) -> Charter | None:
    try:
        return apply(charter, changes)
    except (InvalidChange, InvalidDocument):
        return None


def _by_clause(charter: Charter, changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """The changes of each clause with those of what refines it, in the order of the first of each."""
    parents = {clause.code: clause.parent for clause in charter.clauses}
    group_of: dict[str, str] = {}
    for change in changes:
        _unite(group_of, sorted(_roots(parents, change)))
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(group_of[min(_roots(parents, change))], []).append(change)
    yield from ((_clause_code(group[0]) or "", group) for group in groups.values())


def _roots(parents: Mapping[str, str | None], change: Change) -> set[str]:
    """The clauses that refine nothing and that a change bears on: two when it moves from one to another."""
    code = _clause_code(change) or ""
    added = change.get("clause") or {}
    ends = {parents.get(code) or code if code in parents else added.get("parent") or code}
    if change["op"] == "move":
        ends.add(change["parent"] or code)
    return ends


def _unite(group_of: dict[str, str], roots: Sequence[str]) -> None:
    names = {group_of.setdefault(root, root) for root in roots}
    for root, name in group_of.items():
        if name in names:
            group_of[root] = min(names)


def _clause_code(change: Change) -> str | None:
    if change["op"] in _RULES:
        return None
    return str(change["clause"]["code"] if change["op"] == "add" else change["code"])
