"""A charter in force that asks for two criteria of three, and venues on their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.accreditation.assessment_models import Assessment
from app.accreditation.findings import Finding
from app.accreditation.models import Venue, VenueKind
from app.accreditation.services import applying, reviewing
from app.accreditation.states import Step
from app.charter import services as charter
from app.charter.changes import derive
from app.charter.document import Charter, ProductType
from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.services import questions
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.proposals.services import composing, rounds
from app.votes import services as votes
from app.votes.models import Decision
from app.votes.rules import QuestionKind
from tests.charter.charters import small

Named = Callable[[str], Member]
PRODUCTS = (ProductType("T1", "Fruits et légumes"), ProductType("T2", "Pain"))
CHARTER = replace(small(), products=PRODUCTS, rates={(2, "T1"): 60, (3, "T1"): 80, (3, "T2"): 50})
YES = {"consensus": "agree", "consent": "consent", "open_majority": "for"}
NO = {"consensus": "block", "consent": "objection", "open_majority": "against"}


@pytest.fixture
def all_say(member: Named) -> Callable[..., None]:
    """`all_say(decision)` adopts it; `all_say(decision, NO)` rejects it."""

    def speak(decision: Decision, words: dict[str, str] = YES) -> None:
        for name in ("Alice", "Farid", "Bob", "Chloé"):
            if decision.is_open:
                votes.cast(decision, member(name), words[decision.mode.value], "Parce que.")
        if decision.is_open:
            votes.close(decision, member("Farid"))
        db.session.commit()

    return speak


@pytest.fixture
def in_force(
    collective: Collective, member: Named, all_say: Callable[..., None]
) -> Callable[[Charter], None]:
    """`in_force(charter)` makes it the one in force, by a decision."""

    def write(written: Charter) -> None:
        decision = votes.open_decision(
            collective, question="Adopter ?", text="Oui.", kind=QuestionKind.CHARTER, actor=member("Farid")
        )
        all_say(decision)
        changes = derive(charter.current_charter(collective.id), written)
        charter.amend(collective, changes, decision, summary="Charte : écrite")
        db.session.commit()

    return write


@pytest.fixture
def charter_in_force(in_force: Callable[[Charter], None]) -> None:
    """Three criteria, two of which are enough; vegetables and bread."""
    in_force(CHARTER)


@pytest.fixture
def venue(collective: Collective, charter_in_force: None) -> Callable[..., Venue]:
    """`venue("L’Épicerie")` is one that applied; `met=2` says how many criteria it was found to meet."""

    def add(name: str = "L’Épicerie du coin", *, met: int | None = None, **said: object) -> Venue:
        asked = applying.Asked(name=name, kind=VenueKind.SHOP, **{"products": ("T1",), **said})
        found, _code = applying.apply(collective, asked)
        for number in range(1, (met or 0) + 1):
            db.session.add(
                Assessment(
                    venue_id=found.id,
                    charter_version=1,
                    code=f"L{number}",
                    finding=Finding.YES,
                    author_id=1,
                )
            )
        db.session.commit()
        return found

    return add


@pytest.fixture
def proposed(collective: Collective, member: Named) -> Callable[..., Proposal]:
    """`proposed(venue, "granted")` is a submitted proposal to do that, for a year."""

    def propose(venue: Venue, act: str, *, days: int = 365) -> Proposal:
        asked = questions.ask(collective, member("Bob"), question=f"Que décider de {venue.name} ?")
        proposal = composing.create(
            asked,
            member("Bob"),
            title=f"Convention de {venue.name}",
            body="Dit ci-dessous.",
            effect_kind="accreditation.decide",
        )
        payload = {
            "venue_id": venue.id,
            "act": act,
            "starts_on": now().date().isoformat(),
            "ends_on": (now().date() + timedelta(days=days)).isoformat(),
            "reasons": "Nous y sommes allés, et c’est ainsi.",
        }
        composing.set_effect_payload(proposal, payload, member("Bob"), seen="1")
        composing.submit(proposal, member("Bob"), collective)
        db.session.commit()
        return proposal

    return propose


@pytest.fixture
def put(collective: Collective, member: Named, proposed: Callable[..., Proposal]) -> Callable[..., Round]:
    """The same, put to a decision."""

    def open_one(venue: Venue, act: str, **said: int) -> Round:
        opened = rounds.open_round(proposed(venue, act, **said), member("Farid"), collective)
        db.session.commit()
        return opened

    return open_one


@pytest.fixture
def reviewed(venue: Callable[..., Venue], member: Named) -> Callable[..., Venue]:
    """A venue taken in hand, found to meet two criteria of three unless said."""

    def add(name: str = "L’Épicerie du coin", *, met: int = 2, **said: object) -> Venue:
        found = venue(name, met=met, **said)
        reviewing.take(found, Step.REVIEW, member("Farid"))
        db.session.commit()
        return found

    return add


@pytest.fixture
def accredited(
    reviewed: Callable[..., Venue], put: Callable[..., Round], all_say: Callable[..., None]
) -> Callable[..., Venue]:
    """A venue accredited for a year."""

    def add(name: str = "L’Épicerie du coin", *, days: int = 365, **said: object) -> Venue:
        found = reviewed(name, **said)
        all_say(put(found, "granted", days=days).decision)
        return found

    return add
