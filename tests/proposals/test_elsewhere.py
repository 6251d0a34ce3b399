"""Proposals on the home page, among what is new, in a deliberation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.proposals.checklist import prohibitions
from app.proposals.models import Compliance, Proposal, Round
from app.proposals.services import amending, composing
from app.proposals.states import ProposalState

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
Drafts = Callable[..., Proposal]
NEWS = "/c/quatorze/nouveautes"


def test_a_draft_of_last_month_is_new_the_day_it_is_submitted(
    draft: Drafts, collective: Collective, member: Named, sign_in: SignIn
) -> None:
    proposal = draft()
    proposal.edited_at = now() - timedelta(days=30)
    member("Chloé").previous_visit_at = now() - timedelta(days=1)
    db.session.commit()
    answers = {code: (Compliance.RESPECTS, "") for code, _text in prohibitions(collective)}
    composing.answer_checklist(proposal, answers, collective)
    composing.submit(proposal, member("Bob"), collective)
    db.session.commit()
    assert proposal.title in sign_in("Chloé").get(NEWS).text


def test_an_amendment_that_waits_is_on_its_proposers_home(
    submitted: Drafts, member: Named, sign_in: SignIn
) -> None:
    proposal = submitted()
    assert proposal.title not in sign_in("Bob").get("/c/quatorze/").text
    amendment = amending.suggest(
        proposal, member("Chloé"), base=1, body="On visite chaque lieu à trois.", reason="Pour mieux voir."
    )
    db.session.commit()
    assert proposal.title in sign_in("Bob").get("/c/quatorze/").text
    assert proposal.title not in sign_in("Chloé").get("/c/quatorze/").text
    amending.decline(amendment, member("Bob"), "Trop de monde.")
    db.session.commit()
    assert proposal.title not in sign_in("Bob").get("/c/quatorze/").text


def test_an_amendment_is_news_for_the_proposer_and_its_answer_for_its_author(
    submitted: Drafts, member: Named, sign_in: SignIn, count_queries: list[str]
) -> None:
    proposal = submitted()
    for name in ("Bob", "Chloé"):
        member(name).previous_visit_at = now() - timedelta(days=1)
    amendment = amending.suggest(
        proposal, member("Chloé"), base=1, body="On visite chaque lieu à trois.", reason="Pour mieux voir."
    )
    db.session.commit()
    bob, chloe = sign_in("Bob"), sign_in("Chloé")
    assert "Amendement de Chloé" in bob.get(NEWS).text
    assert "Votre amendement" not in chloe.get(NEWS).text
    amending.decline(amendment, member("Bob"), "Trop de monde.")
    db.session.commit()
    assert "Amendement de Chloé" not in bob.get(NEWS).text
    count_queries.clear()
    page = chloe.get(NEWS).text
    assert len(count_queries) <= 10
    assert "Votre amendement\u00a0: Décliné" in page
    assert f"#amendement-{amendment.id}" in page


def test_what_is_to_reconcile_waits_until_someone_takes_it_up(
    opened: Callable[..., Round], draft: Drafts, sign_in: SignIn
) -> None:
    stuck = opened(title="Des visites sans effet").proposal
    stuck.state = ProposalState.UNAPPLIED
    db.session.commit()
    assert stuck.title in sign_in("Bob").get("/c/quatorze/").text
    draft(title="La même, reprise")
    page = sign_in("Bob").get("/c/quatorze/").text
    assert "La même, reprise" in page
    assert f'/propositions/{stuck.id}"' not in page
