"""A collective where everything exists once, made by the services; two of them can be told apart."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from app.accreditation.models import VenueKind
from app.accreditation.services import applying, reviewing, visiting
from app.accreditation.states import Step as VenueStep
from app.accreditation.visit_models import VisitorPart
from app.blason import services as blason
from app.blason.document import ItemKind
from app.charter import services as charter
from app.charter.changes import derive
from app.charter.document import Charter
from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import ArgumentKind, Deliberation
from app.deliberations.services import contributions, questions
from app.members import attendance, links, proxies, slips
from app.members.access import digest
from app.members.models import AccessSession, LinkPurpose, Member, Role
from app.proposals.checklist import prohibitions
from app.proposals.models import Compliance, Proposal
from app.proposals.services import amending, composing
from app.register.search import fold
from app.votes import services as votes
from app.votes.boxes import new_code
from app.votes.models import Decision, Phase
from app.votes.round_models import Objection
from app.votes.rulebook import adopt_rulebook
from app.votes.rules import DecisionMode, QuestionKind, Rulebook, Step
from tests.charter.charters import small
from tests.worlds_evening import meet


@dataclass
class World:
    """`things` holds, under the name that addresses give it, the identifiers of what exists."""

    collective: Collective
    people: dict[str, Member]
    things: dict[str, list[str]] = field(default_factory=dict)
    slip: str = ""

    @property
    def slug(self) -> str:
        return self.collective.slug

    def made(self, name: str, *identifiers: object) -> None:
        """Note that these exist."""
        self.things.setdefault(name, []).extend(str(identifier) for identifier in identifiers)


def another_collective(slug: str, names: dict[str, Role]) -> Collective:
    """A second collective beside the one of every test, with its own people."""
    created = Collective(slug=slug, name=f"Caisse {slug}", territory="Gironde")
    db.session.add(created)
    db.session.flush()
    for name, role in names.items():
        db.session.add(Member(collective_id=created.id, name=name, folded_name=fold(name), role=role))
    db.session.flush()
    return created


def furnish(collective: Collective) -> World:
    """One of each thing in `collective`, which has four people; committed."""
    fifth = Member(collective_id=collective.id, name="Zoé", folded_name="zoe")
    db.session.add(fifth)  # a secret decision wants five people
    found = db.session.scalars(sa.select(Member).filter_by(collective_id=collective.id).order_by(Member.id))
    people = dict(zip(("administrator", "facilitator", "member", "other", "fifth"), found, strict=True))
    world = World(collective, people)
    attendance.arrive(
        people["other"],
        attendance.local_day(collective.timezone),
        has_device=False,
        actor=people["facilitator"],
    )
    _write_blason_and_charter(world)
    asked = _deliberate(world)
    _propose(world, asked)
    _decide(world)
    _receive_venue(world)
    meet(world)
    _open_doors(world)
    db.session.commit()
    return world


def _ask(world: World, mode: DecisionMode, kind: QuestionKind = QuestionKind.ORDINARY) -> Decision:
    threshold = "simple" if mode in (DecisionMode.OPEN_MAJORITY, DecisionMode.SECRET_MAJORITY) else None
    steps = (Step(mode=mode, threshold=threshold),) if threshold else (Step(mode=mode),)
    rules = Rulebook(dict.fromkeys(QuestionKind, steps))
    adopt_rulebook(world.collective.id, rules, decision_id=None, actor_id=None)
    decision = votes.open_decision(
        world.collective,
        question=f"Le marché de {world.slug} ouvre-t-il ?",
        text="Oui, le samedi.",
        kind=kind,
        actor=world.people["facilitator"],
    )
    world.made("decision_id", decision.id)
    return decision


def _write_blason_and_charter(world: World) -> None:
    blason.edit(
        world.collective,
        world.people["administrator"],
        lambda it: it.with_item(ItemKind.PROHIBITION, "Demander une preuve de pauvreté").with_item(
            ItemKind.VALUE, "Convivialité"
        ),
    )
    adopted = _ask(world, DecisionMode.CONSENSUS, QuestionKind.CHARTER)
    for person in world.people.values():
        if adopted.is_open:
            votes.cast(adopted, person, "agree")
    if adopted.is_open:
        votes.close(adopted, world.people["facilitator"])
    charter.amend(world.collective, derive(Charter(), small()), adopted, summary="Charte : écrite")


def _deliberate(world: World) -> Deliberation:
    asked = questions.ask(
        world.collective, world.people["member"], question=f"Comment choisir à {world.slug} ?"
    )
    first = contributions.contribute(
        asked, world.people["member"], text="Par une visite.", kind=ArgumentKind.ARGUMENT
    )
    answer = contributions.contribute(asked, world.people["other"], text="À deux.", kind=None, parent=first)
    world.made("deliberation_id", asked.id)
    world.made("contribution_id", first.id, answer.id)
    return asked


def _propose(world: World, asked: Deliberation) -> None:
    kinds = {
        "charter.amend": "L’amender",
        "blason.revise": "Le réviser",
        "accreditation.decide": "Le conventionner",
        "none": "Des visites à deux",
    }
    for kind, title in kinds.items():
        proposal = composing.create(
            asked,
            world.people["member"],
            title=title,
            body="On visite chaque lieu à deux.",
            effect_kind=kind,
        )
        world.made("proposal_id", proposal.id)
    _submit(world, proposal)
    amendment = amending.suggest(
        proposal, world.people["other"], base=1, body="On visite chaque lieu à trois.", reason="C’est mieux."
    )
    world.made("amendment_id", amendment.id)


def _submit(world: World, proposal: Proposal) -> None:
    answers = {code: (Compliance.RESPECTS, "") for code, _text in prohibitions(world.collective)}
    composing.answer_checklist(proposal, answers, world.collective)
    composing.submit(proposal, world.people["member"], world.collective)


def _decide(world: World) -> None:
    consent = _ask(world, DecisionMode.CONSENT)
    votes.advance(consent, world.people["facilitator"], Phase.OBJECTIONS)
    votes.cast(consent, world.people["member"], "objection", "Le samedi, personne ne peut venir.")
    objection = db.session.scalars(sa.select(Objection).filter_by(decision_id=consent.id)).one()
    votes.offer_amendment(objection, world.people["facilitator"], "Le dimanche, alors.")
    world.made("objection_id", objection.id)
    urn = _ask(world, DecisionMode.SECRET_MAJORITY)
    votes.cast(urn, world.people["facilitator"], "for", code=new_code())
    room = _ask(world, DecisionMode.OPEN_MAJORITY)
    count = votes.type_room_count(room, world.people["facilitator"], {"for": 1})
    world.made("count_id", count.id)


def _receive_venue(world: World) -> None:
    venue, _code = applying.apply(
        world.collective, applying.Asked(name=f"L’Épicerie de {world.slug}", kind=VenueKind.SHOP)
    )
    reviewing.take(venue, VenueStep.REVIEW, world.people["facilitator"])
    interest = reviewing.declare(venue, world.people["member"], f"Parts à {world.slug}")
    parts = {
        world.people["other"].id: VisitorPart.PRODUCER,
        world.people["fifth"].id: VisitorPart.EATER,
    }
    visit = visiting.plan(venue, now().date(), parts, world.people["facilitator"])
    world.made("venue_id", venue.id)
    world.made("interest_id", interest.id)
    world.made("visit_id", visit.id)


def _open_doors(world: World) -> None:
    member, other = world.people["member"], world.people["other"]
    world.made("proxy_id", proxies.give(other, member, other).id)
    world.slip = slips.issue([member], world.people["administrator"])[0].code
    world.made("token", links.issue(member, LinkPurpose.SIGN_IN))
    session = AccessSession(member_id=member.id, token_hash=digest(f"{world.slug} session"), device="test")
    db.session.add(session)
    db.session.flush()
    world.made("session_id", session.id)
    world.made("member_id", *(person.id for person in world.people.values()))
