"""Reading a decision."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("mode", ["consensus", "consent", "open_majority"])
def test_a_member_reads_an_open_decision_and_finds_their_ballot(opened, sign_in, mode):
    decision = opened(mode)
    page = sign_in("Bob").get(f"/c/quatorze/decisions/{decision.id}")
    assert page.status_code == 200
    assert "Le marché ouvre-t-il le samedi" in page.text
    assert "M’exprimer" in page.text
