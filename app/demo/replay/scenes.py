"""What people do during each kind of item, when the evening is played again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import Any

import sqlalchemy as sa

from app.blason import services as blasons
from app.collectives.models import Collective
from app.db import db
from app.demo.replay import quiz_scene, tables_scenes
from app.demo.replay.script import Step, add_scene, batches, phones
from app.demo.stage import content
from app.members.models import Member
from app.workshops import poll_screens
from app.workshops.emblazoning import chosen
from app.workshops.group_models import Group, GroupMember, Note
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.names import FIRST
from app.workshops.polls import polls_of
from app.workshops.reading import items_of
from app.workshops.rule_poll import RULE
from app.workshops.services import grouping, inscribing, merging, naming, noting, pairs, polling

Told = dict[str, Any]

# --- the rule of decision ----------------------------------------------------------------------------


def _rule(item: AgendaItem) -> Iterator[Step]:
    if item.settings.get("poll") != RULE:
        return
    wanted = content("evening")["rule"]
    voices = list(chain.from_iterable(repeat(mode, count) for mode, count in wanted.items()))

    def open_it(workshop: Workshop, lead: Member) -> None:
        polling.open_polls(workshop, item, lead, [poll_screens.asked_by(item, RULE)], None)

    def answer(workshop: Workshop, lead: Member, first: int, last: int) -> None:
        poll = polls_of(item)[RULE]
        for one, voice in islice(zip(phones(workshop), voices, strict=False), first, last):
            polling.answer(workshop, poll, one, [voice])

    def close_it(workshop: Workshop, lead: Member) -> None:
        polling.close_polls(workshop, lead, [polls_of(item)[RULE]], None)

    yield Step("Le vote sur la règle de décision s’ouvre", open_it)
    yield from batches("Les téléphones votent", len(voices), answer)
    yield Step("Le vote se ferme, le résultat se montre", close_it)


# --- making acquaintance, and the name ----------------------------------------------------------------


def _pairs(item: AgendaItem) -> Iterator[Step]:
    for number, point in enumerate(content("evening")["common_points"]):

        def meet(workshop: Workshop, _lead: Member, first: int = 2 * number, point: str = point) -> None:
            one, other = phones(workshop)[first : first + 2]
            pairs.say(workshop, item, one, pairs.Met(other, by_code=True), point)

        yield Step(f"Un binôme se forme : « {point} »", meet)


def _names(item: AgendaItem) -> Iterator[Step]:
    told = content("evening")["name"]

    def propose(workshop: Workshop, _lead: Member) -> None:
        for one, name in zip(phones(workshop), told, strict=False):
            naming.propose(workshop, item, name["text"], author=one)

    def open_it(workshop: Workshop, lead: Member) -> None:
        polling.open_polls(workshop, item, lead, [poll_screens.asked_by(item, FIRST)], None)

    def answer(workshop: Workshop, _lead: Member, first: int, last: int) -> None:
        poll = polls_of(item)[FIRST]
        key_of = {option["label"]: option["key"] for option in poll.options}
        for place, one in islice(enumerate(phones(workshop)), first, last):
            liked = [key_of[name["text"]] for name in told if place < name["approvals"]]
            polling.answer(workshop, poll, one, liked)

    def close_it(workshop: Workshop, lead: Member) -> None:
        polling.close_polls(workshop, lead, [polls_of(item)[FIRST]], None)

    yield Step("Des noms sont proposés", propose)
    yield Step("Le vote sur le nom s’ouvre", open_it)
    yield from batches("Chacun·e soutient ce qui lui plaît", max(name["approvals"] for name in told), answer)
    yield Step("Le nom est choisi", close_it)


def _named_and_inscribed(item: AgendaItem) -> Iterator[Step]:
    yield from _names(item)
    yield from _inscription(item)


# --- groups ------------------------------------------------------------------------------------------


def _groups(item: AgendaItem) -> Iterator[Step]:
    def draw(workshop: Workshop, lead: Member) -> None:
        grouping.draw(workshop, item, lead, None)

    yield Step("Les groupes sont tirés au sort", draw)
    yield from _post_its(item)
    yield from _common_sentences(item)


def _post_its(item: AgendaItem) -> Iterator[Step]:
    for number, told in enumerate(content("evening")["group"], 1):

        def write(workshop: Workshop, _lead: Member, number: int = number, told: Told = told) -> None:
            group = db.session.scalar(sa.select(Group).filter_by(item_id=item.id, number=number))
            if group is None:  # fewer people came than the script has groups for
                return
            for axis, texts in told.items():
                for text in texts:
                    noting.write(workshop, item, group, axis, text, author=_first_of(group))

        yield Step(f"Le groupe {number} colle ses post-it", write)


def _first_of(group: Group) -> Participant | None:
    return db.session.scalar(
        sa.select(Participant)
        .join(GroupMember, GroupMember.participant_id == Participant.id)
        .where(GroupMember.group_id == group.id)
        .order_by(Participant.id)
        .limit(1)
    )


def _common_sentences(item: AgendaItem) -> Iterator[Step]:
    for told in content("evening")["common"]:

        def gather(workshop: Workshop, lead: Member, told: Told = told) -> None:
            if told.get("later") and not blasons.is_adopted(workshop.collective_id):
                return
            sources = db.session.scalars(
                sa.select(Note.id).where(Note.item_id == item.id, Note.text.in_(told["sources"]))
            ).all()
            if sources:
                merging.gather(workshop, item, lead, sources, told["text"], told["axis"], told["kind"])

        yield Step(f"Au mur : « {told['text']} »", gather)


# --- the blason --------------------------------------------------------------------------------------


def _inscription(_item: AgendaItem) -> Iterator[Step]:
    def inscribe(workshop: Workshop, lead: Member) -> None:
        collective = db.session.get_one(Collective, workshop.collective_id)
        of_blason = next(one for one in items_of(workshop) if one.kind is ItemKind.BLASON)
        wanted = chosen(workshop)
        inscribing.inscribe(collective, workshop, of_blason, lead, name=wanted.name, mode=wanted.mode)

    yield Step("Ce que la salle a réuni est proposé au blason", inscribe)


def init_app() -> None:
    """Give each kind of item its scene."""
    add_scene(ItemKind.ICEBREAKER, _pairs)
    add_scene(ItemKind.VOTE, _rule)
    add_scene(ItemKind.NAME, _named_and_inscribed)
    add_scene(ItemKind.BLASON, _groups)
    add_scene(ItemKind.COMPOSITION_QUIZ, quiz_scene.scene)
    add_scene(ItemKind.TABLES, tables_scenes.tables)
    add_scene(ItemKind.RESTITUTION, tables_scenes.restitution)
