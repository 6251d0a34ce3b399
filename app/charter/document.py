"""What a charter says: clauses with stable codes, in order, and the threshold a venue must reach. Pure.

A document is `{"format": "blason-charter/1", "clauses": [{"code", "kind", "scope", "parent", "title", "text",
"state", "for", "against"}], "threshold": 3, "last": {prefix: number}}`. A code is given once and for ever:
`L4` stays the fourth criterion for venues ever written, wherever it moves, and after it is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.charter.order import in_reading_order

FORMAT = "blason-charter/1"
MOST_CLAUSES, LONGEST_TITLE, LONGEST_TEXT = 1_000, 200, 5_000
_CODE = re.compile(r"[A-Za-z]{1,12}[0-9]{0,4}(\.[a-z]{1,3})?")


class ClauseKind(StrEnum):
    """The kinds of clause, in the order in which a charter is read."""

    PREAMBLE = "preamble"
    PRINCIPLE = "principle"
    CRITERION = "criterion"
    SUB_CRITERION = "sub_criterion"
    RECOMMENDATION = "recommendation"


class Scope(StrEnum):
    """What a criterion judges."""

    VENUE = "venue"
    PRODUCT = "product"


class ClauseState(StrEnum):
    """Adopted, or open (« en débat »): shown with the reasons on both sides, binding nobody."""

    ADOPTED = "adopted"
    OPEN = "open"


class InvalidDocument(ValueError):
    """A charter that cannot be.

    `code` is one of `not_a_document`, `bad_code`, `duplicate_code`, `empty_title`, `title_too_long`,
    `text_too_long`, `unknown_parent`, `wrong_parent`, `parent_missing`, `scope_missing`, `scope_unwanted`,
    `too_many_clauses`, `threshold_out_of_range`. `params` are texts (`clause` is its code).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause. `parent` is the code of the criterion it refines. Raises InvalidDocument."""

    code: str
    kind: ClauseKind
    title: str
    text: str = ""
    scope: Scope | None = None
    parent: str | None = None
    state: ClauseState = ClauseState.ADOPTED
    reasons_for: str = ""
    reasons_against: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise InvalidDocument("bad_code", clause=self.code[:20])
        if not self.title.strip():
            raise InvalidDocument("empty_title", clause=self.code)
        if len(self.title) > LONGEST_TITLE:
            raise InvalidDocument("title_too_long", clause=self.code, most=str(LONGEST_TITLE))
        if max(len(self.text), len(self.reasons_for), len(self.reasons_against)) > LONGEST_TEXT:
            raise InvalidDocument("text_too_long", clause=self.code, most=str(LONGEST_TEXT))
        if self.kind is ClauseKind.CRITERION and self.scope is None:
            raise InvalidDocument("scope_missing", clause=self.code)
        if self.kind is not ClauseKind.CRITERION and self.scope is not None:
            raise InvalidDocument("scope_unwanted", clause=self.code)
        if self.kind is ClauseKind.SUB_CRITERION and self.parent is None:
            raise InvalidDocument("parent_missing", clause=self.code)
        if self.parent is not None and self.kind not in (ClauseKind.SUB_CRITERION, ClauseKind.RECOMMENDATION):
            raise InvalidDocument("wrong_parent", clause=self.code)

    @property
    def is_open(self) -> bool:
        """Still « en débat »."""
        return self.state is ClauseState.OPEN

    def to_document(self) -> dict[str, Any]:
        """The clause as JSON; all fields are present."""
        return {
            "code": self.code,
            "kind": self.kind.value,
            "scope": self.scope.value if self.scope else None,
            "parent": self.parent,
            "title": self.title,
            "text": self.text,
            "state": self.state.value,
            "for": self.reasons_for,
            "against": self.reasons_against,
        }

    @classmethod
    def from_document(cls, document: Any) -> Clause:
        """Read a clause; a field left out has its default. Raises InvalidDocument."""
        try:
            return cls(
                code=str(document["code"]),
                kind=ClauseKind(document["kind"]),
                title=str(document["title"]),
                text=str(document.get("text") or ""),
                scope=Scope(document["scope"]) if document.get("scope") else None,
                parent=str(document["parent"]) if document.get("parent") else None,
                state=ClauseState(document.get("state") or "adopted"),
                reasons_for=str(document.get("for") or ""),
                reasons_against=str(document.get("against") or ""),
            )
        except InvalidDocument:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidDocument("not_a_document") from error


@dataclass(frozen=True)
class Charter:
    """The clauses in reading order; how many adopted venue criteria a venue must meet (None: not set yet).

    Clauses given in another order are put in that one (see `order.py`), so that one charter has one text.
    `last` holds the last number given under each prefix. Raises InvalidDocument.
    """

    clauses: tuple[Clause, ...] = ()
    threshold: int | None = None
    last: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.clauses) > MOST_CLAUSES:
            raise InvalidDocument("too_many_clauses", most=str(MOST_CLAUSES))
        by_code: dict[str, Clause] = {}
        for clause in self.clauses:
            if clause.code in by_code:
                raise InvalidDocument("duplicate_code", clause=clause.code)
            by_code[clause.code] = clause
        for clause in self.clauses:
            if clause.parent is None:
                continue
            if clause.parent not in by_code:
                raise InvalidDocument("unknown_parent", clause=clause.code, parent=clause.parent)
            # A criterion has no parent, so a tree of clauses is two levels deep and cannot hold a cycle.
            if by_code[clause.parent].kind is not ClauseKind.CRITERION:
                raise InvalidDocument("wrong_parent", clause=clause.code)
        object.__setattr__(self, "clauses", in_reading_order(self.clauses))
        most = len(self.venue_criteria)
        if self.threshold is not None and not 0 < self.threshold <= most:
            raise InvalidDocument("threshold_out_of_range", met=str(self.threshold), of=str(most))

    @property
    def venue_criteria(self) -> tuple[Clause, ...]:
        """The adopted criteria a venue is judged by: the m of « n critères sur m »."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.kind is ClauseKind.CRITERION and clause.scope is Scope.VENUE and not clause.is_open
        )

    def clause(self, code: str) -> Clause | None:
        """The clause of that code, None when it is not (or no longer) here."""
        return next((clause for clause in self.clauses if clause.code == code), None)

    def children(self, code: str) -> tuple[Clause, ...]:
        """What refines a criterion, in order."""
        return tuple(clause for clause in self.clauses if clause.parent == code)

    def of_kind(self, kind: ClauseKind, scope: Scope | None = None) -> tuple[Clause, ...]:
        """The adopted clauses of a kind that refine no other, in order."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.kind is kind and clause.scope is scope and not clause.is_open and clause.parent is None
        )

    @property
    def open_points(self) -> tuple[Clause, ...]:
        """The clauses still « en débat », in order."""
        return tuple(clause for clause in self.clauses if clause.is_open)

    def without_open_points(self) -> Charter:
        """What is adopted alone: neither open points nor what refines them."""
        hidden = {clause.code for clause in self.open_points}
        kept = tuple(c for c in self.clauses if c.code not in hidden and c.parent not in hidden)
        return replace(self, clauses=kept) if hidden else self

    def next_code(self, kind: ClauseKind, scope: Scope | None = None, parent: str | None = None) -> str:
        """A code that was never given, for a clause about to be written."""
        prefix = _prefix(kind, scope, parent)
        number = self.last.get(prefix, 0) + 1
        return f"{parent}.{_letters(number)}" if kind is ClauseKind.SUB_CRITERION else f"{prefix}{number}"

    def to_document(self) -> dict[str, Any]:
        """The charter as JSON."""
        return {
            "format": FORMAT,
            "clauses": [clause.to_document() for clause in self.clauses],
            "threshold": self.threshold,
            "last": dict(self.last),
        }

    @classmethod
    def from_document(cls, document: Any) -> Charter:
        """Read a charter back. Raises InvalidDocument."""
        try:
            clauses = tuple(Clause.from_document(clause) for clause in document["clauses"])
            threshold = document.get("threshold")
            last = {str(prefix): int(number) for prefix, number in document.get("last", {}).items()}
        except InvalidDocument:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidDocument("not_a_document") from error
        if threshold is not None and type(threshold) is not int:
            raise InvalidDocument("not_a_document")
        return cls(clauses, threshold, last)


def with_clause(charter: Charter, clause: Clause) -> Charter:
    """`charter` with one more clause at its end, its code taken for ever."""
    return replace(charter, clauses=(*charter.clauses, clause), last=taken(charter.last, [clause]))


def taken(last: Mapping[str, int], clauses: Iterator[Clause] | list[Clause]) -> dict[str, int]:
    """`last` once the codes of `clauses` are given too."""
    numbers = dict(last)
    for clause in clauses:
        prefix, number = _prefix(clause.kind, clause.scope, clause.parent), _number(clause.code)
        numbers[prefix] = max(numbers.get(prefix, 0), number)
    return numbers


def _prefix(kind: ClauseKind, scope: Scope | None, parent: str | None) -> str:
    match kind:
        case ClauseKind.PREAMBLE:
            return "PRE"
        case ClauseKind.PRINCIPLE:
            return "P"
        case ClauseKind.CRITERION:
            return "L" if scope is Scope.VENUE else "PR"
        case ClauseKind.SUB_CRITERION:
            return f"{parent}."
        case ClauseKind.RECOMMENDATION:
            return "R"


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _number(code: str) -> int:
    """The number at the end of a code: 4 for `L4`, 2 for `L1.b`, 0 for a code without one."""
    _, point, letters = code.partition(".")
    if point:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("a") + 1
        return number
    digits = re.search(r"[0-9]+$", code)
    return int(digits[0]) if digits else 0
