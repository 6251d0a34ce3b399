"""A collective whose charter is decided: straight to a version, or through a proposal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.charter import services
from app.charter.changes import derive
from app.charter.document import Charter
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from app.deliberations.services.questions import ask
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import composing, rounds
from app.votes.models import Decision
from app.votes.rules import QuestionKind
from app.votes.services import cast, close, open_decision
from tests.charter.editor import Editor, SignIn

Named = Callable[[str], Member]
YES = {"consensus": "agree", "consent": "consent", "open_majority": "for"}
NO = {"consensus": "block", "consent": "object", "open_majority": "against"}


@pytest.fixture
def decided(collective: Collective, member: Callable[[str], Member]) -> Callable[[str], Decision]:
    """`decided("…")` is a decision on the charter that everyone consented to."""

    def decide(question: str) -> Decision:
        decision = open_decision(
            collective, question=question, text="Parce que.", kind=QuestionKind.CHARTER, actor=member("Farid")
        )
        for name in ("Alice", "Farid", "Bob", "Chloé"):
            cast(decision, member(name), YES[decision.mode.value])
        if decision.is_open:
            close(decision, member("Farid"))
        assert decision.result == "adopted"
        return decision

    return decide


@pytest.fixture
def adopt(collective: Collective, decided: Callable[[str], Decision]) -> Callable[..., CharterVersion]:
    """`adopt(charter)` makes `charter` the one in force, by a decision."""

    def write(charter: Charter, question: str = "Adopter ce texte ?") -> CharterVersion:
        changes = derive(services.current_charter(collective.id), charter)
        version = services.amend(collective, changes, decided(question), summary="Charte : écrite")
        db.session.commit()
        return version

    return write


@pytest.fixture
def draft(collective: Collective, member: Named) -> Callable[..., Proposal]:
    """`draft()` is Bob's, and changes nothing yet; `draft(charter)` would make `charter` the one in force."""

    def write(charter: Charter | None = None, title: str = "Mieux dire le prix") -> Proposal:
        question = ask(collective, member("Bob"), question="Comment dire le prix ?")
        proposal = composing.create(
            question, member("Bob"), title=title, body="Nous payons le travail.", effect_kind="charter.amend"
        )
        if charter is not None:
            changes = derive(services.current_charter(collective.id), charter)
            composing.set_effect_payload(proposal, {"changes": changes}, member("Bob"), seen="1")
        db.session.commit()
        return proposal

    return write


@pytest.fixture
def opened(collective: Collective, member: Named, draft: Callable[..., Proposal]) -> Callable[..., Decision]:
    """`opened(charter)` puts to a decision Bob's proposal to make `charter` the one in force."""

    def put(charter: Charter, **options: str) -> Decision:
        proposal = draft(charter, **options)
        composing.submit(proposal, member("Bob"), collective)
        decision = rounds.open_round(proposal, member("Farid"), collective).decision
        db.session.commit()
        return decision

    return put


@pytest.fixture
def speak(member: Named) -> Callable[..., None]:
    """Everyone says yes, or the opposite, in the words of the mode; nobody has closed yet."""

    def say(decision: Decision, words: dict[str, str] = YES) -> None:
        for name in ("Alice", "Farid", "Bob", "Chloé"):
            cast(decision, member(name), words[decision.mode.value], "Parce que." if words is NO else None)
        db.session.commit()

    return say


@pytest.fixture
def edit(sign_in: SignIn) -> Callable[[Proposal], Editor]:
    """`edit(proposal)` is Bob opening its editor."""
    return lambda proposal: Editor(sign_in("Bob"), f"/c/quatorze/propositions/{proposal.id}/charte")
