"""A question, and proposals at every stage of their life."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from app.blason import services as blason
from app.blason.document import ItemKind
from app.charter.changes import derive
from app.charter.document import Charter
from app.charter.services import current_charter
from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import Deliberation
from app.deliberations.services import questions
from app.members.models import Member, MemberStatus
from app.proposals.checklist import prohibitions
from app.proposals.models import Compliance, Proposal, Round
from app.proposals.services import composing, rounds
from app.votes.models import Decision
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import DecisionMode, QuestionKind, Rulebook, Step
from app.votes.services import cast, close

Named = Callable[[str], Member]
YES = {"consensus": "agree", "consent": "consent", "open_majority": "for"}


@pytest.fixture(autouse=True)
def by_consent(collective: Collective, member: Named) -> None:
    """The collective decides by consent; failing that, by two thirds."""
    consent = Step(mode=DecisionMode.CONSENT, quorum=Fraction(1, 2))
    vote = Step(mode=DecisionMode.OPEN_MAJORITY, threshold=Fraction(2, 3))
    rules = Rulebook(dict.fromkeys(QuestionKind, (consent, vote)))
    adopt_rulebook(collective.id, rules, decision_id=None, actor_id=member("Alice").id)
    db.session.commit()


@pytest.fixture
def deliberation(collective: Collective, member: Named) -> Deliberation:
    """Alice asks how to choose the shops; the blason forbids one thing."""
    blason.edit(
        collective,
        member("Alice"),
        lambda it: it.with_item(ItemKind.PROHIBITION, "Demander une preuve de pauvreté"),
    )
    asked = questions.ask(collective, member("Alice"), question="Comment choisir les lieux ?")
    db.session.commit()
    return asked


@pytest.fixture
def draft(deliberation: Deliberation, member: Named) -> Callable[..., Proposal]:
    """`draft()` is Bob's proposal; `draft(charter)` would make `charter` the one in force."""

    def write(charter: Charter | None = None, title: str = "Des visites à deux") -> Proposal:
        kind = "charter.amend" if charter else "none"
        proposal = composing.create(
            deliberation, member("Bob"), title=title, body="On visite chaque lieu à deux.", effect_kind=kind
        )
        if charter:
            changes = derive(current_charter(deliberation.collective_id), charter)
            composing.set_effect_payload(proposal, {"changes": changes}, member("Bob"), seen="1")
        db.session.commit()
        return proposal

    return write


@pytest.fixture
def submitted(
    draft: Callable[..., Proposal], collective: Collective, member: Named
) -> Callable[..., Proposal]:
    """The same, its prohibitions answered, before all."""

    def submit(charter: Charter | None = None, **options: Any) -> Proposal:
        proposal = draft(charter, **options)
        answers = {code: (Compliance.RESPECTS, "") for code, _text in prohibitions(collective)}
        composing.answer_checklist(proposal, answers, collective)
        composing.submit(proposal, member("Bob"), collective)
        db.session.commit()
        return proposal

    return submit


@pytest.fixture
def opened(submitted: Callable[..., Proposal], collective: Collective, member: Named) -> Callable[..., Round]:
    """The same, put to its first round."""

    def put(charter: Charter | None = None, **options: Any) -> Round:
        found = rounds.open_round(submitted(charter, **options), member("Farid"), collective)
        db.session.commit()
        return found

    return put


@pytest.fixture
def all_agree(collective: Collective, member: Named) -> Callable[[Decision], None]:
    """Everyone says yes, in the words of the mode, and the decision is closed."""

    def speak(decision: Decision) -> None:
        people = sa.select(Member).filter_by(collective_id=collective.id, status=MemberStatus.ACTIVE)
        for person in db.session.scalars(people):
            if decision.is_open:
                cast(decision, person, YES[decision.mode.value])
        if decision.is_open:
            close(decision, member("Farid"))
        db.session.commit()

    return speak
