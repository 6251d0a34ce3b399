"""The session of a world: an evening where a poll, a game, groups, tables, minutes and a vote exist once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.db import db, now
from app.votes import services as votes
from app.votes.rules import QuestionKind
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

if TYPE_CHECKING:
    from tests.worlds import World


def meet(world: World) -> None:
    """The evening of `world`, with one of each thing that a session holds."""
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


def _note(workshop: Workshop, item: AgendaItem, text: str) -> Note:
    """What the first table wrote, and left open."""
    table = find_table(item, 1)
    note = Note(workshop_id=workshop.id, item_id=item.id, group_id=table.id, text=text, row="Autre")
    note.axis, note.finding = "questions", Finding.QUESTION
    db.session.add(note)
    db.session.flush()
    return note


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
