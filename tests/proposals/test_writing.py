"""Write a proposal, answer the prohibitions, submit it, reword it, withdraw it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.services import questions
from app.members.models import Member
from app.proposals.models import Proposal, ProposalVersion, Round
from app.proposals.states import ProposalState
from app.register.search import find

SignIn = Callable[[str | None], FlaskClient]
Drafts = Callable[..., Proposal]
HOME = "/c/quatorze"
TYPED = {"title": "Des visites à deux", "body": "On visite chaque lieu à deux.", "effect_kind": "none"}


def test_a_member_writes_a_draft(deliberation: Deliberation, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    assert bob.get(f"{HOME}/deliberations/{deliberation.id}/propositions/nouvelle").status_code == 200
    answer = bob.post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=TYPED)
    assert answer.status_code == 303
    page = bob.get(answer.location).text
    assert "On visite chaque lieu à deux." in page
    assert "Votre brouillon" in page


def test_an_effect_that_is_composed_leads_to_its_editor(deliberation: Deliberation, sign_in: SignIn) -> None:
    data = {**TYPED, "effect_kind": "charter.amend"}
    answer = sign_in("Bob").post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=data)
    assert answer.location.endswith("/charte")


def test_a_draft_is_seen_by_its_author_and_facilitators_alone(draft: Drafts, sign_in: SignIn) -> None:
    page = f"{HOME}/propositions/{draft().id}"
    assert sign_in("Bob").get(page).status_code == 200
    assert sign_in("Farid").get(page).status_code == 200
    assert sign_in("Chloé").get(page).status_code == 404
    assert "Des visites" not in sign_in("Chloé").get(f"{HOME}/propositions").text


def test_the_public_reads_no_proposal(submitted: Drafts, sign_in: SignIn) -> None:
    answer = sign_in(None).get(f"{HOME}/propositions/{submitted().id}")
    assert answer.status_code == 303
    assert "/entrer" in answer.location


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Ce champ est nécessaire."),
        ({"body": "court"}, "Entre 10 et 20000 caractères"),
        ({"body": "Un texte à l\u202eenvers"}, "caractères invisibles"),
        ({"effect_kind": "burn"}, "Choisissez dans la liste."),
    ],
)
def test_a_wrong_text_is_refused_and_kept(
    deliberation: Deliberation, sign_in: SignIn, change: dict[str, str], said: str
) -> None:
    data = {**TYPED, **change}
    answer = sign_in("Bob").post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert "à deux" in answer.text or "envers" in answer.text
    assert db.session.query(Proposal).count() == 0


def test_a_text_of_a_megabyte_is_refused(deliberation: Deliberation, sign_in: SignIn) -> None:
    data = {**TYPED, "body": "x" * 1_000_000}
    answer = sign_in("Bob").post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=data)
    assert answer.status_code == 413


def test_a_script_in_the_text_does_nothing(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    edited = {**TYPED, "body": "Bonjour <script>alert(1)</script> [ici](javascript:alert(1))", "version": "1"}
    sign_in("Bob").post(f"{HOME}/propositions/{proposal.id}/modifier", data=edited)
    page = sign_in("Chloé").get(f"{HOME}/propositions/{proposal.id}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_same_form_sent_twice_makes_one_draft(deliberation: Deliberation, sign_in: SignIn) -> None:
    bob = sign_in("Bob")
    data = {**TYPED, "key": "once"}
    first, second = (
        bob.post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=data) for _ in range(2)
    )
    assert first.location == second.location
    assert db.session.query(Proposal).count() == 1


def test_nothing_is_proposed_to_a_closed_deliberation(
    deliberation: Deliberation, sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    questions.close(deliberation, member("Farid"))
    db.session.commit()
    answer = sign_in("Bob").post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=TYPED)
    assert answer.status_code == 409
    assert "On visite chaque lieu à deux." in answer.text


def test_prohibitions_are_answered_before_submitting(draft: Drafts, sign_in: SignIn) -> None:
    proposal = draft()
    bob = sign_in("Bob")
    early = bob.post(f"{HOME}/propositions/{proposal.id}/depot")
    assert early.status_code == 409
    assert "Répondez d’abord aux interdits" in early.text
    page = f"{HOME}/propositions/{proposal.id}/interdits"
    assert "Demander une preuve de pauvreté" in bob.get(page).text
    assert bob.post(page, data={}).status_code == 422
    kept = bob.post(page, data={"answer-I1": "to_discuss", "comment-I1": "Selon le lieu"})
    assert kept.status_code == 303
    assert bob.post(f"{HOME}/propositions/{proposal.id}/depot").status_code == 303
    shown = sign_in("Chloé").get(f"{HOME}/propositions/{proposal.id}").text
    assert "À discuter" in shown
    assert "Selon le lieu" in shown


def test_a_charter_proposal_without_a_change_is_not_submitted(
    draft: Drafts, sign_in: SignIn, collective: Collective, deliberation: Deliberation
) -> None:
    bob = sign_in("Bob")
    data = {**TYPED, "effect_kind": "charter.amend"}
    bob.post(f"{HOME}/deliberations/{deliberation.id}/propositions", data=data)
    proposal = db.session.query(Proposal).one()
    bob.post(f"{HOME}/propositions/{proposal.id}/interdits", data={"answer-I1": "respects"})
    answer = bob.post(f"{HOME}/propositions/{proposal.id}/depot")
    assert answer.status_code == 409
    assert "ne change encore rien à la charte" in answer.text


def test_each_wording_is_kept_and_compared(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    bob = sign_in("Bob")
    edited = {**TYPED, "body": "On visite chaque lieu à trois.", "version": "1"}
    assert bob.post(f"{HOME}/propositions/{proposal.id}/modifier", data=edited).status_code == 303
    page = sign_in("Chloé").get(f"{HOME}/propositions/{proposal.id}/historique").text
    assert "deux</del>" in page
    assert "trois</ins>" in page
    assert db.session.query(ProposalVersion).count() == 2


def test_two_people_saving_the_same_wording_lose_nothing(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    bob = sign_in("Bob")
    address = f"{HOME}/propositions/{proposal.id}/modifier"
    bob.post(address, data={**TYPED, "body": "La version du téléphone.", "version": "1"})
    late = bob.post(address, data={**TYPED, "body": "La version de l’ordinateur.", "version": "1"})
    assert late.status_code == 409
    assert "La version du téléphone." in late.text
    assert "La version de l’ordinateur." in late.text


def test_another_member_cannot_reword_it(submitted: Drafts, sign_in: SignIn) -> None:
    proposal = submitted()
    for path in ("modifier", "depot", "retrait", "interdits"):
        answer = sign_in("Chloé").post(f"{HOME}/propositions/{proposal.id}/{path}", data=TYPED)
        assert answer.status_code == 403, path


def test_a_proposal_is_found_by_its_words_once_submitted(
    draft: Drafts, submitted: Drafts, collective: Collective
) -> None:
    draft(title="Un brouillon discret")
    proposal = submitted(title="Une épicerie près d’ici")
    hits = find(collective.id, "epicerie")
    assert [(hit.kind, hit.subject_id) for hit in hits] == [("proposal", proposal.id)]
    assert find(collective.id, "discret") == []


def test_withdrawing_cancels_the_decision_and_keeps_the_text(
    opened: Callable[..., Round], sign_in: SignIn
) -> None:
    running = opened()
    bob = sign_in("Bob")
    assert bob.post(f"{HOME}/propositions/{running.proposal_id}/retrait").status_code == 303
    db.session.expire_all()
    assert running.proposal.state is ProposalState.WITHDRAWN
    assert running.decision.result == "cancelled"
    assert "On visite chaque lieu à deux." in bob.get(f"{HOME}/propositions/{running.proposal_id}").text


@pytest.mark.parametrize(
    "path", ["modifier", "depot", "retrait", "interdits", "amendements", "decision", "tour"]
)
def test_a_withdrawn_proposal_refuses_everything(submitted: Drafts, sign_in: SignIn, path: str) -> None:
    proposal = submitted()
    sign_in("Bob").post(f"{HOME}/propositions/{proposal.id}/retrait")
    who = {"amendements": "Chloé", "decision": "Farid", "tour": "Farid"}.get(path, "Bob")
    data = {**TYPED, "version": "1", "base": "1", "reason": "Parce que.", "answer-I1": "respects"}
    data["body"] = "Un tout autre texte, plus long."
    answer = sign_in(who).post(f"{HOME}/propositions/{proposal.id}/{path}", data=data)
    assert answer.status_code == 409
    assert proposal.state is ProposalState.WITHDRAWN
