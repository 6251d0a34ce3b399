"""A stale amendment is carried over when both edits touch disjoint words, and never resolved unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charter.changes import apply, conflicts, derive
from app.charter.document import Charter
from app.charter.drafting import begin
from app.charter.merge import merge, words
from tests.charter.charters import TEXTS, charters, edited, small

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
