"""What a poll shows on the three screens; a kind of item that asks the room says which poll, and what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.errors import Unseen
from app.workshops import polls
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.poll_models import Poll, PollCount, PollKind
from app.workshops.screens import Screens, Told, read_once
from app.workshops.services.polling import Asked

# The poll an item is at; None as long as it has none.
Current = Callable[[AgendaItem], Poll | None]
# What an item asks under a name. Raises Unseen for a name that it does not ask.
Asker = Callable[[AgendaItem, str], Asked]
_askers: dict[ItemKind, Asker] = {}


def add_asker(kind: ItemKind, asker: Asker) -> None:
    """Let items of this kind open the polls that `asker` tells."""
    _askers[kind] = asker


def asked_by(item: AgendaItem, name: str) -> Asked:
    """What an item asks. Raises Unseen when it asks nothing of that name."""
    asker = _askers.get(item.kind)
    if asker is None:
        raise Unseen
    return asker(item, name)


def screens(current: Current) -> Screens:
    """What a kind of item needs that shows the poll `current` tells."""

    def now(item: AgendaItem) -> Poll | None:
        return read_once(("poll", item.id), lambda: current(item))

    return Screens(
        stage=lambda workshop, item: _stage(now(item)),
        wall=lambda workshop, item: _wall(now(item)),
        desk=lambda workshop, item: _desk(workshop, now(item)),
        mine=lambda workshop, item, holder: _mine(workshop, now(item), holder),
    )


def _stage(poll: Poll | None) -> Told:
    if poll is None or not (poll.is_closed or (poll.is_open and poll.shows_results)):
        return {"poll": poll, "tally": None}
    return {"poll": poll, "tally": polls.tally_of(poll, _hands(poll))}


def _wall(poll: Poll | None) -> Told:
    return {**_stage(poll), "answered": polls.answered(poll) if poll is not None and poll.is_open else 0}


def _desk(workshop: Workshop, poll: Poll | None) -> Told:
    return {"poll": poll, "at": polls.at_the_desk(workshop, poll) if poll is not None else None}


def _mine(workshop: Workshop, poll: Poll | None, holder: Participant) -> Told:
    """A poll on one person's phone: what they answered, apart or by hand, and hands that they may confirm."""
    told: dict[str, Any] = {"poll": poll, "given": None, "to_confirm": None, "is_counted": False}
    if poll is not None and poll.is_open:
        told["given"] = polls.answer_of(poll, holder)
        told["is_counted"] = polls.is_counted(workshop, poll, holder)
        told["to_confirm"] = _to_confirm(poll, holder)
    return told


def _to_confirm(poll: Poll, holder: Participant) -> PollCount | None:
    if holder.member_id is None or poll.kind is PollKind.NUMBER:
        return None
    waiting = (count for count in _hands(poll) if count.confirmed_by_id is None)
    return next((count for count in waiting if count.typed_by_id != holder.member_id), None)


def _hands(poll: Poll) -> list[PollCount]:
    return read_once(("hands", poll.id), lambda: polls.standing_hands(poll))
