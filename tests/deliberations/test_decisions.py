"""Decisions among what is new and what is found: members see all, the public the closed ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.votes import presets, services
from app.votes.models import Decision
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import QuestionKind

SignIn = Callable[[str | None], FlaskClient]
NEWS, SEARCH = "/c/quatorze/nouveautes", "/c/quatorze/recherche?q=samedi"


@pytest.fixture
def decision(collective: Collective, member: Callable[[str], Member]) -> Decision:
    """An open question on Saturdays; Bob was here yesterday."""
    adopt_rulebook(collective.id, presets.SIMPLE_MAJORITY, decision_id=None, actor_id=None)
    opened = services.open_decision(
        collective,
        question="Ouvrir le samedi",
        text="De 9 h à 13 h.",
        kind=QuestionKind.ORDINARY,
        actor=member("Farid"),
    )
    member("Bob").previous_visit_at, member("Bob").last_seen_at = now() - timedelta(days=1), now()
    db.session.commit()
    return opened


def test_an_open_decision_is_news_and_found_by_members_only(decision: Decision, sign_in: SignIn) -> None:
    client = sign_in("Bob")
    shown = client.get(NEWS).text
    assert "Ouvrir le samedi" in shown
    assert "Décision ouverte" in shown
    assert f"/decisions/{decision.id}" in client.get(SEARCH).text
    assert "Rien trouvé" in sign_in(None).get(SEARCH).text


def test_a_closed_decision_is_news_and_found_by_everyone(
    decision: Decision, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    services.close(decision, member("Farid"))
    db.session.commit()
    assert "lire le résultat" in sign_in("Bob").get(NEWS).text
    assert f"/decisions/{decision.id}" in sign_in(None).get(SEARCH).text


def test_a_cancelled_decision_is_news(
    decision: Decision, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    services.cancel(decision, member("Farid"))
    db.session.commit()
    assert "Décision annulée" in sign_in("Bob").get(NEWS).text
