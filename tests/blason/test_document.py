"""What a blason says never changes in place; codes stay what they were; what cannot be is refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blason.document import Blason, InvalidBlason, Item, ItemKind, read_kind
from app.register.chain import canonical
from app.votes.presets import COUSERANS, GENEVE
from app.votes.rules import InvalidRules, QuestionKind
from tests.blason.strategies import blasons, kinds, sentences

BARE = Blason(name="Tablée", rules=COUSERANS)


@given(blasons())
def test_a_document_read_back_says_the_same(blason: Blason) -> None:
    again = Blason.from_document(blason.to_document())
    assert canonical(again.to_document()) == canonical(blason.to_document())
    assert again == blason


@given(blasons(), kinds, sentences)
def test_a_code_is_never_given_twice(blason: Blason, kind: ItemKind, text: str) -> None:
    added = blason.with_item(kind, text).items[-1]
    assert added.code not in {item.code for item in blason.items}
    again = blason.with_item(kind, text).without(added.code).with_item(kind, text).items[-1]
    assert again.code != added.code


@given(blasons(), st.integers(-9, 9), st.data())
def test_moving_an_item_only_reorders_its_kind(blason: Blason, by: int, data: st.DataObject) -> None:
    if not blason.items:
        return
    item = data.draw(st.sampled_from(blason.items))
    moved = blason.moved(item.code, by)
    assert sorted(i.code for i in moved.items) == sorted(i.code for i in blason.items)
    for kind in set(ItemKind) - {item.kind}:
        assert moved.of_kind(kind) == blason.of_kind(kind)
    place = blason.of_kind(item.kind).index(item)
    last = len(blason.of_kind(item.kind)) - 1
    assert moved.of_kind(item.kind).index(item) == max(0, min(last, place + by))


def test_an_item_moves_one_place_up() -> None:
    blason = BARE.with_item(ItemKind.VALUE, "Solidarité").with_item(ItemKind.VALUE, "Convivialité")
    assert [item.text for item in blason.moved("V2", -1).items] == ["Convivialité", "Solidarité"]


def test_rewording_keeps_code_and_place() -> None:
    blason = BARE.with_item(ItemKind.VALUE, "Solidarité").with_item(ItemKind.VALUE, "Convivialité")
    assert blason.with_text("V1", "Entraide").items == (
        Item("V1", ItemKind.VALUE, "Entraide"),
        Item("V2", ItemKind.VALUE, "Convivialité"),
    )


def test_one_cascade_changes_alone() -> None:
    changed = BARE.with_cascade(QuestionKind.CHARTER, GENEVE.cascade(QuestionKind.CHARTER))
    assert changed.rules.cascade(QuestionKind.CHARTER) == GENEVE.cascade(QuestionKind.CHARTER)
    assert changed.rules.cascade(QuestionKind.ORDINARY) == COUSERANS.cascade(QuestionKind.ORDINARY)


def test_a_cascade_without_a_step_is_refused() -> None:
    with pytest.raises(InvalidRules, match="empty_cascade"):
        BARE.with_cascade(QuestionKind.CHARTER, ())


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("empty_name", lambda: BARE.renamed("  ")),
        ("name_too_long", lambda: BARE.renamed("a" * 121)),
        ("empty_text", lambda: BARE.with_item(ItemKind.VALUE, "\n ")),
        ("text_too_long", lambda: BARE.with_item(ItemKind.VALUE, "a" * 281)),
        ("unknown_item", lambda: BARE.with_text("V1", "Entraide")),
        ("unknown_item", lambda: BARE.without("I9")),
        ("unknown_item", lambda: BARE.moved("I9", 1)),
        ("unknown_kind", lambda: read_kind("devise")),
        ("unknown_kind", lambda: read_kind(None)),
        ("duplicate_code", lambda: Blason("T", COUSERANS, (Item("V1", ItemKind.VALUE, "a"),) * 2)),
        (
            "too_many_items",
            lambda: Blason("T", COUSERANS, tuple(Item(f"V{n}", ItemKind.VALUE, "a") for n in range(61))),
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(code: str, attempt: Any) -> None:
    with pytest.raises(InvalidBlason) as refused:
        attempt()
    assert refused.value.code == code


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_no_document_raises_anything_but_a_named_refusal(document: Any) -> None:
    with pytest.raises((InvalidBlason, InvalidRules)):
        Blason.from_document(document)


@pytest.mark.parametrize("missing", ["name", "items", "last", "rules"])
def test_an_incomplete_document_is_refused(missing: str) -> None:
    document = BARE.to_document()
    del document[missing]
    with pytest.raises(InvalidBlason, match="not_a_document"):
        Blason.from_document(document)
