"""The numbers of articles: they follow the order of reading when a decision says so; codes never change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import InvalidChange, apply, derive
from app.charter.conflicts import conflicts
from app.charter.contest import NUMBERS, Rival, contests
from app.charter.diff import Fate, clauses
from app.charter.document import Charter, ClauseKind, InvalidDocument, Scope
from app.charter.drafting import Draft, begin, numbered, removed, restored, shifted, unnumbered
from app.charter.settling import Choice, questions, settled
from tests.charter.charters import add, charters, edited, small
from tests.charter.editor import Adopt, DraftOf, Edit, SignIn, changes_of


def numbers(charter: Charter) -> dict[str, str]:
    return {clause.code: clause.number for clause in charter.clauses if clause.number}


def test_articles_are_numbered_as_they_are_read() -> None:
    charter = add(small(), ClauseKind.SUB_CRITERION, parent="L1", title="De plain-pied")
    charter = numbered(charter)
    assert numbers(charter) == {"P1": "1", "L1": "2", "L1.a": "2.1", "L2": "3", "L3": "4"}
    assert charter.clauses[2].heading == "2. Accueil"


def test_a_clause_that_moves_keeps_its_code_and_its_number_until_a_decision_renumbers() -> None:
    moved = shifted(numbered(small()), "L3", -2)
    assert [(c.code, c.number) for c in moved.clauses[2:]] == [("L3", "4"), ("L1", "2"), ("L2", "3")]
    assert derive(moved, numbered(moved)) == [
        {"op": "renumber", "code": "L3", "was": "4", "number": "2"},
        {"op": "renumber", "code": "L1", "was": "2", "number": "3"},
        {"op": "renumber", "code": "L2", "was": "3", "number": "4"},
    ]


@given(charters())
def test_numbering_changes_no_code_no_word_and_no_hash_of_what_has_none(charter: Charter) -> None:
    assert [clause.code for clause in numbered(charter).clauses] == [
        clause.code for clause in charter.clauses
    ]
    assert unnumbered(numbered(charter)).to_document() == unnumbered(charter).to_document()
    assert "number" not in str(small().to_document())


@given(st.data())
def test_numbers_stay_unique_under_any_changes(data: st.DataObject) -> None:
    before = numbered(data.draw(charters()))
    after = data.draw(edited(before))
    found = [clause.number for clause in apply(before, derive(before, after)).clauses if clause.number]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0", "bad_number"),
        ("3.0", "bad_number"),
        ("trois", "bad_number"),
        ("3.1.1", "bad_number"),
        ("2", "duplicate_number"),
    ],
)
def test_a_number_that_cannot_be_is_refused(number: str, code: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        apply(numbered(small()), [{"op": "renumber", "code": "P1", "was": "1", "number": number}])
    assert refused.value.code == code


def test_a_clause_that_is_gone_has_no_number() -> None:
    with pytest.raises(InvalidChange, match="clause_gone"):
        apply(small(), [{"op": "renumber", "code": "L9", "was": "", "number": "1"}])


def test_only_its_number_changed_is_told_as_renumbered() -> None:
    rows = clauses(small(), numbered(small()))
    assert {row.fate for row in rows[1:]} == {Fate.RENUMBERED}
    assert rows[0].fate is Fate.KEPT


def test_a_number_another_decision_gave_is_not_given_twice() -> None:
    mine = [{"op": "renumber", "code": "L1", "was": "", "number": "1"}]
    theirs = apply(small(), [{"op": "renumber", "code": "L2", "was": "", "number": "1"}])
    assert conflicts(theirs, mine) == [("number_taken", "L1")]
    assert begin(theirs, mine).lost == tuple(mine)


def test_two_numbers_for_one_clause_are_asked_about() -> None:
    mine = [{"op": "renumber", "code": "L1", "was": "", "number": "1"}]
    theirs = apply(small(), [{"op": "renumber", "code": "L1", "was": "", "number": "7"}])
    draft = begin(theirs, mine)
    assert questions(theirs, draft.written) == mine
    given = settled(draft, mine, {"renumber-L1": Choice.THEIRS})
    assert numbers(given) == {"L1": "7"}
    kept = settled(replace(draft, charter=given), mine, {"renumber-L1": Choice.MINE})
    assert numbers(kept) == {"L1": "1"}


def test_two_renumberings_contest_each_other_and_no_rewording() -> None:
    forward = derive(small(), numbered(small()))
    backward = [{"op": "renumber", "code": "L1", "was": "", "number": "9"}]
    words: list[dict[str, Any]] = [
        {"op": "rewrite", "code": "L1", "was": small().clauses[2].words, "text": "Autrement."}
    ]
    found = contests(small(), [Rival(1, backward), Rival(2, forward), Rival(3, words)])
    assert [(each.code, each.order) for each in found] == [(NUMBERS, ((2, 4), (1, 1)))]


def test_what_is_removed_leaves_its_number() -> None:
    without = removed(numbered(small()), "L1")
    assert numbers(without) == {"P1": "1", "L2": "3", "L3": "4"}
    assert numbers(numbered(without)) == {"P1": "1", "L2": "2", "L3": "3"}


def test_a_clause_comes_back_even_if_its_number_was_given_to_another() -> None:
    base = numbered(small())
    without = numbered(removed(base, "L1"))
    assert numbers(restored(Draft(base, without), "L1")) == numbers(base)
    grown = numbered(add(removed(base, "L1"), ClauseKind.CRITERION, Scope.VENUE, title="De plus"))
    assert numbers(restored(Draft(base, grown), "L1")) == numbers(base)


def test_the_editor_numbers_in_the_order_of_reading(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    editor.press("up:L3")
    page = editor.press("number:order")
    assert "Renuméroté" in page.text
    assert editor.press("finish", title_L3="Tout près").status_code == 303
    by_op = {(change["op"], change["code"]): change for change in changes_of(proposal)}
    assert by_op["renumber", "L3"]["number"] == "3"
    assert by_op["renumber", "L2"]["number"] == "4"
    assert by_op["rewrite", "L3"]["title"] == "Tout près"


def test_the_numbers_are_taken_away(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(numbered(small()))
    proposal = draft()
    editor = edit(proposal)
    assert "Retirer les numéros" in editor.page.text
    editor.press("number:none")
    editor.press("finish")
    assert {change["op"] for change in changes_of(proposal)} == {"renumber"}
    assert {change["number"] for change in changes_of(proposal)} == {""}


def test_an_article_is_read_under_its_number_and_cited_by_its_code(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(numbered(small()))
    browser = sign_in(None)
    assert "2. Accueil" in browser.get("/c/quatorze/charte/texte").text
    assert "2. Accueil" in browser.get("/c/quatorze/charte.md").text
    assert "2. Accueil" in browser.get("/c/quatorze/charte/versions/1/L1").text
    told = browser.get("/c/quatorze/charte.json").json
    assert [clause.get("number") for clause in told["charter"]["clauses"]] == [None, "1", "2", "3", "4"]
    jsonschema.validate(told, browser.get("/c/quatorze/charte/schema.json").json)


def test_the_versions_say_what_was_renumbered(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    adopt(shifted(numbered(small()), "L3", -2))
    page = sign_in(None).get("/c/quatorze/charte/comparer/1...2").text
    assert "Renuméroté" in page
    assert "Numéro" in page
    assert "Accueil" in sign_in(None).get("/c/quatorze/charte/clauses/L1").text
