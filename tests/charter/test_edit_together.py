"""Two people, two tabs, two decisions: nothing typed is lost, nothing decided is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.proposals.services import composing
from tests.charter.charters import small
from tests.charter.editor import Adopt, DraftOf, Edit, SignIn, changes_of


def test_what_was_typed_on_a_clause_that_is_gone_is_kept(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    adopt(replace(small(), clauses=small().clauses[:4]))
    page = editor.press("finish", text_L3="Tout vient d’ici.", text_L1="Chacune et chacun.")
    assert page.status_code == 409
    assert "La clause L3 a été retirée de la charte depuis." in page.text
    assert "Tout vient d’ici." in page.text
    assert changes_of(proposal) == []
    assert editor.press("finish").status_code == 303
    assert [change["code"] for change in changes_of(proposal)] == ["L1"]


def test_what_was_decided_meanwhile_is_not_undone_by_an_old_page(
    adopt: Adopt, draft: DraftOf, edit: Edit
) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    clauses = [replace(c, text="Décidé depuis.") if c.code == "L2" else c for c in small().clauses]
    adopt(replace(small(), clauses=tuple(clauses)))
    page = editor.press("finish", text_L1="Chacune et chacun.")
    assert page.status_code == 409
    assert "Décidé depuis." in page.text
    editor.press("finish")
    assert [change["code"] for change in changes_of(proposal)] == ["L1"]


def test_the_same_clause_rewritten_on_both_sides_is_told(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    clauses = [replace(c, text="Décidé depuis.") if c.code == "L2" else c for c in small().clauses]
    adopt(replace(small(), clauses=tuple(clauses)))
    page = editor.press("finish", text_L2="Écrit par Bob.")
    assert page.status_code == 409
    assert "La clause L2 a été réécrite depuis" in page.text
    assert "Décidé depuis." in page.text
    assert "Écrit par Bob." in page.text


def test_two_tabs_do_not_overwrite_each_other_unseen(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    first, second = edit(proposal), edit(proposal)
    first.press("finish", text_L1="Du premier onglet.")
    page = second.press("finish", text_L1="Du second onglet.")
    assert page.status_code == 409
    assert "modifiée ailleurs" in page.text
    assert "Du second onglet." in page.text
    assert changes_of(proposal)[0]["text"] == "Du premier onglet."
    assert second.press("finish").status_code == 303
    assert changes_of(proposal)[0]["text"] == "Du second onglet."


def test_the_editor_is_the_proposer_s_alone(adopt: Adopt, draft: DraftOf, sign_in: SignIn) -> None:
    adopt(small())
    address = f"/c/quatorze/propositions/{draft().id}/charte"
    assert sign_in("Chloé").get(address).status_code == 404
    assert sign_in("Alice").post(address, data={"do": "finish"}).status_code == 403
    assert sign_in(None).get(address).status_code == 303
    assert sign_in("Bob").get("/c/quatorze/propositions/999/charte").status_code == 404


def test_a_proposal_of_another_effect_has_no_such_editor(
    draft: DraftOf, collective: Collective, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    question = draft().deliberation
    other = composing.create(question, member("Bob"), title="Le mardi", body="…", effect_kind="none")
    db.session.commit()
    assert sign_in("Bob").get(f"/c/quatorze/propositions/{other.id}/charte").status_code == 409


def test_a_withdrawn_proposal_is_no_longer_written(
    draft: DraftOf, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    proposal = draft()
    composing.withdraw(proposal, member("Bob"))
    db.session.commit()
    assert sign_in("Bob").get(f"/c/quatorze/propositions/{proposal.id}/charte").status_code == 409
