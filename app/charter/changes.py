"""A change-set: what a proposal would change in a charter, derived and applied. Pure.

A change is a mapping (`words` stands for "title", "text", "simple"; `debate` for "state", "for", "against"):
`{"op": "add", "clause": {…}, "after": code | None}` · `{"op": "rewrite", "code", "was": {words}, words}` ·
`{"op": "state", "code", "was": {debate}, debate}` · `{"op": "move", "code", "after", "parent"}` ·
`{"op": "remove", "code", "was": {words}}` · `{"op": "threshold", "was", "met"}` · `{"op": "needs", "code",
"was", "needs"}` · `{"op": "renumber", "code", "was", "number"}` · `{"op": "product", "code", "was": name |
None, "name": name | None}` · `{"op": "rate", "met", "product", "was": percent | None, "percent": percent |
None}`. `after` is the code of the clause it follows among its kin (see `order.py`), None for the first place.
`was` is what the author saw: when it is no longer so, the change conflicts (see `conflicts.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from app.charter.codes import is_far, jumped, taken
from app.charter.document import Charter, Clause, ClauseState, InvalidDocument, ProductType
from app.charter.order import Kin, kin, unmoved
from app.charter.rates import PRODUCT_PREFIX

Change = dict[str, Any]
MOST_CHANGES = 500


class InvalidChange(ValueError):
    """A change that cannot be made: `not_a_list`, `too_many`, `unknown_change`, `clause_gone`, `code_taken`.

    `params` may hold `clause`, its code.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def apply(charter: Charter, changes: Sequence[Change]) -> Charter:
    """The charter once every change is made, in their order. Raises InvalidChange, InvalidDocument."""
    if not isinstance(changes, list | tuple):
        raise InvalidChange("not_a_list")
    if len(changes) > MOST_CHANGES:
        raise InvalidChange("too_many")
    draft = _Draft(charter)
    for change in changes:
        if not isinstance(change, Mapping):
            raise InvalidChange("unknown_change")
        try:
            draft.make(change)
        except (KeyError, TypeError) as error:
            raise InvalidChange("unknown_change") from error
    return draft.finished()


class _Draft:
    """A charter being changed: checked as a whole only once, at the end."""

    def __init__(self, charter: Charter) -> None:
        self.clauses = list(charter.clauses)
        self.threshold = charter.threshold
        self.last: Mapping[str, int] = charter.last
        self.free = charter.free
        self.products = {product.code: product for product in charter.products}
        self.rates = dict(charter.rates)

    def finished(self) -> Charter:
        products = tuple(self.products.values())
        return Charter(tuple(self.clauses), self.threshold, self.last, products, self.rates, self.free)

    def make(self, change: Mapping[str, Any]) -> None:
        match change["op"]:
            case "add":
                self._add(Clause.from_document(change["clause"]), change["after"])
            case "rewrite":
                words = {name: str(change[name]) for name in ("title", "text", "simple") if name in change}
                self._replace(change["code"], **words)
            case "state":
                self._replace(
                    change["code"],
                    state=_state(change["state"]),
                    reasons_for=str(change["for"]),
                    reasons_against=str(change["against"]),
                )
            case "move":
                self._move(change["code"], change["after"], change["parent"])
            case "remove":
                del self.clauses[self._place(change["code"])]
            case "threshold":
                self.threshold = _whole(change["met"])
            case "needs":
                self._replace(change["code"], needs=_whole(change["needs"]))
            case "renumber":
                self._replace(change["code"], number=str(change["number"]))
            case "product":
                self._set_product(str(change["code"]), change["name"])
            case "rate":
                self._set_rate(
                    (_whole(change["met"]) or 0, str(change["product"])), _whole(change["percent"])
                )
            case _:
                raise InvalidChange("unknown_change")

    def _place(self, code: Any) -> int:
        for place, clause in enumerate(self.clauses):
            if clause.code == code:
                return place
        raise InvalidChange("clause_gone", clause=str(code)[:20])

    def _after(self, code: Any) -> int:
        """The place behind `code`; the end when that clause is gone, since a place binds nobody."""
        if code is None:
            return 0
        try:
            return self._place(code) + 1
        except InvalidChange:
            return len(self.clauses)

    def _add(self, clause: Clause, after: Any) -> None:
        if any(clause.code == other.code for other in self.clauses):
            raise InvalidChange("code_taken", clause=clause.code)
        if is_far(self.last, clause):
            raise InvalidDocument("bad_code", clause=clause.code)
        self.clauses.insert(self._after(after), clause)
        self.free = jumped(self.last, self.free, clause)
        self.last = taken(self.last, [clause])

    def _replace(self, code: Any, **values: Any) -> None:
        place = self._place(code)
        self.clauses[place] = replace(self.clauses[place], **values)

    def _set_product(self, code: str, name: Any) -> None:
        if name is None:
            self.products.pop(code, None)
            return
        self.products[code] = product = ProductType(code, str(name))
        self.last = {**self.last, PRODUCT_PREFIX: max(self.last.get(PRODUCT_PREFIX, 0), product.number)}

    def _set_rate(self, row: tuple[int, str], percent: int | None) -> None:
        self.rates.pop(row, None)
        if percent is not None:
            self.rates[row] = percent

    def _move(self, code: Any, after: Any, parent: Any) -> None:
        clause = self.clauses.pop(self._place(code))
        moved = replace(clause, parent=str(parent) if parent else None)
        self.clauses.insert(self._after(after), moved)


