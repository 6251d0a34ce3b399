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
from app.workshops.group_models import Finding, Note
from app.workshops.minutes.services import writing
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.notes import columns_of
from app.workshops.poll_screens import asked_by
from app.workshops.polls import polls_of
from app.workshops.reading import items_of
from app.workshops.services import (
    arriving,
    assisted,
    deciding,
    group_rows,
    grouping,
    leading,
    merging,
    naming,
    noting,
    pairs,
    polling,
    preparing,
)
from app.workshops.tables import find_table
from tests.charter.charters import small


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
    _meet(world)
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


def _note(workshop: Workshop, item: AgendaItem, text: str) -> Note:
    """What the first table wrote, and left open."""
    table = find_table(item, 1)
    note = Note(workshop_id=workshop.id, item_id=item.id, group_id=table.id, text=text, row="Autre")
    note.axis, note.finding = "questions", Finding.QUESTION
    db.session.add(note)
    db.session.flush()
    return note


def _meet(world: World) -> None:
    workshop = preparing.create(
        world.collective,
        world.people["facilitator"],
        title=f"Soirée de {world.slug}",
        starts_at=now(),
        template="soiree-de-lancement",
    )
    someone = arriving.arrive(workshop, f"Passante de {world.slug}")
    arriving.arrive_as(workshop, world.people["member"])
    items = items_of(workshop)
    leading.go(workshop, world.people["facilitator"], items[0], None)
    _poll(world, workshop, items[6])
    _play(world, workshop)
    writing.draft(workshop, world.people["facilitator"])
    decision = deciding.open_question(
        workshop,
        items[0],
        world.people["facilitator"],
        None,
        question=f"Le buffet de {world.slug} ?",
        text="Partagé.",
        kind=QuestionKind.ORDINARY,
    )
    assert decision is not None
    count = votes.type_room_count(decision, world.people["facilitator"], {"for": 1})
    world.made("decision_id", decision.id)
    world.made("count_id", count.id)
    world.made("workshop_id", workshop.id)
    facilitator, blason = world.people["facilitator"], items[5]
    grouping.draw(workshop, blason, facilitator, None)
    for text in ("Du pain", "Des roses"):
        noting.write(workshop, blason, group_rows.find_group(blason, 1), "aims", text, typed_by=facilitator)
    notes = [note.id for column in columns_of(blason) for note in column.notes]
    common = merging.gather(workshop, blason, facilitator, notes[:1], "Du bon pain", "aims", "purpose")
    world.made("note_id", *notes)
    world.made("common_id", common.id)
    world.made("item_id", items[0].id, blason.id, items[8].id, items[9].id)
    world.made("note_id", _note(workshop, items[8], f"Qui tire au sort à {world.slug} ?").id)
    world.made("participant_id", someone.id)


def _poll(world: World, workshop: Workshop, item: AgendaItem) -> None:
    leader = world.people["facilitator"]
    arriving.arrive(workshop, f"Voisine de {world.slug}", has_device=False, added_by=leader)
    polling.open_polls(workshop, item, leader, [asked_by(item, "rule")], None)
    poll = polls_of(item)["rule"]
    world.made("poll_id", poll.id)
    world.made("hands_id", assisted.type_hands(workshop, poll, leader, {"consent": 1}).id)


def _play(world: World, workshop: Workshop) -> None:
    leader = world.people["facilitator"]
    items = items_of(workshop)
    game, choice = items[2], items[7]
    everyone = sa.select(Participant).filter_by(workshop_id=workshop.id).order_by(Participant.id)
    people = db.session.scalars(everyone).all()
    leading.go(workshop, leader, game, None)
    world.made("pair_id", pairs.pair_for(workshop, game, (people[0], people[1]), "le pain", leader).id)
    idea, _new = naming.propose(workshop, choice, f"Le Panier de {world.slug}", author=people[0])
    world.made("idea_id", idea.id)
    leading.go(workshop, leader, items[0], None)


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
