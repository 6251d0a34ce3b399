"""What is taken in charge: the table of rates, what it refuses, and what a criterion needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import apply, derive
from app.charter.conflicts import conflicts
from app.charter.document import Charter, ClauseKind, InvalidDocument, ProductType, Scope, with_product
from app.charter.rates import decreasing
from tests.charter.charters import add, small

VEGETABLES, BREAD = ProductType("T1", "Fruits et légumes"), ProductType("T2", "Pain")
TABLE = {(2, "T1"): 50, (3, "T1"): 80, (3, "T2"): 40}


def priced() -> Charter:
    """Three criteria, two of which are enough; vegetables from two on, bread from three."""
    return replace(small(), products=(VEGETABLES, BREAD), rates=TABLE)


@pytest.mark.parametrize(
    ("met", "product", "rate"),
    [(0, "T1", 0), (1, "T1", 0), (2, "T1", 50), (3, "T1", 80), (2, "T2", 0), (3, "T2", 40), (3, "T9", 0)],
)
def test_the_rate_is_that_of_the_greatest_row_reached(met: int, product: str, rate: int) -> None:
    assert priced().rate(met, product) == rate


def test_nothing_is_taken_in_charge_under_the_threshold() -> None:
    charter = replace(priced(), rates={(1, "T1"): 90})
    assert (charter.rate(1, "T1"), charter.rate(2, "T1")) == (0, 90)


@given(st.dictionaries(st.tuples(st.integers(1, 3), st.sampled_from(["T1", "T2"])), st.integers(0, 100)))
def test_more_criteria_never_lower_the_rate_unless_the_table_says_so(
    table: dict[tuple[int, str], int],
) -> None:
    charter = replace(priced(), rates=table)
    falls = {
        (product, met)
        for product in ("T1", "T2")
        for met in (1, 2)
        if charter.rate(met + 1, product) < charter.rate(met, product)
    }
    assert bool(decreasing(table)) or not falls


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rates": {(4, "T1"): 50}}, "rate_beyond_criteria"),
        ({"rates": {(0, "T1"): 50}}, "rate_beyond_criteria"),
        ({"rates": {(2, "T1"): 101}}, "rate_out_of_range"),
        ({"rates": {(2, "T1"): -1}}, "rate_out_of_range"),
        ({"rates": {(2, "T7"): 50}}, "unknown_product"),
        (
            {"products": (VEGETABLES, ProductType("T2", "fruits et légumes ")), "rates": {}},
            "duplicate_product",
        ),
        ({"products": (VEGETABLES, ProductType("T1", "Autre")), "rates": {}}, "duplicate_product"),
    ],
)
def test_a_table_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        replace(priced(), **change)
    assert refused.value.code == code


@pytest.mark.parametrize(("code", "name"), [("X1", "Pain"), ("T0", "Pain"), ("T1", "  "), ("T1", "a" * 81)])
def test_a_type_of_product_has_a_code_and_a_name(code: str, name: str) -> None:
    with pytest.raises(InvalidDocument):
        ProductType(code, name)


def test_the_code_of_a_type_is_never_given_again() -> None:
    charter = with_product(with_product(Charter(), "Pain"), "Riz")
    without = apply(charter, [{"op": "product", "code": "T2", "was": "Riz", "name": None}])
    assert [product.code for product in with_product(without, "Lait").products] == ["T1", "T3"]


def test_a_table_changed_by_another_decision_conflicts_row_by_row() -> None:
    mine = derive(priced(), replace(priced(), rates={**TABLE, (2, "T1"): 60}))
    elsewhere = replace(priced(), rates={**TABLE, (3, "T2"): 45})
    same_row = replace(priced(), rates={**TABLE, (2, "T1"): 55})
    assert conflicts(elsewhere, mine) == []
    assert conflicts(same_row, mine) == [("rate_changed", "")]
    assert apply(elsewhere, mine).rates == {(2, "T1"): 60, (3, "T1"): 80, (3, "T2"): 45}


def test_a_criterion_says_how_many_of_its_sub_criteria_make_it_met() -> None:
    charter = small()
    for title in ("Entrée de plain-pied", "Horaires du soir"):
        charter = add(charter, ClauseKind.SUB_CRITERION, parent="L1", title=title)
    one_is_enough = replace(
        charter, clauses=tuple(replace(c, needs=1) if c.code == "L1" else c for c in charter.clauses)
    )
    assert derive(charter, one_is_enough) == [{"op": "needs", "code": "L1", "was": None, "needs": 1}]
    with pytest.raises(InvalidDocument, match="needs_out_of_range"):
        apply(charter, [{"op": "needs", "code": "L1", "was": None, "needs": 3}])
    with pytest.raises(InvalidDocument, match="needs_unwanted"):
        apply(charter, [{"op": "needs", "code": "P1", "was": None, "needs": 1}])


def test_a_document_of_the_first_format_is_read() -> None:
    document = small().to_document()
    for name in ("products", "rates"):
        del document[name]
    for clause in document["clauses"]:
        del clause["simple"], clause["needs"]
    assert Charter.from_document({**document, "format": "blason-charter/1"}) == small()


@pytest.mark.parametrize("rates", [3, [3], [{"met": "2", "product": "T1", "percent": 5}], [{"met": 2}]])
def test_rates_that_are_no_table_are_refused(rates: Any) -> None:
    with pytest.raises(InvalidDocument, match="not_a_document"):
        Charter.from_document({**priced().to_document(), "rates": rates})


def test_glossary_entries_are_read_last() -> None:
    charter = add(small(), ClauseKind.GLOSSARY, title="Local", text="À moins de cent kilomètres.")
    charter = add(charter, ClauseKind.CRITERION, Scope.VENUE, title="Saison")
    assert charter.clauses[-1].code == "G1"
