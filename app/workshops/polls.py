"""The polls of the room as screens need them: the question, who answered, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import Unseen
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.poll_models import Poll, PollAnswer, PollCount, PollKind
from app.workshops.room_tally import Tally, tally


@dataclass(frozen=True)
class DeskPoll:
    """What the desk shows of a poll: its count, its hands, and those who have no device."""

    poll: Poll
    tally: Tally
    hands: list[PollCount] = field(default_factory=list)
    # Each with what they answered; None for who has not.
    without_device: list[tuple[Participant, str | None]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many people without a device have no answer of their own: their hands are to be counted."""
        return sum(given is None for _one, given in self.without_device)


def polls_of(item: AgendaItem) -> dict[str, Poll]:
    """The polls that were opened during an item, by their name."""
    found = db.session.scalars(sa.select(Poll).filter_by(item_id=item.id).order_by(Poll.id))
    return {poll.name: poll for poll in found}


def poll_of(item: AgendaItem, name: str) -> Poll | None:
    """The poll of that name; None as long as it was never opened."""
    return db.session.scalar(sa.select(Poll).filter_by(item_id=item.id, name=name))


def find_poll(workshop: Workshop, poll_id: int) -> Poll:
    """A poll of this session. Raises Unseen."""
    found = db.session.scalar(sa.select(Poll).filter_by(id=poll_id, workshop_id=workshop.id))
    if found is None:
        raise Unseen
    return found


def find_hands(workshop: Workshop, count_id: int) -> PollCount:
    """Hands counted at a poll of this session. Raises Unseen."""
    found = db.session.scalar(
        sa.select(PollCount)
        .join(Poll, Poll.id == PollCount.poll_id)
        .where(PollCount.id == count_id, Poll.workshop_id == workshop.id)
    )
    if found is None:
        raise Unseen
    return found


def standing_hands(poll: Poll) -> list[PollCount]:
    """The hands counted that nobody withdrew, confirmed or not."""
    return list(
        db.session.scalars(
            sa.select(PollCount)
            .filter_by(poll_id=poll.id, withdrawn_at=None)
            .options(joinedload(PollCount.typed_by))
            .order_by(PollCount.id)
        )
    )


def answers_of(poll: Poll) -> dict[str, int]:
    """How many people gave each answer, as stored."""
    rows = db.session.execute(
        sa.select(PollAnswer.value, sa.func.count()).filter_by(poll_id=poll.id).group_by(PollAnswer.value)
    )
    return {value: int(number) for value, number in rows}


def tally_of(poll: Poll, hands: Sequence[PollCount] | None = None) -> Tally:
    """What came of a poll; `hands` are those that stand, read here when they are not given."""
    standing = standing_hands(poll) if hands is None else hands
    confirmed = [count.counts for count in standing if count.confirmed_by_id is not None]
    return tally([option["key"] for option in poll.options], answers_of(poll), confirmed)


def leading_options(poll: Poll) -> list[dict[str, Any]]:
    """The options that got the most, as `{"key", "label"}`: several when they tie, none without any voice."""
    leading = tally_of(poll).leading
    return [option for option in poll.options if option["key"] in leading]


def leading_of(found: Sequence[Poll]) -> dict[int, list[dict[str, Any]]]:
    """The same of several polls, by their number. Two statements, none without polls."""
    if not found:
        return {}
    ids = [poll.id for poll in found]
    answers: dict[int, dict[str, int]] = {}
    for poll_id, value, number in db.session.execute(
        sa.select(PollAnswer.poll_id, PollAnswer.value, sa.func.count())
        .where(PollAnswer.poll_id.in_(ids))
        .group_by(PollAnswer.poll_id, PollAnswer.value)
    ):
        answers.setdefault(poll_id, {})[value] = int(number)
    hands: dict[int, list[dict[str, int]]] = {}
    for poll_id, counts in db.session.execute(
        sa.select(PollCount.poll_id, PollCount.counts).where(
            PollCount.poll_id.in_(ids),
            PollCount.withdrawn_at.is_(None),
            PollCount.confirmed_by_id.is_not(None),
        )
    ):
        hands.setdefault(poll_id, []).append(counts)
    told = {}
    for poll in found:
        keys = [option["key"] for option in poll.options]
        leading = tally(keys, answers.get(poll.id, {}), hands.get(poll.id, [])).leading
        told[poll.id] = [option for option in poll.options if option["key"] in leading]
    return told


def answered(poll: Poll) -> int:
    """How many people answered so far, hands included; of what they answered it says nothing."""
    counted = sum(
        sum(count.counts.values())
        for count in standing_hands(poll)
        if count.confirmed_by_id is not None and poll.kind is PollKind.CHOICE
    )
    asked = sa.select(sa.func.count()).select_from(PollAnswer).filter_by(poll_id=poll.id)
    return (db.session.scalar(asked) or 0) + counted


def answer_of(poll: Poll, participant: Participant) -> PollAnswer | None:
    """What someone answered."""
    return db.session.get(PollAnswer, (poll.id, participant.id))


def at_the_desk(workshop: Workshop, poll: Poll) -> DeskPoll:
    """A poll with all that the desk does about it. Three statements."""
    hands = standing_hands(poll)
    return DeskPoll(poll, tally_of(poll, hands), hands, without_device(workshop, poll))


def raised(poll: Poll, counts: Mapping[str, int]) -> int:
    """How many people these hands are at least: one each, or, when many may be chosen, those of the most."""
    return max(counts.values()) if poll.kind is PollKind.APPROVAL else sum(counts.values())


def is_counted(workshop: Workshop, poll: Poll, participant: Participant) -> bool:
    """Whether hands that were counted must hold this person's: nobody else is left to have raised them.

    Hands are those of people without a device of their own who have given no answer apart.
    """
    if participant.has_device or poll.kind is PollKind.NUMBER:
        return False
    most = max((raised(poll, count.counts) for count in standing_hands(poll)), default=0)
    silent = [one.id for one, given in without_device(workshop, poll) if given is None]
    return participant.id in silent and most > len(silent) - 1


def without_device(workshop: Workshop, poll: Poll) -> list[tuple[Participant, str | None]]:
    """Who is in the room without a device, by name, and what was typed for each."""
    rows = db.session.execute(
        sa.select(Participant, PollAnswer.value)
        .outerjoin(
            PollAnswer,
            sa.and_(PollAnswer.poll_id == poll.id, PollAnswer.participant_id == Participant.id),
        )
        .where(
            Participant.workshop_id == workshop.id,
            Participant.has_device.is_(False),
            Participant.left_at.is_(None),
        )
        .order_by(Participant.folded_name)
    )
    return [(participant, value) for participant, value in rows]
