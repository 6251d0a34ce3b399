"""What a blason says, as an immutable value, and the ways it may change. Pure.

A document is `{"name", "items": [{"code", "kind", "text"}], "last": {kind: number}, "rules"}`. Codes are
stable (`V2` stays the second value ever written) and never given twice, because proposals answer to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.votes.rules import QuestionKind, Rulebook, Step


class ItemKind(StrEnum):
    """The four kinds of item; the fifth part of a blason is its rules."""

    PURPOSE = "purpose"
    OBJECTIVE = "objective"
    VALUE = "value"
    PROHIBITION = "prohibition"


LETTERS = {
    ItemKind.PURPOSE: "F",
    ItemKind.OBJECTIVE: "O",
    ItemKind.VALUE: "V",
    ItemKind.PROHIBITION: "I",
}
LONGEST_TEXT, LONGEST_NAME, MOST_ITEMS = 280, 120, 60


class InvalidBlason(ValueError):
    """A blason, or a change of one, that cannot be.

    `code` is one of `empty_name`, `name_too_long`, `empty_text`, `text_too_long`, `unknown_kind`,
    `unknown_item`, `duplicate_code`, `too_many_items`, `not_a_document`. `params` are texts.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Item:
    """One sentence of the blason. Raises InvalidBlason."""

    code: str
    kind: ItemKind
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidBlason("empty_text")
        if len(self.text) > LONGEST_TEXT:
            raise InvalidBlason("text_too_long", most=str(LONGEST_TEXT))


@dataclass(frozen=True)
class Blason:
    """Name, items in order, rules. `last` holds the last number given for each kind. Raises InvalidBlason."""

    name: str
    rules: Rulebook
    items: tuple[Item, ...] = ()
    last: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidBlason("empty_name")
        if len(self.name) > LONGEST_NAME:
            raise InvalidBlason("name_too_long", most=str(LONGEST_NAME))
        if len(self.items) > MOST_ITEMS:
            raise InvalidBlason("too_many_items", most=str(MOST_ITEMS))
        if len({item.code for item in self.items}) != len(self.items):
            raise InvalidBlason("duplicate_code")

    def of_kind(self, *kinds: ItemKind) -> tuple[Item, ...]:
        """The items of these kinds, in their order."""
        return tuple(item for item in self.items if item.kind in kinds)

    def item(self, code: str) -> Item:
        """The item of that code. Raises InvalidBlason("unknown_item")."""
        for item in self.items:
            if item.code == code:
                return item
        raise InvalidBlason("unknown_item", item=code[:20])

    def renamed(self, name: str) -> Blason:
        """The same under another name."""
        return replace(self, name=name)

    def with_item(self, kind: ItemKind, text: str) -> Blason:
        """One more item, last of its kind, under a code that was never used."""
        number = self.last.get(kind, 0) + 1
        item = Item(f"{LETTERS[kind]}{number}", kind, text)
        return replace(self, items=(*self.items, item), last={**self.last, kind.value: number})

    def with_text(self, code: str, text: str) -> Blason:
        """The same with one item reworded."""
        old = self.item(code)
        new = replace(old, text=text)
        return replace(self, items=tuple(new if item is old else item for item in self.items))

    def without(self, code: str) -> Blason:
        """The same without one item; its code stays taken."""
        old = self.item(code)
        return replace(self, items=tuple(item for item in self.items if item is not old))

    def moved(self, code: str, by: int) -> Blason:
        """One item moved among those of its kind, up (`by` < 0) or down; the ends hold it."""
        old = self.item(code)
        same = list(self.of_kind(old.kind))
        others = [item for item in self.items if item.kind is not old.kind]
        place = max(0, min(len(same) - 1, same.index(old) + by))
        same.remove(old)
        same.insert(place, old)
        return replace(self, items=tuple(others + same))

    def with_cascade(self, kind: QuestionKind, steps: tuple[Step, ...]) -> Blason:
        """The same with another cascade for one kind of question. Raises InvalidRules."""
        return replace(self, rules=Rulebook({**self.rules.cascades, kind: steps}))

    def to_document(self) -> dict[str, Any]:
        """The blason as JSON."""
        return {
            "name": self.name,
            "items": [{"code": item.code, "kind": item.kind.value, "text": item.text} for item in self.items],
            "last": dict(self.last),
            "rules": self.rules.to_document(),
        }

    @classmethod
    def from_document(cls, document: Any) -> Blason:
        """Read a document back. Raises InvalidBlason or InvalidRules."""
        try:
            items = tuple(
                Item(str(item["code"]), read_kind(item["kind"]), str(item["text"]))
                for item in document["items"]
            )
            last = {read_kind(kind).value: int(number) for kind, number in document["last"].items()}
            name, rules = str(document["name"]), document["rules"]
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidBlason("not_a_document") from error
        return cls(name=name, rules=Rulebook.from_document(rules), items=items, last=last)


def read_kind(value: object) -> ItemKind:
    """The kind of that name. Raises InvalidBlason("unknown_kind")."""
    if isinstance(value, str) and value in ItemKind.__members__.values():
        return ItemKind(value)
    raise InvalidBlason("unknown_kind", kind=str(value)[:40])
