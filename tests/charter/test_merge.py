"""A stale amendment is carried over when both edits touch disjoint words, and never resolved unseen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import Change, apply, derive
from app.charter.conflicts import conflicts
from app.charter.document import Charter, ClauseKind, ClauseState, InvalidDocument, Scope
from app.charter.drafting import begin
from app.charter.merge import merge, says, words
from app.charter.settling import Choice, name, questions, settled
from tests.charter.charters import TEXTS, add, charters, edited, small

BASE = "La moitié des produits frais vient d’à côté, toute l’année."
LEXICON = [f"mot{number}" for number in range(12)]


def said(code: str, text: str, charter: Charter | None = None) -> Charter:
    charter = charter or small()
    clauses = tuple(replace(c, text=text) if c.code == code else c for c in charter.clauses)
    return replace(charter, clauses=clauses)


@pytest.mark.parametrize(
    ("mine", "theirs", "joined"),
    [
        ("Les deux tiers des produits frais vient d’à côté, toute l’année.", BASE, None),
        (
            "La moitié des produits frais vient d’à côté, en été.",
            "Les deux tiers des produits frais vient d’à côté, toute l’année.",
            "Les deux tiers des produits frais vient d’à côté, en été.",
        ),
        (
            "La moitié des produits frais vient d’ici, toute l’année.",
            "La moitié des légumes frais vient d’à côté, toute l’année.",
            "La moitié des légumes frais vient d’ici, toute l’année.",
        ),
    ],
)
def test_two_edits_of_disjoint_words_are_joined(mine: str, theirs: str, joined: str | None) -> None:
    assert words(BASE, mine, theirs) == (joined or mine)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("moitié", "totalité"), BASE.replace("moitié", "quart")),
        (BASE.replace("produits frais", "légumes d’été"), BASE.replace("frais", "secs")),
        (BASE + " Sauf le riz.", BASE + " Sauf le café."),
        ("", BASE.replace("moitié", "quart")),
    ],
)
def test_edits_that_meet_are_not_resolved(mine: str, theirs: str) -> None:
    assert words(BASE, mine, theirs) is None
    assert words(BASE, theirs, mine) is None


@given(TEXTS, TEXTS)
def test_one_edit_alone_or_twice_the_same_is_that_edit(base: str, edit: str) -> None:
    assert words(base, edit, base) == words(base, base, edit) == words(base, edit, edit) == edit


@given(TEXTS, TEXTS, TEXTS)
def test_neither_edit_comes_first(base: str, mine: str, theirs: str) -> None:
    assert words(base, mine, theirs) == words(base, theirs, mine)


@given(st.data())
def test_one_word_changed_by_each_is_kept_or_refused(data: st.DataObject) -> None:
    place, other = data.draw(st.integers(0, 11)), data.draw(st.integers(0, 11))
    mine, theirs = list(LEXICON), list(LEXICON)
    mine[place], theirs[other] = "à-moi", "à-eux"
    found = words(" ".join(LEXICON), " ".join(mine), " ".join(theirs))
    if abs(place - other) > 1:
        both = list(LEXICON)
        both[place], both[other] = "à-moi", "à-eux"
        assert found == " ".join(both)
    else:
        assert found is None, "neighbours with nothing but a space between them are one place"


@given(st.data())
def test_changes_that_still_fit_are_carried_as_they_are(data: st.DataObject) -> None:
    before = data.draw(charters())
    changes = derive(before, data.draw(edited(before)))
    assert merge(before, changes).changes == changes
    assert merge(before, changes).joined == ()


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_left_unresolved_still_conflicts(base: str, mine: str, theirs: str) -> None:
    start, today = said("L1", base), said("L1", theirs)
    found = merge(today, derive(start, said("L1", mine)))
    if words(base, mine, theirs) is None:
        assert conflicts(today, found.changes) == [("clause_rewritten", "L1")]
    else:
        assert conflicts(today, found.changes) == []
        assert apply(today, found.changes).clause("L1").text == words(base, mine, theirs)


def test_a_stale_draft_begins_joined_and_says_so() -> None:
    start = said("L3", BASE)
    mine = derive(start, said("L3", BASE.replace("toute l’année", "en été"), start))
    today = said("L3", BASE.replace("La moitié", "Le tiers"), start)
    draft = begin(today, mine)
    assert draft.charter.clause("L3").text == "Le tiers des produits frais vient d’à côté, en été."
    assert (draft.moved, draft.lost, draft.joined) == ((), (), ("L3",))


def test_a_draft_that_cannot_be_joined_asks_its_author() -> None:
    start = said("L3", BASE)
    mine = derive(start, said("L3", BASE.replace("moitié", "totalité"), start))
    draft = begin(said("L3", BASE.replace("moitié", "quart"), start), mine)
    assert draft.moved == (("clause_rewritten", "L3"),)
    assert "totalité" in draft.charter.clause("L3").text, "nothing typed is lost"


@given(st.data())
def test_settling_every_question_leaves_nothing_that_conflicts(data: st.DataObject) -> None:
    before = data.draw(charters())
    mine, theirs = data.draw(edited(before)), data.draw(edited(before))
    draft = begin(theirs, derive(before, mine))
    asked = questions(theirs, draft.written)
    chosen = {name(change): data.draw(st.sampled_from(Choice)) for change in asked}
    with suppress(InvalidDocument):
        after = settled(draft, asked, chosen)
        assert conflicts(theirs, derive(theirs, after)) == []
        for change in asked:
            if chosen[name(change)] is Choice.THEIRS and change["op"] in ("rewrite", "state", "needs"):
                assert says(after, change) in (says(theirs, change), None)


@given(st.data())
def test_giving_way_then_coming_back_is_one_s_own_text_again(data: st.DataObject) -> None:
    base, mine, theirs = (data.draw(TEXTS) for _ in range(3))
    draft = begin(said("L1", theirs), derive(said("L1", base), said("L1", mine)))
    asked = questions(draft.base, draft.written)
    for change in asked:
        given_way = settled(draft, asked, {name(change): Choice.THEIRS})
        assert given_way.clause("L1").text == theirs
        back = settled(replace(draft, charter=given_way), asked, {name(change): Choice.MINE})
        assert back.clause("L1").text == mine


@given(st.data())
def test_no_addition_ever_takes_a_code_that_was_given(data: st.DataObject) -> None:
    before = data.draw(charters())
    mine, theirs = data.draw(edited(before)), data.draw(edited(before))
    draft = begin(theirs, derive(before, mine))
    there = {clause.code: clause for clause in theirs.clauses}
    for clause in draft.charter.clauses:
        if clause.code not in there:
            assert not theirs.gave(clause.to_document())
    added = [change["clause"]["title"] for change in derive(before, mine) if change["op"] == "add"]
    done = [change["clause"]["title"] for change in draft.written if change["op"] == "add"]
    same = [clause.title for clause in theirs.clauses if clause not in before.clauses]
    assert len(done) >= len(added) - len(same)


def test_what_another_decision_already_did_is_not_asked_again() -> None:
    start = small()
    gone = replace(start, clauses=start.clauses[:4])
    assert merge(gone, derive(start, gone)).changes == []
    lower = replace(start, threshold=1)
    assert merge(lower, derive(start, lower)).changes == []
    grown = add(start, ClauseKind.GLOSSARY, title="Local", text="À moins de 150 km.")
    assert merge(grown, derive(start, grown)).changes == []


def test_what_refines_an_addition_follows_it_under_its_new_code() -> None:
    mine = add(small(), ClauseKind.CRITERION, Scope.VENUE, title="Sans plastique")
    for title in ("Sacs", "Bouteilles"):
        mine = add(mine, ClauseKind.SUB_CRITERION, parent="L4", title=title)
    theirs = add(small(), ClauseKind.CRITERION, Scope.VENUE, title="Ouvert le soir")
    found = merge(theirs, derive(small(), mine))
    assert found.renumbered == (("L4", "L5"), ("L4.a", "L5.a"), ("L4.b", "L5.b"))
    after = apply(theirs, found.changes)
    assert [clause.title for clause in after.children("L5")] == ["Sacs", "Bouteilles"]
    assert after.children("L4") == ()


def carried(base: Charter, first: list[Change], second: list[Change]) -> Charter | None:
    """The charter once `first` is adopted, then `second` carried over it; None where its author is asked."""
    there = apply(base, first)
    over = merge(there, second)
    if conflicts(there, over.changes):
        return None
    return apply(there, over.changes)


@given(st.data())
def test_changes_of_different_clauses_are_merged_in_either_order_alike(data: st.DataObject) -> None:
    base = data.draw(charters())
    mine_alone = set(
        data.draw(st.lists(st.sampled_from([c.code for c in base.clauses] or [""]), unique=True))
    )
    mine, theirs = (derive(base, reworded(data, base, codes)) for codes in (mine_alone, None))
    theirs = [change for change in theirs if change["code"] not in mine_alone]
    assert carried(base, mine, theirs) == carried(base, theirs, mine)
    assert carried(base, mine, theirs) is not None


def reworded(data: st.DataObject, charter: Charter, codes: set[str] | None) -> Charter:
    """`charter` with other words, states and simple versions in these clauses; in any for None."""
    clauses = tuple(
        replace(
            c, text=data.draw(TEXTS), simple=data.draw(TEXTS), state=data.draw(st.sampled_from(ClauseState))
        )
        if codes is None or c.code in codes
        else c
        for c in charter.clauses
    )
    return Charter(
        tuple(replace(clause, needs=None) for clause in clauses),
        None,
        charter.last,
        charter.products,
        {},
        charter.free,
    )


@given(st.data())
def test_whatever_is_merged_without_asking_is_the_same_in_either_order(data: st.DataObject) -> None:
    base = data.draw(charters())
    mine, theirs = (
        [change for change in derive(base, data.draw(edited(base))) if change["op"] in ("rewrite", "state")]
        for _ in range(2)
    )
    assert carried(base, mine, theirs) == carried(base, theirs, mine)
