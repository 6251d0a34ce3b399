"""What a charter cannot be, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.charter import wording
from app.charter.changes import Change, InvalidChange, apply
from app.charter.document import Charter, ClauseKind, InvalidDocument, ProductType
from app.charter.faults import InvalidDocument as Fault
from app.charter.wording import refusal
from tests.charter.charters import add, small


def priced() -> Charter:
    charter = add(small(), ClauseKind.SUB_CRITERION, parent="L1", title="De plain-pied")
    charter = add(charter, ClauseKind.SUB_CRITERION, parent="L1", title="Sans condition")
    return replace(charter, products=(ProductType("T1", "Pain"),), rates={(2, "T1"): 50})


def move(code: str, parent: str) -> Change:
    return {"op": "move", "code": code, "after": None, "parent": parent}


def rate(percent: int, met: int = 2) -> Change:
    return {"op": "rate", "met": met, "product": "T1", "was": 50, "percent": percent}


UNPLACED = "ne peut pas être placée sous cette autre clause"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param([move("L1", "L1.a")], UNPLACED, id="a criterion under what refines it"),
        pytest.param([move("L1.a", "L1.a")], UNPLACED, id="a clause under itself"),
        pytest.param([move("L1.a", "L1.b"), move("L1.b", "L1.a")], UNPLACED, id="two clauses in a circle"),
        pytest.param([move("L1", "L2"), move("L2", "L1")], UNPLACED, id="two criteria in a circle"),
        pytest.param(
            [{"op": "add", "after": None, "clause": small().clauses[2].to_document()}],
            "Le code L1 est déjà celui d’une autre clause.",
            id="a code twice",
        ),
        pytest.param(
            [{"op": "threshold", "was": 2, "met": 4}],
            "Le seuil demande 4 critères remplis, et la charte en a 3 pour les lieux.",
            id="a threshold over the number of criteria",
        ),
        pytest.param([rate(101)], "entre 0 et 100", id="a rate over a hundred"),
        pytest.param([rate(-1)], "entre 0 et 100", id="a rate under nothing"),
        pytest.param([rate(50, met=4)], "parle de 4 critères remplis", id="a rate beyond the criteria"),
        pytest.param(
            [{"op": "rewrite", "code": "L9", "was": {}, "title": "Rien"}],
            "La clause L9 n’existe plus",
            id="an amendment of a clause that is gone",
        ),
        pytest.param(
            [{"op": "renumber", "code": "L1", "was": "", "number": "premier"}],
            "n’est pas un numéro d’article",
            id="a number that is none",
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_a_sentence(
    app: Flask, changes: list[Change], told: str
) -> None:
    with pytest.raises((InvalidChange, InvalidDocument)) as refused:
        apply(priced(), changes)
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert told in refusal(refused.value)


def test_two_clauses_of_one_code_are_told_apart(app: Flask) -> None:
    with pytest.raises(InvalidDocument) as refused:
        Charter((small().clauses[0], small().clauses[0]))
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert "Deux clauses portent le code PRE1." in refusal(refused.value)


def test_every_fault_that_a_charter_may_have_has_its_sentence() -> None:
    named = {word.strip("`.,") for word in (Fault.__doc__ or "").split() if word.startswith("`")}
    codes: dict[str, Any] = {code: wording._REFUSALS[code] for code in named - {"code", "params", "clause"}}
    assert len(codes) >= 20
