"""A change-set says exactly what changes, no more, and knows when the ground has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import InvalidChange, apply, derive
from app.charter.conflicts import conflicts
from app.charter.document import Charter, ClauseKind, InvalidDocument, Scope
from tests.charter.charters import add, charters, edited, small


@given(st.data())
def test_what_is_derived_leads_there(data: st.DataObject) -> None:
    before = data.draw(charters())
    after = data.draw(edited(before))
    assert apply(before, derive(before, after)) == after


@given(charters())
def test_nothing_changed_is_no_change(charter: Charter) -> None:
    assert derive(charter, charter) == []


@given(st.data())
def test_a_fresh_change_set_never_conflicts(data: st.DataObject) -> None:
    before = data.draw(charters())
    assert conflicts(before, derive(before, data.draw(edited(before)))) == []


@given(st.data())
def test_codes_stay_unique_and_are_never_given_twice(data: st.DataObject) -> None:
    charter = data.draw(charters())
    given_codes = {clause.code for clause in charter.clauses}
    for _ in range(3):
        after = data.draw(edited(charter))
        new = [clause.code for clause in after.clauses if charter.clause(clause.code) is None]
        assert not set(new) & given_codes
        given_codes |= set(new)
        charter = apply(charter, derive(charter, after))


@given(charters())
def test_a_charter_is_read_back_as_it_was_written(charter: Charter) -> None:
    assert Charter.from_document(charter.to_document()) == charter


def test_one_clause_moved_is_one_move() -> None:
    before = small()
    after = replace(before, clauses=(*before.clauses[:2], before.clauses[4], *before.clauses[2:4]))
    assert derive(before, after) == [{"op": "move", "code": "L3", "after": None, "parent": None}]


def test_a_criterion_moves_with_what_refines_it_in_one_change() -> None:
    before = small()
    for code in ("L1", "L1", "L2"):
        before = add(before, ClauseKind.SUB_CRITERION, parent=code, title="Précision")
    swapped = apply(before, [{"op": "move", "code": "L2", "after": None, "parent": None}])
    assert [c.code for c in swapped.clauses if c.code.startswith("L")] == [
        *("L2", "L2.a"),
        *("L1", "L1.a", "L1.b"),
        "L3",
    ]
    assert [change["code"] for change in derive(before, swapped)] == ["L2"]


@given(st.data())
def test_one_charter_has_one_text_whatever_the_order_it_was_written_in(data: st.DataObject) -> None:
    charter = data.draw(charters())
    roots = [clause for clause in charter.clauses if clause.parent is None]
    refining = [clause for clause in charter.clauses if clause.parent is not None]
    assert replace(charter, clauses=(*refining, *roots)) == charter


def test_a_reworded_clause_says_what_it_was() -> None:
    before = small()
    after = replace(before, clauses=(*before.clauses[:4], replace(before.clauses[4], text="Tout d’ici.")))
    (change,) = derive(before, after)
    assert change["op"] == "rewrite"
    assert change["code"] == "L3"
    assert change["was"]["text"] == "La moitié des produits vient d’à côté."


def test_a_sub_criterion_takes_the_code_of_its_criterion() -> None:
    charter = add(small(), ClauseKind.SUB_CRITERION, parent="L1", title="Entrée de plain-pied")
    charter = add(charter, ClauseKind.SUB_CRITERION, parent="L1", title="Même accueil pour tous")
    assert [clause.code for clause in charter.children("L1")] == ["L1.a", "L1.b"]


def test_the_code_of_a_removed_clause_is_not_given_again() -> None:
    charter = small()
    removed = apply(charter, [{"op": "threshold", "met": 1}, {"op": "remove", "code": "L3"}])
    assert removed.next_code(ClauseKind.CRITERION, Scope.VENUE) == "L4"


def rewrite(code: str) -> dict[str, Any]:
    return {"op": "rewrite", "code": code, "was": {"title": "", "text": ""}, "title": "T", "text": ""}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ("not a list", "not_a_list"),
        ([{}], "unknown_change"),
        (["?"], "unknown_change"),
        ([{"op": "burn"}], "unknown_change"),
        ([{"op": "threshold", "met": "many"}], "unknown_change"),
        ([rewrite("L9")], "clause_gone"),
        ([{"op": "remove", "code": "L9"}], "clause_gone"),
        ([{"op": "add", "after": None, "clause": small().clauses[2].to_document()}], "code_taken"),
        ([rewrite("L1")] * 501, "too_many"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(changes: Any, reason: str) -> None:
    with pytest.raises(InvalidChange) as refusal:
        apply(small(), changes)
    assert refusal.value.code == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([{"op": "threshold", "met": 4}], "threshold_out_of_range"),
        ([{"op": "threshold", "met": 0}], "threshold_out_of_range"),
        ([{"op": "remove", "code": "L3"}, {"op": "remove", "code": "L2"}], "threshold_out_of_range"),
        ([{"op": "move", "code": "P1", "after": None, "parent": "L1"}], "wrong_parent"),
        ([{"op": "state", "code": "L1", "state": "lost", "for": "", "against": ""}], "not_a_document"),
        (
            [{"op": "add", "after": None, "clause": {"code": "L1.a", "kind": "sub_criterion"}}],
            "not_a_document",
        ),
    ],
)
def test_a_change_that_breaks_the_charter_is_refused(changes: Any, reason: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        apply(small(), changes)
    assert refusal.value.code == reason


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ({"code": "l 1", "kind": "principle", "title": "T"}, "bad_code"),
        ({"code": "P1", "kind": "principle", "title": " "}, "empty_title"),
        ({"code": "P1", "kind": "principle", "title": "T" * 201}, "title_too_long"),
        ({"code": "P1", "kind": "principle", "title": "T", "text": "x" * 5001}, "text_too_long"),
        ({"code": "L1", "kind": "criterion", "title": "T"}, "scope_missing"),
        ({"code": "P1", "kind": "principle", "scope": "venue", "title": "T"}, "scope_unwanted"),
        ({"code": "L1.a", "kind": "sub_criterion", "title": "T"}, "parent_missing"),
        ({"code": "L1.a", "kind": "sub_criterion", "title": "T", "parent": "L1"}, "unknown_parent"),
        ({"code": "P1", "kind": "law", "title": "T"}, "not_a_document"),
    ],
)
def test_a_clause_that_cannot_be_is_refused(clause: dict[str, str], reason: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        Charter.from_document({"clauses": [clause]})
    assert refusal.value.code == reason


def test_two_clauses_of_one_code_are_refused() -> None:
    with pytest.raises(InvalidDocument, match="duplicate_code"):
        Charter((small().clauses[0], small().clauses[0]))


def test_a_clause_rewritten_meanwhile_is_a_conflict() -> None:
    before = small()
    mine = derive(
        before, replace(before, clauses=(replace(before.clauses[0], text="Mieux."), *before.clauses[1:]))
    )
    theirs = replace(before, clauses=(replace(before.clauses[0], text="Autre."), *before.clauses[1:]))
    assert conflicts(theirs, mine) == [("clause_rewritten", "PRE1")]


def test_a_clause_gone_meanwhile_is_a_conflict() -> None:
    assert conflicts(Charter(), [rewrite("L1")]) == [("clause_gone", "L1")]


def test_a_code_taken_meanwhile_is_a_conflict() -> None:
    mine = derive(small(), add(small(), ClauseKind.PRINCIPLE, title="Le mien"))
    theirs = add(small(), ClauseKind.PRINCIPLE, title="Le leur")
    assert conflicts(theirs, mine) == [("code_taken", "P2")]


def test_a_threshold_set_meanwhile_is_a_conflict() -> None:
    mine = derive(small(), replace(small(), threshold=3))
    assert conflicts(replace(small(), threshold=1), mine) == [("threshold_changed", "")]
