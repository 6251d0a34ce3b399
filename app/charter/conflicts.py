"""What moved in a charter since a change-set was composed: nothing is silently overwritten. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.charter.changes import Change
from app.charter.document import Charter, Clause, InvalidDocument


def conflicts(current: Charter, changes: Sequence[Change]) -> list[tuple[str, str]]:
    """What moved since the changes were composed: `(reason, clause code)`, empty when they still fit.

    Reasons: `clause_gone`, `clause_rewritten`, `code_taken`, `needs_changed`, `number_changed`,
    `number_taken`, `product_changed`, and, with an empty code, `threshold_changed`, `rate_changed`.
    """
    found = []
    for change in changes:
        reason = conflict_of(current, change)
        if reason:
            code = change.get("code") or (change.get("clause") or {}).get("code") or ""
            found.append((reason, str(code)))
    return found + [("number_taken", code) for code in _numbers_taken(current, changes)]


def _numbers_taken(current: Charter, changes: Sequence[Change]) -> list[str]:
    """The clauses that the changes give the number of one that they leave as it is."""
    given: dict[str, str] = {}
    let_go: set[str] = set()
    for change in changes:
        match change.get("op"), change.get("clause"), change.get("code"):
            case "renumber", _, str(code):
                given[code] = str(change.get("number") or "")
            case "remove", _, str(code):
                let_go.add(code)
            case "add", Mapping() as clause, _:
                given[str(clause.get("code"))] = str(clause.get("number") or "")
    here = {one.number for one in current.clauses if one.code not in given and one.code not in let_go}
    return [code for code, number in given.items() if number and number in here]


def conflict_of(current: Charter, change: Change) -> str | None:
    """Why one change no longer fits, in the words of `conflicts`; None when it does."""
    try:
        return _conflict(current, change)
    except (KeyError, TypeError, AttributeError, InvalidDocument):
        return None  # not a change at all: applying it says so


def _conflict(current: Charter, change: Change) -> str | None:
    match change["op"]:
        case "threshold":
            return "threshold_changed" if current.threshold != change["was"] else None
        case "product":
            names = {product.code: product.name for product in current.products}
            return "product_changed" if names.get(change["code"]) != change["was"] else None
        case "rate":
            now = current.rates.get((change["met"], change["product"]))
            return "rate_changed" if now != change["was"] else None
        case "add":
            return "code_taken" if current.gave(change["clause"]) else None
    clause = current.clause(change["code"])
    if clause is None:
        return "clause_gone"
    return _moved_since(clause, change)


def _moved_since(clause: Clause, change: Change) -> str | None:
    if change["op"] == "needs":
        return "needs_changed" if clause.needs != change["was"] else None
    if change["op"] == "renumber":
        return "number_changed" if clause.number != change["was"] else None
    seen = clause.debate if change["op"] == "state" else clause.words
    was = change.get("was", {})
    return "clause_rewritten" if any(seen.get(name) != text for name, text in was.items()) else None
