"""Types of product and rates are edited in a form, beside the clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.charter.document import ClauseKind, ProductType
from app.proposals.models import Proposal
from tests.charter.charters import add, small
from tests.charter.editor import Adopt, DraftOf, Editor

Edit = Callable[[Proposal], Editor]
PRICED = replace(small(), products=(ProductType("T1", "Pain"),), rates={(2, "T1"): 50})


def changes_of(proposal: Proposal) -> list[dict[str, object]]:
    return proposal.effect_payload["changes"]


def test_a_type_of_product_is_added_then_receives_its_rates(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    page = editor.press("look", product_new="Fruits et légumes")
    assert "Fruits et légumes, 2 critères remplis" in page.text
    assert "Fruits et légumes, 1 critères remplis" not in page.text, "two criteria are the threshold"
    answer = editor.press("finish", **{"rate_2-T1": "60", "rate_3-T1": "80"})
    assert answer.status_code == 303
    assert changes_of(proposal) == [
        {"op": "product", "code": "T1", "was": None, "name": "Fruits et légumes"},
        {"op": "rate", "met": 2, "product": "T1", "was": None, "percent": 60},
        {"op": "rate", "met": 3, "product": "T1", "was": None, "percent": 80},
    ]


def test_a_rate_over_a_hundred_is_refused_and_kept_in_its_field(
    adopt: Adopt, draft: DraftOf, edit: Edit
) -> None:
    adopt(PRICED)
    proposal = draft()
    page = edit(proposal).press("finish", **{"rate_3-T1": "101"})
    assert page.status_code == 422
    assert "Un taux est un nombre entier, de 0 à 100." in page.text
    assert 'value="101"' in page.text
    assert proposal.effect_payload.get("changes", []) == []


def test_a_rate_that_falls_is_questioned_not_refused(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(PRICED)
    proposal = draft()
    editor = edit(proposal)
    page = editor.press("look", **{"rate_3-T1": "40"})
    assert "le taux baisse quand un lieu passe de 2 à 3 critères remplis" in page.text
    assert editor.press("finish").status_code == 303


def test_an_emptied_type_leaves_with_its_rates(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(PRICED)
    proposal = draft()
    page = edit(proposal).press("look", product_T1="")
    assert "<del>" in page.text
    assert edit(proposal).press("finish", product_T1="").status_code == 303
    assert [change["op"] for change in changes_of(proposal)] == ["product", "rate"]


def test_two_types_under_one_name_are_refused(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(PRICED)
    page = edit(draft()).press("finish", product_new="pain")
    assert page.status_code == 422
    assert "Deux types de produit portent le même nom" in page.text


def test_what_makes_a_criterion_met_is_said_in_its_fields(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    charter = small()
    for title in ("Plain-pied", "Le soir"):
        charter = add(charter, ClauseKind.SUB_CRITERION, parent="L1", title=title)
    adopt(charter)
    proposal = draft()
    editor = edit(proposal)
    assert "needs-L1" in editor.fields
    assert "needs-L2" not in editor.fields
    refused = editor.press("finish", needs_L1="3")
    assert refused.status_code == 422
    assert "L1 demande 3 sous-critères remplis, et il en a 2 d’adoptés." in refused.text
    page = editor.press("look", needs_L1="1")
    assert "Rempli désormais dès qu’un de ses sous-critères l’est." in page.text
    assert editor.press("finish").status_code == 303
    assert changes_of(proposal) == [{"op": "needs", "code": "L1", "was": None, "needs": 1}]


def test_removing_a_criterion_leaves_no_rate_beyond_reach(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(replace(PRICED, rates={(2, "T1"): 50, (3, "T1"): 80}))
    proposal = draft()
    editor = edit(proposal)
    editor.press("remove:L3")
    assert editor.press("finish").status_code == 303
    assert {"op": "rate", "met": 3, "product": "T1", "was": 80, "percent": None} in changes_of(proposal)


def test_a_simple_version_is_compared_word_by_word(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    page = edit(proposal).press("look", simple_L1="Tout le monde entre.")
    assert "Version simple" in page.text
    assert "Tout le monde entre." in page.text