def _state(value: Any) -> ClauseState:
    try:
        return ClauseState(value)
    except ValueError as error:
        raise InvalidDocument("not_a_document") from error


def _whole(value: Any) -> int | None:
    if value is None or type(value) is int:
        return value
    raise InvalidChange("unknown_change")


def derive(before: Charter, after: Charter) -> list[Change]:
    """The changes that lead from `before` to `after`: `apply(before, derive(before, after)) == after`.

    The fewest clauses are moved. A code that `after` holds under another kind is a removal and an addition.
    """
    kinds = {clause.code: (clause.kind, clause.scope) for clause in after.clauses}
    old = {c.code: c for c in before.clauses if kinds.get(c.code) == (c.kind, c.scope)}
    changes: list[Change] = [
        {"op": "remove", "code": clause.code, "was": clause.words}
        for clause in before.clauses
        if clause.code not in old
    ]
    staying = unmoved(before.clauses, after.clauses)
    previous: dict[Kin, str] = {}
    for clause in after.clauses:
        was, after_code = old.get(clause.code), previous.get(kin(clause))
        if was is None:
            changes.append({"op": "add", "clause": clause.to_document(), "after": after_code})
        else:
            changes += _changes_of(was, clause)
            if clause.code not in staying:
                place = {"after": after_code, "parent": clause.parent}
                changes.append({"op": "move", "code": clause.code, **place})
        previous[kin(clause)] = clause.code
    if before.threshold != after.threshold:
        changes.append({"op": "threshold", "was": before.threshold, "met": after.threshold})
    return changes + _changes_of_products(before, after) + _changes_of_rates(before, after)


def _changes_of_products(before: Charter, after: Charter) -> list[Change]:
    old = {product.code: product.name for product in before.products}
    new = {product.code: product.name for product in after.products}
    return [
        {"op": "product", "code": code, "was": old.get(code), "name": new.get(code)}
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    ]


def _changes_of_rates(before: Charter, after: Charter) -> list[Change]:
    old, new = before.rates, after.rates
    return [
        {"op": "rate", "met": row[0], "product": row[1], "was": old.get(row), "percent": new.get(row)}
        for row in sorted({*old, *new})
        if old.get(row) != new.get(row)
    ]


def _changes_of(was: Clause, now: Clause) -> list[Change]:
    changes: list[Change] = []
    if was.words != now.words:
        changes.append({"op": "rewrite", "code": now.code, "was": was.words, **now.words})
    if was.debate != now.debate:
        changes.append({"op": "state", "code": now.code, "was": was.debate, **now.debate})
    if was.needs != now.needs:
        changes.append({"op": "needs", "code": now.code, "was": was.needs, "needs": now.needs})
    if was.number != now.number:
        changes.append({"op": "renumber", "code": now.code, "was": was.number, "number": now.number})
    return changes


def salvage(charter: Charter, changes: Sequence[Change]) -> tuple[Charter, list[Change]]:
    """The charter once every change that still can be is made, and those that cannot, in their order."""
    with suppress(InvalidChange, InvalidDocument):
        return apply(charter, changes), []
    lost, waiting = list(changes), -1
    # Some are possible only after others: removing a criterion, after lowering the threshold.
    while len(lost) != waiting:
        waiting = len(lost)
        charter, lost = _one_by_one(charter, lost)
    return charter, lost


def _one_by_one(charter: Charter, changes: Sequence[Change]) -> tuple[Charter, list[Change]]:
    lost: list[Change] = []
    for change in changes:
        try:
            charter = apply(charter, [change])
        except (InvalidChange, InvalidDocument):
            lost.append(change)
    return charter, lost
