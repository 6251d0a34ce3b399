"""What changed, in words a person can read aloud."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.charter.diff import Fate, clauses
from app.charter.document import ClauseKind, ClauseState, Scope
from app.charter.wordwise import Op, words
from tests.charter.charters import TEXTS, add, charters, edited, small


def side(pieces: list, kept: Op) -> str:
    return "".join(piece.text for piece in pieces if piece.op in (Op.KEPT, kept))


@given(TEXTS, TEXTS)
def test_both_texts_are_found_in_their_difference(old: str, new: str) -> None:
    pieces = words(old, new)
    assert side(pieces, Op.REMOVED) == old
    assert side(pieces, Op.ADDED) == new


def test_a_changed_word_is_shown_whole() -> None:
    pieces = words("Une part des produits vient d’ici.", "La moitié des produits vient d’ici.")
    assert [(piece.op, piece.text) for piece in pieces] == [
        (Op.REMOVED, "Une part"),
        (Op.ADDED, "La moitié"),
        (Op.KEPT, " des produits vient d’ici."),
    ]


def test_a_paragraph_that_did_not_change_is_kept_whole() -> None:
    pieces = words("Un.\n\nDeux.\n\nTrois.", "Un.\n\nDeux et demi.\n\nTrois.")
    assert Op.KEPT is pieces[0].op
    assert pieces[0].text.startswith("Un.\n\nDeux")
    assert pieces[-1].text.endswith("Trois.")


@given(st.data())
def test_every_clause_of_both_charters_is_in_the_comparison_once(data: st.DataObject) -> None:
    old = data.draw(charters())
    new = data.draw(edited(old))
    codes = [row.clause.code for row in clauses(old, new)]
    assert sorted(codes) == sorted({c.code for c in old.clauses} | {c.code for c in new.clauses})
    kept = [row.clause.code for row in clauses(old, new) if row.fate is not Fate.REMOVED]
    assert kept == [clause.code for clause in new.clauses]


def test_a_moved_clause_is_moved_not_removed_and_added() -> None:
    old = small()
    new = replace(old, clauses=(*old.clauses[:2], old.clauses[4], *old.clauses[2:4]))
    assert [(row.clause.code, row.fate) for row in clauses(old, new) if row.fate is not Fate.KEPT] == [
        ("L3", Fate.MOVED)
    ]


def test_a_moved_clause_says_where_it_went() -> None:
    old = small()
    *before, accueil, prix, ici = old.clauses
    (row,) = [r for r in clauses(old, replace(old, clauses=(*before, prix, ici, accueil))) if r.moved]
    assert (row.clause.code, row.follows and row.follows.code) == ("L1", "L3")


def test_what_refines_a_criterion_follows_it_without_being_told_as_moved() -> None:
    old = add(small(), ClauseKind.SUB_CRITERION, parent="L1", title="De plain-pied")
    old = add(old, ClauseKind.SUB_CRITERION, parent="L1", title="Sans condition")
    roots = [c for c in old.clauses if c.parent is None]
    children = [c for c in old.clauses if c.parent]
    new = replace(old, clauses=(*roots[:2], roots[3], roots[4], roots[2], *children))
    assert [row.clause.code for row in clauses(old, new) if row.moved] == ["L1"]


def test_reasons_added_to_a_debate_are_a_change() -> None:
    old = small()
    debated = replace(old.clauses[0], state=ClauseState.OPEN, reasons_for="On en parle.")
    new = replace(old, clauses=(debated, *old.clauses[1:]))
    assert [row.fate for row in clauses(old, new) if row.fate is not Fate.KEPT] == [Fate.DEBATED]
    more = replace(new, clauses=(replace(debated, reasons_against="C’est flou."), *old.clauses[1:]))
    assert [row.fate for row in clauses(new, more) if row.fate is not Fate.KEPT] == [Fate.DEBATED]


def test_a_removed_clause_is_shown_where_it_was() -> None:
    old = replace(small(), threshold=None)
    new = replace(old, clauses=(*old.clauses[:3], *old.clauses[4:]))
    rows = clauses(old, new)
    assert [(row.clause.code, row.fate) for row in rows[2:]] == [
        ("L1", Fate.KEPT),
        ("L2", Fate.REMOVED),
        ("L3", Fate.KEPT),
    ]


def test_an_added_clause_is_all_new() -> None:
    new = add(small(), ClauseKind.CRITERION, Scope.PRODUCT, title="Brut", text="Peu transformé.")
    row = clauses(small(), new)[-1]
    assert (row.clause.code, row.fate) == ("PR1", Fate.ADDED)
    assert [piece.op for piece in row.text] == [Op.ADDED]
