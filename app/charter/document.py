"""What a charter says: clauses with stable codes, in order; the threshold of venues; the rates. Pure.

A document is `{"format": "blason-charter/2", "clauses": [clause, …], "threshold": 3, "last": {prefix:
number}, "products": [{"code", "name"}], "rates": [{"met", "product", "percent"}], "free": [code]}` (the last
only when there are some), a clause `{"code", "kind", "scope", "parent", "title", "text", "simple", "state",
"for", "against", "needs", "number"}` (the last only when there is one). One of the first format, without
products and rates, is read too. A code is given once and for ever: `L4` stays the fourth
criterion for venues ever written, wherever it moves, and after it is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from app.charter.clause import LONGEST_TEXT, LONGEST_TITLE, Clause, ClauseKind, ClauseState, Scope
from app.charter.codes import code_of, number_of, prefix_of, taken
from app.charter.faults import InvalidDocument
from app.charter.order import in_reading_order
from app.charter.rates import (
    PRODUCT_PREFIX,
    ProductType,
    RateTable,
    checked_products,
    checked_rates,
    rates_from_document,
    rates_to_document,
)

__all__ = [
    "FORMAT",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_CLAUSES",
    "Charter",
    "Clause",
    "ClauseKind",
    "ClauseState",
    "InvalidDocument",
    "ProductType",
    "Scope",
    "taken",
    "with_clause",
    "with_product",
]

FORMAT = "blason-charter/2"
MOST_CLAUSES = 1_000


@dataclass(frozen=True)
class Charter:
    """The clauses in reading order; how many adopted venue criteria a venue must meet (None: not set yet).

    `rates` gives, for a number of criteria met and the code of a product type, what is taken in charge, in
    per cent. Clauses given in another order are put in that one (see `order.py`), so that one charter has one
    text. `last` holds the last number given under each prefix, `free` the codes jumped over before it (see
    `codes.py`). Raises InvalidDocument.
    """

    clauses: tuple[Clause, ...] = ()
    threshold: int | None = None
    last: Mapping[str, int] = field(default_factory=dict)
    products: tuple[ProductType, ...] = ()
    rates: RateTable = field(default_factory=dict)
    free: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.clauses) > MOST_CLAUSES:
            raise InvalidDocument("too_many_clauses", most=str(MOST_CLAUSES))
        by_code: dict[str, Clause] = {}
        for clause in self.clauses:
            if clause.code in by_code:
                raise InvalidDocument("duplicate_code", clause=clause.code)
            by_code[clause.code] = clause
        numbers: set[str] = set()
        for clause in self.clauses:
            if clause.number in numbers:
                raise InvalidDocument("duplicate_number", clause=clause.code, number=clause.number)
            numbers |= {clause.number} if clause.number else set()
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
        self._check_needs()
        object.__setattr__(self, "products", checked_products(self.products))
        object.__setattr__(self, "rates", checked_rates(self.rates, self.products, most))

    def _check_needs(self) -> None:
        for criterion in self.clauses:
            of = len(self.sub_criteria(criterion.code)) if criterion.needs is not None else 0
            if criterion.needs is not None and not 0 < criterion.needs <= of:
                raise InvalidDocument(
                    "needs_out_of_range", clause=criterion.code, needs=str(criterion.needs), of=str(of)
                )

    @cached_property
    def venue_criteria(self) -> tuple[Clause, ...]:
        """The adopted criteria a venue is judged by: the m of « n critères sur m »."""
        return self._criteria(Scope.VENUE)

    @property
    def product_criteria(self) -> tuple[Clause, ...]:
        """The adopted criteria a product is judged by."""
        return self._criteria(Scope.PRODUCT)

    def _criteria(self, scope: Scope) -> tuple[Clause, ...]:
        return tuple(
            clause
            for clause in self.clauses
            if clause.kind is ClauseKind.CRITERION and clause.scope is scope and not clause.is_open
        )

    def sub_criteria(self, code: str) -> tuple[Clause, ...]:
        """The adopted sub-criteria of a criterion, in order."""
        return self._refining.get(code, ())

    @cached_property
    def _refining(self) -> Mapping[str, tuple[Clause, ...]]:
        # Found once: thousands of venues are rated by one charter.
        found: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            if clause.parent and clause.kind is ClauseKind.SUB_CRITERION and not clause.is_open:
                found[clause.parent] = (*found.get(clause.parent, ()), clause)
        return found

    def rate(self, met: int, product: str) -> int:
        """What is taken in charge of a product, in per cent, in a venue that meets `met` criteria.

        That of the greatest number of criteria in the table that is reached; 0 under the threshold.
        """
        if self.threshold is not None and met < self.threshold:
            return 0
        reached = [
            (row, percent) for (row, code), percent in self.rates.items() if code == product and row <= met
        ]
        return max(reached)[1] if reached else 0

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
        prefix = prefix_of(kind, scope, parent)
        return code_of(prefix, self.last.get(prefix, 0) + 1)

    def gave(self, document: Mapping[str, Any]) -> bool:
        """Whether the code of a clause, given as JSON, is or was one of this charter's."""
        clause = Clause.from_document(document)
        if self.clause(clause.code) is not None:
            return True
        given = self.last.get(prefix_of(clause.kind, clause.scope, clause.parent), 0)
        return number_of(clause.code) <= given and clause.code not in self.free

    def to_document(self) -> dict[str, Any]:
        """The charter as JSON."""
        return {
            "format": FORMAT,
            "clauses": [clause.to_document() for clause in self.clauses],
            "threshold": self.threshold,
            "last": dict(self.last),
            "products": [product.to_document() for product in self.products],
            "rates": rates_to_document(self.rates),
            # Only when there are some: what was stored before keeps its bytes, and its hash.
            **({"free": sorted(self.free)} if self.free else {}),
        }

    @classmethod
    def from_document(cls, document: Any) -> Charter:
        """Read a charter back. Raises InvalidDocument."""
        try:
            clauses = tuple(Clause.from_document(clause) for clause in document["clauses"])
            threshold = document.get("threshold")
            last = {str(prefix): int(number) for prefix, number in document.get("last", {}).items()}
            products = tuple(ProductType.from_document(each) for each in document.get("products", ()))
            rates = rates_from_document(document.get("rates", ()))
            free = frozenset(str(code) for code in document.get("free", ()))
        except InvalidDocument:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidDocument("not_a_document") from error
        if threshold is not None and type(threshold) is not int:
            raise InvalidDocument("not_a_document")
        return cls(clauses, threshold, last, products, rates, free)


def with_clause(charter: Charter, clause: Clause) -> Charter:
    """`charter` with one more clause at its end, its code taken for ever."""
    return replace(charter, clauses=(*charter.clauses, clause), last=taken(charter.last, [clause]))


def with_product(charter: Charter, name: str) -> Charter:
    """`charter` with one more product type, its code taken for ever."""
    number = charter.last.get(PRODUCT_PREFIX, 0) + 1
    product = ProductType(f"{PRODUCT_PREFIX}{number}", name)
    last = {**charter.last, PRODUCT_PREFIX: number}
    return replace(charter, products=(*charter.products, product), last=last)
