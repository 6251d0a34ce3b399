"""The minutes of an election (procès-verbal): all one needs to know of it on paper, once it is counted."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db
from app.errors import Unseen
from app.votes.models import Decision, RoomCount, VoterRoll
from app.votes.services.counting import confirmed_room_counts
from app.votes.tally.options import EXPRESSED
from app.votes.urn.canonical import fingerprint, hexadecimal
from app.votes.verifiable.asking import marks_of
from app.votes.verifiable.counting import counts_in
from app.votes.verifiable.models import Urn
from app.votes.verifiable.reading import (
    Presence,
    archive_of,
    election_text,
    newest_trackers,
    presence_in,
    slips_in,
)

# Beyond so many, sheets of numbers help nobody: the archive has them all.
MOST_TRACKERS = 2_000


@dataclass(frozen=True)
class Hand:
    """A scrutineer: the fingerprints of their key and of their part of the count; `arrival` is its rank."""

    name: str
    key: str
    part: str
    arrival: int


@dataclass(frozen=True)
class Minutes:
    """What the minutes say; `rows` are the choices with their numbers in the urn, then in each room count."""

    rows: list[tuple[str, list[int]]]
    rooms: list[RoomCount]
    presence: Presence
    slips: int
    handed: int
    hands: list[Hand]
    server: Hand
    trackers: list[str]
    left_out: int
    election: str
    keys: str
    credentials: str
    archive: str
    digest: str
    size: int


def minutes_of(urn: Urn) -> Minutes:
    """The minutes. Raises Unseen as long as the decision is not closed."""
    decision = urn.decision
    if not decision.is_closed or urn.result is None:
        raise Unseen
    rooms, presence, data = confirmed_room_counts(decision), presence_in(urn), archive_of(urn)
    trackers = list(db.session.scalars(newest_trackers(urn).limit(MOST_TRACKERS)))
    handed = sa.select(sa.func.sum(VoterRoll.weight)).filter_by(decision_id=decision.id, has_voted=True)
    return Minutes(
        rows=_rows(urn, decision, rooms, presence),
        rooms=rooms,
        presence=presence,
        slips=slips_in(urn),
        handed=db.session.scalar(handed) or 0,
        hands=[
            Hand(one.member.name, _print(one.public_key), _print(one.part), one.arrival or 0)
            for one in urn.scrutineers
        ],
        server=Hand("", _print(urn.server_public), _print(urn.server_part), len(urn.scrutineers) + 1),
        trackers=trackers,
        left_out=presence.voters - len(trackers),
        election=fingerprint(election_text(urn).encode()),
        keys=_print(urn.trustees),
        credentials=_print(urn.credentials),
        archive=fingerprint(data),
        digest=hexadecimal(data),
        size=len(data),
    )


def _rows(
    urn: Urn, decision: Decision, rooms: list[RoomCount], presence: Presence
) -> list[tuple[str, list[int]]]:
    marks = marks_of(decision.method, decision.option_keys, counts_in(urn), presence.voters)
    marks.pop(EXPRESSED, None)
    return [
        (choice, [number, *(room.counts.get(choice, 0) for room in rooms)])
        for choice, number in marks.items()
    ]


def _print(text: str | None) -> str:
    return fingerprint((text or "").encode())
