"""What a charter says of a venue: « 3 critères sur 5 », what is missing, and the rates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accreditation.findings import Finding
from app.accreditation.rating import Shortfall, judged, rate_venue
from app.charter.document import Charter, ClauseKind, ClauseState, ProductType, Scope
from app.charter.rates import decreasing
from tests.charter.charters import add, charters, edited

YES, PARTLY, NO, UNKNOWN = Finding
FIVE = ("Accueil", "Travail", "Prix", "Localité", "Durabilité")


def five() -> Charter:
    """Five criteria, three of which are enough; bread at 50, 75, then 100 per cent."""
    charter = Charter()
    for title in FIVE:
        charter = add(charter, ClauseKind.CRITERION, Scope.VENUE, title=title)
    rates = {(3, "T1"): 50, (4, "T1"): 75, (5, "T1"): 100}
    return replace(charter, threshold=3, products=(ProductType("T1", "Pain"),), rates=rates)


def refined() -> Charter:
    """The same, whose first criterion has three sub-criteria, two of which are enough."""
    charter = five()
    for title in ("Plain-pied", "Même accueil", "Le soir"):
        charter = add(charter, ClauseKind.SUB_CRITERION, parent="L1", title=title)
    clauses = tuple(replace(c, needs=2) if c.code == "L1" else c for c in charter.clauses)
    return replace(charter, clauses=clauses)


def test_what_nobody_has_looked_at_is_not_said_to_be_missing() -> None:
    rating = rate_venue(refined(), {"L1.a": YES, "L1.b": UNKNOWN, "L2": NO, "L3": YES, "L4": PARTLY}, [])
    assert rating.met == ("L3",)
    assert rating.unseen == {"L1", "L5"}
    nothing_known = rate_venue(refined(), {}, [])
    assert nothing_known.unseen == {"L1", "L2", "L3", "L4", "L5"}


@pytest.mark.parametrize(
    ("met", "reaches", "rate"), [(0, False, 0), (2, False, 0), (3, True, 50), (4, True, 75), (5, True, 100)]
)
def test_three_criteria_of_five_are_enough(met: int, reaches: bool, rate: int) -> None:
    rating = rate_venue(five(), {f"L{number}": YES for number in range(1, met + 1)}, ["T1"])
    assert (rating.level, rating.of, rating.reaches, rating.rates) == (met, 5, reaches, {"T1": rate})


@pytest.mark.parametrize("finding", [PARTLY, NO, UNKNOWN])
def test_only_a_yes_counts_as_yes(finding: Finding) -> None:
    rating = rate_venue(five(), {"L1": YES, "L2": YES, "L3": finding})
    assert rating.reaches is False
    assert rating.missing[0] == Shortfall("L3", "L3", finding)


def test_a_criterion_is_met_by_as_many_sub_criteria_as_it_needs() -> None:
    found = {"L1.a": YES, "L1.b": PARTLY}
    assert "L1" not in rate_venue(refined(), found).met
    assert "L1" in rate_venue(refined(), {**found, "L1.c": YES}).met
    everything = replace(refined(), clauses=tuple(replace(c, needs=None) for c in refined().clauses))
    assert "L1" not in rate_venue(everything, {**found, "L1.c": YES}).met


def test_what_lacks_evidence_is_told_apart_from_what_is_not_so() -> None:
    rating = rate_venue(refined(), {"L1.a": NO, "L2": NO})
    assert rating.missing[:2] == (Shortfall("L1", "L1.a", NO), Shortfall("L1", "L1.b", UNKNOWN))
    assert "L2" not in {short.code for short in rating.unknown}
    assert {"L1.b", "L1.c", "L3"} <= {short.code for short in rating.unknown}


def test_open_points_bind_no_venue() -> None:
    charter = refined()
    clauses = tuple(
        replace(c, state=ClauseState.OPEN) if c.code in ("L5", "L1.c") else c for c in charter.clauses
    )
    rates = {row: percent for row, percent in charter.rates.items() if row[0] <= 4}
    debated = replace(charter, clauses=clauses, rates=rates)
    assert [clause.code for clause in judged(debated)] == ["L1.a", "L1.b", "L2", "L3", "L4"]
    assert rate_venue(debated, {}).of == 4


def test_without_a_threshold_nothing_is_reached() -> None:
    rating = rate_venue(
        replace(five(), threshold=None), dict.fromkeys(["L1", "L2", "L3", "L4", "L5"], YES), ["T1"]
    )
    assert (rating.reaches, rating.rates) == (False, {"T1": 0})


def test_a_product_unknown_to_the_charter_has_no_rate() -> None:
    assert rate_venue(five(), {}, ["T1", "T9"]).rates == {"T1": 0}


def findings_for(charter: Charter) -> st.SearchStrategy[dict[str, Finding]]:
    codes = [clause.code for clause in judged(charter)]
    return st.dictionaries(st.sampled_from(codes), st.sampled_from(Finding)) if codes else st.just({})


@given(st.data())
def test_one_more_yes_never_loses_a_criterion_nor_a_rate_unless_the_table_falls(data: st.DataObject) -> None:
    charter = data.draw(edited(data.draw(charters())))
    found = data.draw(findings_for(charter))
    products = [product.code for product in charter.products]
    before = rate_venue(charter, found, products)
    assert 0 <= before.level <= before.of
    assert before.reaches == (charter.threshold is not None and before.level >= charter.threshold)
    assert rate_venue(charter, dict(reversed(found.items())), products) == before
    assert rate_venue(charter, {c: f for c, f in found.items() if f is not UNKNOWN}, products) == before
    for code in [clause.code for clause in judged(charter)]:
        after = rate_venue(charter, {**found, code: YES}, products)
        assert set(before.met) <= set(after.met)
        assert decreasing(charter.rates) or all(after.rates[p] >= before.rates[p] for p in products)
