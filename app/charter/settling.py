"""Where a change meets another decision's: its author says which of the two stands. Pure.

Nothing is resolved unseen: until its author chose, the draft holds the author's words and cannot be saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum

from app.charter.changes import Change, InvalidChange, apply
from app.charter.conflicts import conflict_of
from app.charter.document import Charter
from app.charter.drafting import Draft, removed, restored
from app.charter.merge import says

# What no choice can settle: a clause that is gone has no text to stand against the author's.
_LOST = ("clause_gone", "code_taken")


class Choice(StrEnum):
    """Which of two texts stands: the author's, as it is in the draft, or that of the charter in force."""

    MINE = "mine"
    THEIRS = "theirs"


def questions(current: Charter, changes: Sequence[Change]) -> list[Change]:
    """The changes that meet another decision's, and that can still be made."""
    found = [(change, conflict_of(current, change)) for change in changes]
    return [change for change, reason in found if reason and reason not in _LOST]


def is_question(change: Change) -> bool:
    """Whether `change`, which may come from anywhere, can be asked about."""
    match change.get("op"):
        case "threshold":
            return True
        case "rate":
            return isinstance(change.get("met"), int) and isinstance(change.get("product"), str)
        case "rewrite" | "state" | "remove" | "needs" | "renumber" | "product":
            return isinstance(change.get("code"), str)
    return False


def name(change: Change) -> str:
    """What tells a question from the others of its page: `rewrite-L4`, `rate-3-T1`, `threshold`."""
    match change.get("op"):
        case "threshold":
            return "threshold"
        case "rate":
            return f"rate-{change.get('met')}-{change.get('product')}"
    return f"{change.get('op')}-{change.get('code')}"


def settled(draft: Draft, asked: Sequence[Change], chosen: Mapping[str, Choice]) -> Charter:
    """The draft once each choice is applied; what nobody chose stays as it is written.

    Choosing one's own again, after the other, puts back the words first written. Raises InvalidDocument.
    """
    charter = draft.charter
    for change in asked:
        choice = chosen.get(name(change))
        with suppress(InvalidChange, KeyError, TypeError):
            if choice is Choice.THEIRS:
                charter = _as_in_force(Draft(draft.base, charter), change)
            elif choice is Choice.MINE:
                charter = _as_written(Draft(draft.base, charter), change)
    return charter


def _as_in_force(draft: Draft, change: Change) -> Charter:
    if change["op"] == "remove":
        gone = draft.charter.clause(change["code"]) is None
        return restored(draft, change["code"]) if gone else draft.charter
    there = says(draft.base, change)
    return apply(draft.charter, [{**change, **there}]) if there is not None else draft.charter


def _as_written(draft: Draft, change: Change) -> Charter:
    if change["op"] == "remove":
        return removed(draft.charter, change["code"])
    untouched = says(draft.charter, change) == says(draft.base, change)
    return apply(draft.charter, [change]) if untouched else draft.charter
