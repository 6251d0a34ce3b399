"""A revision says exactly what it changes; what moved meanwhile is a conflict, never overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blason.changes import InvalidChange, apply, compare, conflicts
from app.blason.document import Blason, InvalidBlason, ItemKind
from app.votes.presets import COUSERANS, GENEVE, SIMPLE_MAJORITY
from app.votes.rules import InvalidRules, QuestionKind
from tests.blason.strategies import blasons, rulebooks, sentences

BASE = (
    Blason(name="Caisse du 14e", rules=COUSERANS)
    .with_item(ItemKind.VALUE, "Solidarité")
    .with_item(ItemKind.PROHIBITION, "Trier les personnes")
)


@given(blasons(), st.data())
def test_comparing_then_applying_leads_to_the_same_blason(blason: Blason, data: st.DataObject) -> None:
    after = blason
    for item in blason.items:
        match data.draw(st.sampled_from(["keep", "edit", "remove"])):
            case "edit":
                after = after.with_text(item.code, data.draw(sentences))
            case "remove":
                after = after.without(item.code)
    after = after.with_item(data.draw(st.sampled_from(ItemKind)), data.draw(sentences))
    rules = data.draw(rulebooks)
    for kind in QuestionKind:
        after = after.with_cascade(kind, rules.cascade(kind))
    changes = compare(blason, after)
    assert apply(blason, changes) == after
    assert conflicts(blason, changes) == []


@given(blasons())
def test_a_blason_differs_in_nothing_from_itself(blason: Blason) -> None:
    assert compare(blason, blason) == []
    assert apply(blason, []) == blason


def test_a_revision_names_each_change() -> None:
    after = (
        BASE.renamed("Tablée du 14e")
        .with_text("V1", "Entraide")
        .without("I1")
        .with_item(ItemKind.OBJECTIVE, "Nourrir quarante foyers")
    )
    after = after.with_cascade(QuestionKind.CHARTER, GENEVE.cascade(QuestionKind.CHARTER))
    assert [change["op"] for change in compare(BASE, after)] == ["rename", "edit", "remove", "add", "rules"]


@pytest.mark.parametrize(
    ("moved", "change", "found"),
    [
        (
            BASE.with_text("V1", "Entraide"),
            {"op": "edit", "code": "V1", "was": "Solidarité", "text": "Partage"},
            ["item:V1"],
        ),
        (
            BASE.without("V1"),
            {"op": "edit", "code": "V1", "was": "Solidarité", "text": "Partage"},
            ["item:V1"],
        ),
        (BASE.without("I1"), {"op": "remove", "code": "I1", "was": "Trier les personnes"}, ["item:I1"]),
        (BASE.renamed("Tablée"), {"op": "rename", "was": "Caisse du 14e", "name": "La Table"}, ["name"]),
        (BASE.renamed("Tablée"), {"op": "add", "kind": "value", "text": "Partage"}, []),
    ],
)
def test_what_moved_meanwhile_is_a_conflict(moved: Blason, change: dict[str, Any], found: list[str]) -> None:
    assert conflicts(moved, [change]) == found


def test_rules_that_moved_meanwhile_are_a_conflict() -> None:
    after = BASE.with_cascade(QuestionKind.CHARTER, GENEVE.cascade(QuestionKind.CHARTER))
    changes = compare(BASE, after)
    moved = BASE.with_cascade(QuestionKind.CHARTER, SIMPLE_MAJORITY.cascade(QuestionKind.CHARTER))
    assert conflicts(moved, changes) == ["rules:charter"]


@pytest.mark.parametrize(
    "changes",
    [
        None,
        "rename",
        [None],
        [{}],
        [{"op": "colour"}],
        [{"op": "add"}],
        [{"op": "edit", "code": "V1"}],
        [{"op": "add", "kind": "devise", "text": "a"}],
        [{"op": "add", "kind": "value", "text": " "}],
        [{"op": "remove", "code": "V99"}],
        [{"op": "rules", "kind": "roi", "steps": []}],
        [{"op": "rules", "kind": "charter", "steps": []}],
        [{"op": "rules", "kind": "charter", "steps": "consensus"}],
        [{"op": "rules", "kind": "charter", "steps": [{"mode": "consent", "quorum": "3/2"}]}],
        [{"op": "add", "kind": "value", "text": "a"}] * 101,
    ],
)
def test_a_change_that_cannot_be_is_refused_by_name(changes: Any) -> None:
    with pytest.raises((InvalidChange, InvalidBlason, InvalidRules)):
        apply(BASE, changes)
