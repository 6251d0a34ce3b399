"""A revision of the blason: an ordered list of changes, applied, compared, checked for conflicts. Pure.

A change is a mapping: `{"op": "rename", "was", "name"}` · `{"op": "add", "kind", "text"}` ·
`{"op": "edit", "code", "was", "text"}` · `{"op": "remove", "code", "was"}` ·
`{"op": "rules", "kind", "was": [step, …], "steps": [step, …]}`. `was` is what the author saw: when it is no
longer so, the change conflicts, and nothing is overwritten silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.blason.document import Blason, InvalidBlason, read_kind
from app.votes.rules import InvalidRules, QuestionKind, Step

Change = dict[str, Any]
MOST_CHANGES = 100


class InvalidChange(ValueError):
    """A change that says nothing or is not one: `not_a_list`, `too_many`, `unknown_change`, `incomplete`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def apply(blason: Blason, changes: Sequence[Change]) -> Blason:
    """The blason once every change is made. Raises InvalidChange, InvalidBlason, InvalidRules."""
    if not isinstance(changes, list | tuple):
        raise InvalidChange("not_a_list")
    if len(changes) > MOST_CHANGES:
        raise InvalidChange("too_many")
    for change in changes:
        blason = _apply_one(blason, change)
    return blason


def _apply_one(blason: Blason, change: Change) -> Blason:
    if not isinstance(change, dict):
        raise InvalidChange("unknown_change")
    try:
        match change.get("op"):
            case "rename":
                return blason.renamed(str(change["name"]))
            case "add":
                return blason.with_item(read_kind(change["kind"]), str(change["text"]))
            case "edit":
                return blason.with_text(str(change["code"]), str(change["text"]))
            case "remove":
                return blason.without(str(change["code"]))
            case "rules":
                return blason.with_cascade(_question_kind(change["kind"]), _steps(change["steps"]))
    except KeyError as error:
        raise InvalidChange("incomplete") from error
    raise InvalidChange("unknown_change")


def _question_kind(value: Any) -> QuestionKind:
    if value in QuestionKind.__members__.values():
        return QuestionKind(value)
    raise InvalidRules("unknown_kind", kind=str(value)[:40])


def _steps(value: Any) -> tuple[Step, ...]:
    if not isinstance(value, list | tuple):
        raise InvalidRules("not_a_mapping", value=str(value)[:80])
    return tuple(Step.from_document(step) for step in value)


def compare(before: Blason, after: Blason) -> list[Change]:
    """The changes that lead from `before` to `after`; the order of items is not compared."""
    return list(_compare(before, after))


def _compare(before: Blason, after: Blason) -> Iterator[Change]:
    if before.name != after.name:
        yield {"op": "rename", "was": before.name, "name": after.name}
    new = {item.code: item for item in after.items}
    for item in before.items:
        if item.code not in new:
            change = {"op": "remove", "code": item.code}
            yield {**change, "kind": item.kind.value, "was": item.text}
        elif new[item.code].text != item.text:
            change = {"op": "edit", "code": item.code, "kind": item.kind.value, "was": item.text}
            yield {**change, "text": new[item.code].text}
    old = {item.code for item in before.items}
    for item in after.items:
        if item.code not in old:
            yield {"op": "add", "code": item.code, "kind": item.kind.value, "text": item.text}
    for kind in QuestionKind:
        was, steps = before.rules.cascade(kind), after.rules.cascade(kind)
        if was != steps:
            yield {
                "op": "rules",
                "kind": kind.value,
                "was": [step.to_document() for step in was],
                "steps": [step.to_document() for step in steps],
            }


def conflicts(current: Blason, changes: Sequence[Change]) -> list[str]:
    """What moved since `changes` were written: `name`, `rules:<kind>`, `item:<code>`; empty if nothing."""
    return [found for change in changes if (found := _conflict(current, change))]


def _conflict(current: Blason, change: Change) -> str | None:
    match change.get("op"):
        case "rename":
            return "name" if current.name != change.get("was") else None
        case "edit" | "remove":
            code = str(change.get("code"))
            try:
                return f"item:{code}" if current.item(code).text != change.get("was") else None
            except InvalidBlason:
                return f"item:{code}"
        case "rules":
            kind = str(change.get("kind"))
            return f"rules:{kind}" if current.rules.to_document().get(kind) != change.get("was") else None
    return None
