"""The four tables and their restitution, when the evening is played again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.db import db
from app.demo.replay.script import Act, Step
from app.demo.stage import content
from app.members.models import Member
from app.workshops.group_models import Finding, Group, GroupMember, GroupPart
from app.workshops.groups import rotation_of, tables_of
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.restitution import turns_of
from app.workshops.services import grouping, restituting, rotating, worksheet
from app.workshops.tables import Line, find_table

Told = dict[str, Any]


def tables(item: AgendaItem) -> Iterator[Step]:
    """Everyone sits down, someone reports at each table; they write, rotate once, and write on."""
    notes = content("evening")["note"]

    def draw(workshop: Workshop, lead: Member) -> None:
        grouping.draw(workshop, item, lead, None)

    def rotate(workshop: Workshop, lead: Member) -> None:
        rotating.rotate(workshop, item, lead, None)

    yield Step("Chacun·e prend place à une table", draw)
    yield Step("Une personne rapportera à chaque table", _reporters(item))
    yield from _writing(item, [note for note in notes if note["round"] == 1])
    yield Step("Rotation : on change de table, sauf qui rapporte", rotate)
    yield from _writing(item, [note for note in notes if note["round"] > 1])


def _reporters(item: AgendaItem) -> Act:
    def name(workshop: Workshop, lead: Member) -> None:
        for table in tables_of(item):
            seat = next((one for one in table.people if one.has_device), None)
            if seat is not None:
                who = db.session.get_one(Participant, seat.id)
                grouping.place(workshop, item, lead, who, table.group, GroupPart.REPORTER)

    return name


def _writing(item: AgendaItem, notes: list[Told]) -> Iterator[Step]:
    """The tables write in turn, a line each, so that all the sheets are seen to fill."""
    waiting = {number: [one for one in notes if one["table"] == number] for number in _numbers(notes)}
    while any(waiting.values()):
        for number, lines in waiting.items():
            if lines:
                told = lines.pop(0)
                yield Step(f"Table {number} : « {told['text']} »", _write(item, told))


def _numbers(notes: list[Told]) -> list[int]:
    return sorted({note["table"] for note in notes})


def _write(item: AgendaItem, told: Told) -> Act:
    finding = Finding(told["finding"]) if "finding" in told else None
    line = Line(told["row"], told["column"], told["text"], finding)

    def write(workshop: Workshop, _lead: Member) -> None:
        table = find_table(item, told["table"])
        worksheet.write(workshop, item, table, line, author=_someone_at(item, table))

    return write


def _someone_at(item: AgendaItem, table: Group) -> Participant | None:
    """One of the phones of a table, at this round."""
    return db.session.scalar(
        sa.select(Participant)
        .join(GroupMember, GroupMember.participant_id == Participant.id)
        .where(
            GroupMember.group_id == table.id,
            GroupMember.rotation == rotation_of(item),
            Participant.has_device,
        )
        .order_by(Participant.id)
        .limit(1)
    )


def restitution(item: AgendaItem) -> Iterator[Step]:
    """Each table has the floor in its turn."""
    for number in sorted({note["table"] for note in content("evening")["note"]}):
        yield Step(f"La parole est à la table {number}", _floor_to(item, number))
    yield Step("Toutes les tables ont parlé", _floor_to(item, None))


def _floor_to(item: AgendaItem, table: int | None) -> Act:
    def give(workshop: Workshop, lead: Member) -> None:
        if table is None or table in turns_of(item):
            restituting.give_floor(workshop, item, lead, None, table)

    return give
