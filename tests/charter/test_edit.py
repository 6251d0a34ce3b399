"""Writing an amendment in place: what changed is derived from what was typed, and nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.charter.document import Charter, ClauseKind, ClauseState
from app.collectives.models import Collective
from tests.charter.charters import add, small
from tests.charter.editor import Adopt, DraftOf, Edit, changes_of


def test_the_changes_are_derived_from_what_was_typed(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    answer = edit(proposal).press("finish", text_L2="Le prix paie tout le travail.", threshold="3")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/propositions/{proposal.id}")
    rewrite, threshold = changes_of(proposal)
    assert (rewrite["op"], rewrite["code"]) == ("rewrite", "L2")
    assert rewrite["was"] == {"title": "Prix", "text": "Le prix paie le travail.", "simple": ""}
    assert (threshold["op"], threshold["was"], threshold["met"]) == ("threshold", 2, 3)


def test_saving_without_a_change_saves_none(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    assert edit(proposal).press("finish").status_code == 303
    assert changes_of(proposal) == []


def test_what_changes_is_shown_before_it_is_saved(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    page = edit(proposal).press("look", text_L2="Le prix paie tout le travail.")
    assert page.status_code == 200
    assert re.search(r"<ins>.*tout", page.text)
    assert changes_of(proposal) == []


def test_a_first_charter_is_written_from_the_blank_page(
    collective: Collective, draft: DraftOf, edit: Edit
) -> None:
    proposal = draft()
    editor = edit(proposal)
    assert "La charte est vide" in editor.page.text
    editor.press("add:preamble")
    editor.press("add:criterion:venue", title_PRE1="Pourquoi", text_PRE1="Pour manger ensemble.")
    editor.press("sub:L1", title_L1="Accueil")
    editor.press("add:criterion:product", **{"title-L1.a": "De plain-pied"})
    assert editor.press("finish", title_PR1="Brut", threshold="1").status_code == 303
    added = [change["clause"] for change in changes_of(proposal) if change["op"] == "add"]
    assert [(clause["code"], clause["title"]) for clause in added] == [
        ("PRE1", "Pourquoi"),
        ("L1", "Accueil"),
        ("L1.a", "De plain-pied"),
        ("PR1", "Brut"),
    ]


def test_a_new_clause_is_not_saved_before_it_has_a_title(
    collective: Collective, draft: DraftOf, edit: Edit
) -> None:
    editor = edit(draft())
    editor.press("add:principle")
    page = editor.press("finish", text_P1="Ouverte à toutes et à tous.")
    assert page.status_code == 422
    assert "Ouverte à toutes et à tous." in page.text
    assert "Ce champ est nécessaire." in page.text


def test_clauses_may_be_added_before_any_is_named(collective: Collective, draft: DraftOf, edit: Edit) -> None:
    proposal = draft()
    editor = edit(proposal)
    editor.press("add:principle")
    editor.press("add:principle")
    assert editor.press("look").status_code == 200
    assert editor.press("finish", title_P1="Un", title_P2="Deux").status_code == 303
    assert [change["clause"]["title"] for change in changes_of(proposal)] == ["Un", "Deux"]


def test_a_clause_moved_is_one_move(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    page = editor.press("up:L3")
    assert "Désormais après L1" in page.text
    editor.press("up:L3")
    editor.press("up:L3")  # it is the first already
    editor.press("finish")
    assert changes_of(proposal) == [{"op": "move", "code": "L3", "after": None, "parent": None}]


def test_a_clause_goes_down_then_up_and_nothing_changed(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    adopt(small())
    proposal = draft()
    editor = edit(proposal)
    editor.press("down:L1")
    editor.press("up:L1")
    editor.press("finish")
    assert changes_of(proposal) == []


def test_a_criterion_is_removed_with_what_refines_it_and_the_threshold_stays_in_reach(
    adopt: Adopt, draft: DraftOf, edit: Edit
) -> None:
    charter = add(small(), ClauseKind.SUB_CRITERION, parent="L2", title="Prix convenus")
    adopt(replace(charter, threshold=3))
    proposal = draft()
    editor = edit(proposal)
    editor.press("remove:L2")
    editor.press("finish")
    ops = [(change["op"], change.get("code")) for change in changes_of(proposal)]
    assert sorted(ops, key=str) == [("remove", "L2"), ("remove", "L2.a"), ("threshold", None)]


def test_a_removed_clause_can_be_put_back(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    charter = add(small(), ClauseKind.SUB_CRITERION, parent="L2", title="Prix convenus")
    adopt(charter)
    proposal = draft()
    editor = edit(proposal)
    page = editor.press("remove:L2", text_L1="Le lieu accueille chacune et chacun.")
    assert "Remettre L2" in page.text
    editor.press("restore:L2.a")
    editor.press("finish")
    (rewrite,) = changes_of(proposal)
    assert (rewrite["op"], rewrite["code"]) == ("rewrite", "L1")


def test_a_clause_is_put_in_debate_with_reasons_on_both_sides(
    adopt: Adopt, draft: DraftOf, edit: Edit
) -> None:
    adopt(small())
    proposal = draft()
    typed = {"open-L3": "y", "for-L3": "On mange d’ici.", "against-L3": "Et le riz ?"}
    assert edit(proposal).press("finish", **typed).status_code == 303
    (state,) = changes_of(proposal)
    assert (state["op"], state["state"], state["against"]) == ("state", "open", "Et le riz ?")


def test_a_debate_is_closed_by_unticking_it(adopt: Adopt, draft: DraftOf, edit: Edit) -> None:
    *others, last = small().clauses
    adopt(replace(small(), clauses=(*others, replace(last, state=ClauseState.OPEN, reasons_for="Oui."))))
    proposal = draft()
    editor = edit(proposal)
    del editor.fields["open-L3"]
    editor.press("finish")
    (state,) = changes_of(proposal)
    assert (state["state"], state["for"]) == ("adopted", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title_L1": ""}, "Ce champ est nécessaire."),
        ({"title_L1": "T" * 201}, "Au plus 200 caractères"),
        ({"text_L1": "x" * 5001}, "Au plus 5000 caractères"),
        ({"text_L1": "un\u202etexte"}, "caractères invisibles"),
        ({"threshold": "4"}, "Le seuil demande 4 critères remplis, et la charte en a 3"),
        ({"threshold": "deux"}, "Un nombre entier"),
        ({"threshold": "-1"}, "Un nombre entier"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    adopt: Adopt, draft: DraftOf, edit: Edit, typed: dict[str, str], said: str
) -> None:
    adopt(small())
    proposal = draft()
    page = edit(proposal).press("finish", text_L2="Un texte à garder.", **typed)
    assert page.status_code == 422
    assert said in page.text
    assert "Un texte à garder." in page.text
    assert changes_of(proposal) == []


@pytest.mark.parametrize("carried", ["{", "{}", "[1]", "[[]]", "null", "[" * 5000])
def test_forged_changes_are_refused(adopt: Adopt, draft: DraftOf, edit: Edit, carried: str) -> None:
    adopt(small())
    proposal = draft()
    page = edit(proposal).press("finish", changes=carried)
    assert page.status_code == 422
    assert "Ces changements ne se lisent pas." in page.text
    assert changes_of(proposal) == []


@pytest.mark.parametrize(
    "button", ["up:L99", "sub:P1", "remove:L99", "restore:L99", "add:law", "burn:L1", ":", ""]
)
def test_a_button_that_is_not_one_changes_nothing(
    adopt: Adopt, draft: DraftOf, edit: Edit, button: str
) -> None:
    adopt(small())
    proposal = draft()
    assert edit(proposal).press(button).status_code == 200
    assert changes_of(proposal) == []


def test_a_charter_of_two_hundred_clauses_is_edited_within_its_budget(
    adopt: Adopt, draft: DraftOf, edit: Edit, count_queries: list[str]
) -> None:
    charter = Charter()
    for number in range(200):
        charter = add(charter, ClauseKind.PRINCIPLE, title=f"Principe {number}", text="Un mot.")
    adopt(charter)
    proposal = draft()
    editor = edit(proposal)
    for button in ("look", "down:P7", "finish"):
        count_queries.clear()
        editor.press(button, text_P4="Deux mots.")
        assert len(count_queries) <= 10, button
    assert {change["code"] for change in changes_of(proposal)} >= {"P4"}, "it was saved, and counted"
