"""Come in to a session, and go: with a phone, with a shared one, or without any."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.collectives.models import Collective
from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members import attendance, people
from app.members.models import Member, MemberStatus
from app.members.roster import Person
from app.register.search import fold
from app.workshops.models import Channel, Participant, Workshop
from app.workshops.services import floor
from app.workshops.services.grouping import seat_latecomer

MOST_PEOPLE = 1_000


class NameTaken(Exception):
    """Somebody in the room bears that name; `free` is one like it that nobody bears."""

    def __init__(self, free: str) -> None:
        super().__init__(free)
        self.free = free


def arrive(
    workshop: Workshop,
    name: str,
    *,
    has_device: bool = True,
    added_by: Member | None = None,
) -> Participant:
    """Note that someone is here under `name`, and return them flushed. Raises NameTaken, Refused.

    On an evening that welcomes members, the name becomes a member's.
    """
    _refuse_when_over(workshop)
    participant = Participant(
        workshop_id=workshop.id,
        name=name,
        folded_name=fold(name),
        has_device=has_device,
        added_by_id=added_by.id if added_by else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(participant)
    except IntegrityError:
        raise NameTaken(free_name(workshop, name)) from None
    if workshop.welcomes_members:
        enrol(workshop, participant, added_by)
    seat_latecomer(workshop, participant)
    floor.follow_arrival(workshop, participant)
    emit(workshop.topic, "desk", "wall")
    return participant


def arrive_as(workshop: Workshop, member: Member, *, has_device: bool = True) -> Participant:
    """Note that a member is here, once; who had left is here again."""
    _refuse_when_over(workshop)
    known = db.session.scalar(
        sa.select(Participant).filter_by(workshop_id=workshop.id, member_id=member.id).with_for_update()
    )
    if known is not None:
        come_back(workshop, known, member)
        return known
    name = member.name if _is_free(workshop, member.name) else free_name(workshop, member.name)
    participant = Participant(
        workshop_id=workshop.id,
        name=name,
        folded_name=fold(name),
        member_id=member.id,
        has_device=has_device,
    )
    try:
        with db.session.begin_nested():
            db.session.add(participant)
    except IntegrityError:  # came in twice at once
        return db.session.scalars(
            sa.select(Participant).filter_by(workshop_id=workshop.id, member_id=member.id)
        ).one()
    _note_attendance(workshop, participant, member)
    seat_latecomer(workshop, participant)
    floor.follow_arrival(workshop, participant)
    emit(workshop.topic, "desk", "wall")
    return participant


def _refuse_when_over(workshop: Workshop) -> None:
    if workshop.is_ended:
        raise Refused(_("Cette séance est terminée : on n’y entre plus. Son compte rendu reste lisible."))
    here = sa.select(sa.func.count()).select_from(Participant).filter_by(workshop_id=workshop.id)
    if (db.session.scalar(here) or 0) >= MOST_PEOPLE:
        raise Refused(_("La salle est pleine : une séance accueille mille personnes au plus."))


def _is_free(workshop: Workshop, name: str) -> bool:
    taken = sa.select(Participant.id).filter_by(workshop_id=workshop.id, folded_name=fold(name))
    return db.session.scalar(taken) is None


def free_name(workshop: Workshop, name: str) -> str:
    """The first of « name 2 », « name 3 »… that nobody in the room bears."""
    borne = set(db.session.scalars(sa.select(Participant.folded_name).filter_by(workshop_id=workshop.id)))
    number = next(number for number in range(2, MOST_PEOPLE + 2) if fold(f"{name} {number}") not in borne)
    return f"{name} {number}"


def enrol(workshop: Workshop, participant: Participant, actor: Member | None) -> Member:
    """Make a participant a member of the collective; all they did tonight stays theirs.

    A name that a member bears already is not theirs to take: they become « name 2 ».
    """
    if participant.member is not None:
        return participant.member
    taken, _addresses = people.taken(workshop.collective_id)
    name, number = participant.name, 2
    while fold(name) in taken:
        name, number = f"{participant.name} {number}", number + 1
    inviter = actor or db.session.get_one(Member, workshop.created_by_id)
    member = people.add(workshop.collective_id, [Person(name=name, email=None)], inviter)[0]
    member.status = MemberStatus.ACTIVE
    participant.member_id = member.id
    db.session.flush()
    db.session.refresh(participant, ["member"])
    _note_attendance(workshop, participant, member)
    emit(workshop.topic, "desk")
    return member


def leave(workshop: Workshop, participant: Participant, actor: Member | None) -> bool:
    """Note that someone left before the end; False when they had, or when all have."""
    if participant.left_at is not None or workshop.is_ended:
        return False
    participant.left_at = now()
    floor.follow_departure(workshop, participant)
    if participant.member is not None:
        attendance.leave(participant.member, day_of(workshop), actor=actor or participant.member)
    emit(workshop.topic, "desk", "wall")
    return True


def come_back(workshop: Workshop, participant: Participant, actor: Member | None) -> bool:
    """Note that someone who had left is here again; False when they are."""
    if participant.left_at is None:
        return False
    _refuse_when_over(workshop)
    participant.left_at = None
    if participant.member is not None:
        _note_attendance(workshop, participant, participant.member, actor)
    seat_latecomer(workshop, participant)
    floor.follow_arrival(workshop, participant)
    emit(workshop.topic, "desk", "wall")
    return True


def sign(workshop: Workshop, participant: Participant, how: Channel) -> bool:
    """Sign the attendance sheet, on a screen or on paper; False when it was signed."""
    if participant.signed_at is not None:
        return False
    participant.signed_at, participant.signed_on = now(), how
    emit(workshop.topic, "desk")
    return True


def _note_attendance(
    workshop: Workshop, participant: Participant, member: Member, actor: Member | None = None
) -> None:
    """The émargement of the session's day, which its decisions read, follows the room from that day on."""
    day = day_of(workshop)
    if day <= attendance.local_day(_zone(workshop)):
        attendance.arrive(member, day, has_device=participant.has_device, actor=actor or member)


def note_who_came_before(workshop: Workshop, actor: Member) -> None:
    """A session that begins before its day keeps the day when it began: those who are in are noted there."""
    zone = ZoneInfo(_zone(workshop))
    if day_of(workshop) == workshop.starts_at.astimezone(zone).date():
        return
    here = sa.select(Participant).filter_by(workshop_id=workshop.id, left_at=None)
    for one in db.session.scalars(here.where(Participant.member_id.is_not(None))):
        if one.member is not None:
            _note_attendance(workshop, one, one.member, actor)


def day_of(workshop: Workshop) -> date:
    """The day of the session, where the collective lives: an evening that outlasts midnight keeps its own.

    One that began before the day announced is of the day when it began.
    """
    zone = ZoneInfo(_zone(workshop))
    began = min(workshop.starts_at, workshop.opened_at or workshop.starts_at)
    return began.astimezone(zone).date()


def _zone(workshop: Workshop) -> str:
    return db.session.scalars(sa.select(Collective.timezone).filter_by(id=workshop.collective_id)).one()
