"""A charter adopted article by article says what it would have said adopted as a block."""

from __future__ import annotations

from collections import Counter
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from app.charter.articles import articles
from app.charter.changes import apply, derive
from app.charter.conflicts import conflicts
from app.charter.document import Charter, ClauseKind, Scope
from app.register.chain import canonical
from tests.charter.charters import add, charters, edited


@given(st.data())
def test_every_change_is_in_one_article_and_together_they_make_the_whole(data: st.DataObject) -> None:
    before = data.draw(charters())
    changes = derive(before, data.draw(edited(before)))
    cut = articles(before, changes)
    parts = Counter(canonical(change) for article in cut for change in article.changes)
    assert parts == Counter(canonical(change) for change in changes)
    block = apply(before, changes)
    by_article = reduce(lambda charter, article: apply(charter, article.changes), cut, before)
    assert {clause.code: clause for clause in by_article.clauses} == {c.code: c for c in block.clauses}
    assert (by_article.threshold, by_article.rates, by_article.products) == (
        block.threshold,
        block.rates,
        block.products,
    )


@given(st.data())
def test_articles_that_only_add_are_adopted_in_any_order_under_the_codes_they_were_written_with(
    data: st.DataObject,
) -> None:
    before = data.draw(charters())
    after = before
    for number in range(data.draw(st.integers(2, 5))):
        kind = data.draw(st.sampled_from([ClauseKind.PRINCIPLE, ClauseKind.RECOMMENDATION]))
        after = add(after, kind, None, title=f"Ajout {number}")
    cut = articles(before, derive(before, after))
    adopted = before
    for article in data.draw(st.permutations(cut)):
        assert not conflicts(adopted, article.changes)
        adopted = apply(adopted, article.changes)
    assert {clause.code for clause in adopted.clauses} == {clause.code for clause in after.clauses}
    assert (adopted.last, adopted.free) == (after.last, frozenset())


def test_a_criterion_goes_with_its_sub_criteria_and_the_threshold_with_the_rates_at_the_end() -> None:
    charter = add(Charter(), ClauseKind.PRINCIPLE, None, title="Manger est un droit")
    charter = add(charter, ClauseKind.CRITERION, Scope.VENUE, title="Proximité")
    charter = add(charter, ClauseKind.SUB_CRITERION, None, parent="L1", title="Moins de 50 km")
    charter = Charter(charter.clauses, 1, charter.last)
    cut = articles(Charter(), derive(Charter(), charter))
    assert [(article.code, len(article.changes)) for article in cut] == [("P1", 1), ("L1", 2), ("", 1)]


def test_a_criterion_that_can_only_go_with_a_lower_threshold_is_decided_with_it() -> None:
    before = add(Charter(), ClauseKind.CRITERION, Scope.VENUE, title="Proximité")
    before = add(before, ClauseKind.CRITERION, Scope.VENUE, title="Juste prix")
    before = Charter(before.clauses, 2, before.last)
    after = Charter(before.clauses[:1], 1, before.last)
    assert [article.code for article in articles(before, derive(before, after))] == ["L2"]


def test_a_code_jumped_over_stays_free_and_a_removed_one_is_never_given_again() -> None:
    whole = add(
        add(Charter(), ClauseKind.PRINCIPLE, None, title="Un"), ClauseKind.PRINCIPLE, None, title="Deux"
    )
    first, second = derive(Charter(), whole)
    jumped = apply(Charter(), [second])
    assert jumped.free == {"P1"}
    assert Charter.from_document(jumped.to_document()) == jumped
    assert jumped.next_code(ClauseKind.PRINCIPLE) == "P3"
    both = apply(jumped, [first])
    without = apply(both, [{"op": "remove", "code": "P1", "was": both.clauses[0].words}])
    assert conflicts(without, [first]) == [("code_taken", "P1")]


def test_a_code_made_up_far_beyond_the_last_one_is_refused() -> None:
    whole = add(Charter(), ClauseKind.PRINCIPLE, None, title="Un")
    (change,) = derive(Charter(), whole)
    change["clause"]["code"] = "P9999"
    assert _refusal([change]) == "bad_code"


def _refusal(changes: list[dict[str, object]]) -> str:
    try:
        apply(Charter(), changes)
    except ValueError as error:
        return str(getattr(error, "code", ""))
    return ""
