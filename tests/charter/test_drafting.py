"""The editor's buttons: whatever is pressed, in whatever order, what is left is a charter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.charter import drafting
from app.charter.document import Charter, ClauseKind, Scope
from app.charter.drafting import Draft, begin
from tests.charter.charters import add, charters, edited, small


@st.composite
def pressed(draw: st.DrawFn, draft: Draft) -> Charter:
    """The draft after any button on any clause, in force or not."""
    codes = [clause.code for clause in (*draft.charter.clauses, *draft.base.clauses)]
    code = draw(st.sampled_from(codes)) if codes else "L1"
    scope = draw(st.sampled_from(Scope))
    buttons = {
        "add": lambda: drafting.added(draft.charter, "…", ClauseKind.CRITERION, scope),
        "sub": lambda: drafting.refined(draft.charter, "…", code),
        "up": lambda: drafting.shifted(draft.charter, code, -1),
        "down": lambda: drafting.shifted(draft.charter, code, 1),
        "remove": lambda: drafting.removed(draft.charter, code),
        "restore": lambda: drafting.restored(draft, code),
        "number": lambda: drafting.numbered(draft.charter),
        "unnumber": lambda: drafting.unnumbered(draft.charter),
    }
    return draw(st.sampled_from(sorted(buttons)).map(buttons.__getitem__))()


@given(st.data())
def test_any_buttons_in_any_order_leave_a_charter_that_the_page_can_carry(data: st.DataObject) -> None:
    base = data.draw(charters())
    charter = base
    for _ in range(data.draw(st.integers(1, 6))):
        charter = data.draw(pressed(Draft(base, charter)))
    carried = begin(base, Draft(base, charter).changes)
    # A code given and taken back within a draft was never anyone's: it may be given again.
    assert carried.charter == replace(charter, last=carried.charter.last, free=carried.charter.free)
    given = {clause.code for clause in base.clauses}
    assert not carried.charter.free & given
    assert {code for code in base.free if carried.charter.clause(code) is None} <= carried.charter.free
    assert (carried.lost, carried.moved) == ((), ())


@given(st.data())
def test_removing_then_putting_back_changes_nothing_but_the_threshold(data: st.DataObject) -> None:
    base = data.draw(charters())
    if not base.clauses:
        return
    code = data.draw(st.sampled_from(base.clauses)).code
    back = drafting.restored(Draft(base, drafting.removed(base, code)), code)
    assert back.clauses == base.clauses


@given(st.data())
def test_up_then_down_is_where_it_was_unless_it_was_first(data: st.DataObject) -> None:
    base = data.draw(charters())
    for clause in base.clauses:
        up = drafting.shifted(base, clause.code, -1)
        assert up == base or drafting.shifted(up, clause.code, 1) == base


@given(st.data())
def test_no_wording_is_lost_but_that_of_a_clause_that_is_gone(data: st.DataObject) -> None:
    before = data.draw(charters())
    mine, theirs = data.draw(edited(before)), data.draw(edited(before))
    draft = begin(theirs, Draft(before, mine).changes)
    gone = {clause.code for clause in before.clauses} - {clause.code for clause in theirs.clauses}
    assert {change["code"] for change in draft.lost if change["op"] == "rewrite"} <= gone


def test_a_change_that_is_possible_only_after_another_is_not_lost() -> None:
    base = replace(small(), threshold=3)
    after = drafting.removed(base, "L2")
    draft = begin(base, list(reversed(Draft(base, after).changes)))
    assert (draft.charter, draft.lost) == (after, ())


def test_a_sub_criterion_comes_back_with_the_criterion_it_refines() -> None:
    base = add(small(), ClauseKind.SUB_CRITERION, parent="L2", title="Prix convenus")
    gone = Draft(base, drafting.removed(base, "L2"))
    assert drafting.restored(gone, "L2.a").clauses == base.clauses
