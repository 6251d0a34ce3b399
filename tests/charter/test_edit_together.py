"""Two people, two tabs, two decisions: nothing typed is lost, nothing decided is overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from app.charter.document import Charter, ClauseKind, Scope
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import composing
from tests.charter.charters import add, small
from tests.charter.editor import Adopt, DraftOf, Edit, Editor, SignIn, changes_of


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


def rewritten(text: str, code: str = "L2") -> Charter:
    clauses = [replace(c, text=text) if c.code == code else c for c in small().clauses]
    return replace(small(), clauses=tuple(clauses))


def met_by_another(adopt: Adopt, draft: DraftOf, edit: Edit) -> tuple[Proposal, Editor]:
    """Bob's proposal once another decision rewrote the words that he rewrote."""
    adopt(small())
    proposal = draft(rewritten("Écrit par Bob."))
    adopt(rewritten("Décidé depuis."))
    return proposal, edit(proposal)


def test_nothing_is_saved_before_its_author_chose(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    proposal, editor = met_by_another(adopt, draft, edit)
    assert "À choisir" in editor.page.text
    before = changes_of(proposal)
    assert editor.press("look").status_code == 200
    page = editor.press("finish", text_L1="Chacune et chacun.")
    assert page.status_code == 422
    assert "Choisissez lequel des deux est proposé." in page.text
    assert "Chacune et chacun." in page.text
    assert changes_of(proposal) == before


def test_the_author_keeps_their_own_text_retouched(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    proposal, editor = met_by_another(adopt, draft, edit)
    answer = editor.press("finish", settle_rewrite_L2="mine", text_L2="Les deux ensemble.")
    assert answer.status_code == 303
    saved = changes_of(proposal)
    assert [change["text"] for change in saved] == ["Les deux ensemble."]
    assert saved[0]["was"]["text"] == "Décidé depuis."


def test_the_author_gives_way_to_the_text_in_force(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    proposal, editor = met_by_another(adopt, draft, edit)
    editor.press("finish", settle_rewrite_L2="theirs", text_L1="Chacune et chacun.")
    assert [change["code"] for change in changes_of(proposal)] == ["L1"]


def test_a_choice_may_be_changed_until_it_is_saved(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    proposal, editor = met_by_another(adopt, draft, edit)
    looked = editor.press("look", settle_rewrite_L2="theirs")
    assert editor.fields["text-L2"] == "Décidé depuis."
    assert re.search(r'<input checked[^>]* value="theirs"', looked.text)
    assert editor.press("finish", settle_rewrite_L2="mine").status_code == 303
    assert [change["text"] for change in changes_of(proposal)] == ["Écrit par Bob."]


def test_two_thresholds_are_asked_about_too(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft(replace(small(), threshold=3))
    adopt(replace(small(), threshold=1))
    editor = edit(proposal)
    assert editor.press("finish").status_code == 422
    assert editor.press("finish", settle_threshold="mine").status_code == 303
    assert changes_of(proposal) == [{"op": "threshold", "was": 1, "met": 3}]


def test_two_additions_under_one_code_are_both_kept(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    mine = add(small(), ClauseKind.CRITERION, Scope.VENUE, title="Sans plastique")
    proposal = draft(mine)
    adopt(add(small(), ClauseKind.CRITERION, Scope.VENUE, title="Ouvert le soir"))
    editor = edit(proposal)
    assert "votre ajout devient L5" in editor.page.text
    assert editor.press("finish").status_code == 303
    assert [(change["op"], change["clause"]["code"]) for change in changes_of(proposal)] == [("add", "L5")]


def test_questions_that_are_not_ones_are_not_asked(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    editor = edit(draft())
    for asked in ('[{"op": "rate", "met": [], "product": {}}]', '[{"op": "x"}, {}]', '[{"op": "remove"}]'):
        assert editor.press("look", asked=asked).status_code == 200
    assert editor.press("look", asked="[[]]").status_code == 422


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
