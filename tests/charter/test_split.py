"""A whole charter put forward article by article, instead of as a block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.charter import services
from app.collectives.models import Collective
from app.db import db
from app.proposals import checklist
from app.proposals.models import Compliance, Proposal
from app.proposals.services import composing, rounds
from app.proposals.states import ProposalState
from app.votes.services import close
from tests.charter.charters import small
from tests.charter.conftest import NO, YES, Named
from tests.charter.editor import Adopt, DraftOf, SignIn

Speak = Callable[..., None]


def page_of(proposal: Proposal) -> str:
    return f"/c/quatorze/propositions/{proposal.id}/charte/articles"


def split(browser: FlaskClient, proposal: Proposal) -> list[Proposal]:
    answer = browser.post(page_of(proposal), data={"version": proposal.version})
    assert answer.status_code == 303
    db.session.expire_all()
    later = sa.select(Proposal).where(Proposal.id > proposal.id).order_by(Proposal.id)
    return list(db.session.scalars(later))


def test_a_first_charter_is_decided_article_by_article_in_any_order(
    collective: Collective, member: Named, draft: DraftOf, sign_in: SignIn, speak: Speak
) -> None:
    whole = draft(small(), title="Notre première charte")
    composing.submit(whole, member("Bob"), collective)
    db.session.commit()
    shown = sign_in("Bob").get(page_of(whole)).text
    assert "L2 Prix" in shown
    assert "Partager en 6 articles" in shown
    parts = split(sign_in("Bob"), whole)
    titles = ["PRE1 Pourquoi", "P1 Universalité", "L1 Accueil", "L2 Prix", "L3 Près d’ici"]
    assert [part.title for part in parts] == [*titles, "Le seuil et les taux"]
    assert whole.state is ProposalState.WITHDRAWN
    assert parts[0].body.startswith("Nous payons le travail.")
    assert "Article 1 sur 6 de la proposition n°" in parts[0].body
    submitted, draft_state = ProposalState.SUBMITTED, ProposalState.DRAFT
    assert [part.state for part in parts] == [*[submitted] * 5, draft_state]

    decided(parts[4], member, collective, speak)
    decided(parts[2], member, collective, speak)
    decided(parts[3], member, collective, speak, words=NO)
    assert [clause.code for clause in services.current_charter(collective.id).clauses] == ["L1", "L3"]
    # Two criteria are adopted: a threshold of two can be put forward now.
    composing.submit(parts[5], member("Bob"), collective)
    decided(parts[5], member, collective, speak)
    assert services.current_charter(collective.id).threshold == 2


def decided(
    part: Proposal, member: Named, collective: Collective, speak: Speak, words: dict[str, str] = YES
) -> None:
    decision = rounds.open_round(part, member("Farid"), collective).decision
    db.session.commit()
    speak(decision, words)
    if decision.is_open:
        close(decision, member("Farid"))
    db.session.commit()


def test_the_answers_to_the_prohibitions_are_taken_over(
    monkeypatch: pytest.MonkeyPatch, collective: Collective, draft: DraftOf, sign_in: SignIn
) -> None:
    monkeypatch.setattr(checklist, "_providers", [lambda _collective: [("I1", "Pas de publicité.")]])
    whole = draft(small())
    said = {"I1": (Compliance.TO_DISCUSS, "À voir pour les affiches.")}
    composing.answer_checklist(whole, said, collective)
    db.session.commit()
    for part in split(sign_in("Bob"), whole):
        answer = composing.answers_of(part)["I1"]
        assert (answer.answer, answer.comment) == said["I1"]


def test_a_draft_is_cut_into_drafts(draft: DraftOf, sign_in: SignIn) -> None:
    parts = split(sign_in("Bob"), draft(small()))
    assert {part.state for part in parts} == {ProposalState.DRAFT}


def test_a_change_of_one_clause_is_decided_as_a_block(adopt: Adopt, draft: DraftOf, sign_in: SignIn) -> None:
    adopt(small())
    clauses = [replace(c, text="Autrement.") if c.code == "L2" else c for c in small().clauses]
    answer = sign_in("Bob").get(page_of(draft(replace(small(), clauses=tuple(clauses)))))
    assert answer.status_code == 409
    assert "ne porte qu’un article" in answer.text


def test_a_proposal_written_before_another_decision_is_taken_up_first(
    adopt: Adopt, draft: DraftOf, sign_in: SignIn
) -> None:
    proposal = draft(small())
    adopt(small())
    answer = sign_in("Bob").get(page_of(proposal))
    assert answer.status_code == 409
    assert "rouvrez d’abord l’éditeur" in answer.text


def test_a_page_of_another_version_cuts_nothing(draft: DraftOf, sign_in: SignIn) -> None:
    proposal = draft(small())
    answer = sign_in("Bob").post(page_of(proposal), data={"version": 1})
    assert answer.status_code == 409
    assert "a été modifiée depuis" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Proposal.id))) == 1


def test_only_its_author_cuts_a_proposal(draft: DraftOf, sign_in: SignIn) -> None:
    assert sign_in("Alice").post(page_of(draft(small())), data={"version": 2}).status_code in (403, 404)


def test_a_proposal_being_decided_stays_whole(
    collective: Collective, member: Named, draft: DraftOf, sign_in: SignIn
) -> None:
    proposal = draft(small())
    composing.submit(proposal, member("Bob"), collective)
    rounds.open_round(proposal, member("Farid"), collective)
    db.session.commit()
    answer = sign_in("Bob").post(page_of(proposal), data={"version": proposal.version})
    assert answer.status_code == 409


def test_a_threshold_that_waits_for_its_criteria_is_not_lost_unseen_by_the_editor(
    draft: DraftOf, sign_in: SignIn, member: Named
) -> None:
    *_articles, rules = split(sign_in("Bob"), draft(small()))
    shown = sign_in("Bob").get(f"/c/quatorze/propositions/{rules.id}/charte").text
    assert "Ceci ne s’applique pas à la charte en vigueur" in shown
    assert "fixe le seuil à 2 critères" in shown
