"""Polls of the room: open, close, show what comes of it, answer.

Opening and closing are moves. Taking an opening back keeps every answer aside; opened again, the
poll finds them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, now
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.register.services import record
from app.workshops.models import AgendaItem, Channel, Participant, Workshop
from app.workshops.poll_models import Poll, PollAnswer, PollKind, PollState
from app.workshops.polls import is_counted, polls_of, tally_of
from app.workshops.services.moves import is_seen, make, register_undo


@dataclass(frozen=True)
class Asked:
    """A question to the room; `name`, `kind` and `options` as in Poll."""

    name: str
    kind: PollKind
    question: str
    options: tuple[dict[str, Any], ...]


def open_polls(
    workshop: Workshop, item: AgendaItem, actor: Member, asked: Sequence[Asked], seen: int | None
) -> bool:
    """Open these, or open them again with the answers they had; False when someone moved meanwhile."""
    if not is_seen(workshop, seen):
        return False
    refuse_when_over(workshop)
    polls = prepare(workshop, item, asked)
    before = snapshot(polls)
    for poll in polls:
        poll.state, poll.opened_at, poll.closed_at = PollState.OPEN, now(), None
    make(workshop, "poll", actor, item=item, before=before)
    return True


def prepare(workshop: Workshop, item: AgendaItem, asked: Sequence[Asked]) -> list[Poll]:
    """The rows of these polls, made as drafts where they are new, held until the transaction ends."""
    known = polls_of(item)
    for one in asked:
        poll = known.get(one.name) or Poll(
            workshop_id=workshop.id, item_id=item.id, name=one.name, state=PollState.DRAFT
        )
        poll.kind, poll.question, poll.options = one.kind, one.question, list(one.options)
        db.session.add(poll)
        known[one.name] = poll
    db.session.flush()
    return [hold(known[one.name]) for one in asked]


def close_polls(workshop: Workshop, actor: Member, polls: Sequence[Poll], seen: int | None) -> bool:
    """Close these: no answer comes any more, and their results show; False when someone moved meanwhile."""
    if not is_seen(workshop, seen):
        return False
    held = [hold(poll) for poll in polls]
    before = snapshot(held)
    for poll in held:
        poll.state, poll.closed_at = PollState.CLOSED, now()
        _record_result(workshop, actor, poll)
    make(workshop, "poll", actor, before=before)
    return True


def _record_result(workshop: Workshop, actor: Member, poll: Poll) -> None:
    if poll.kind is PollKind.NUMBER:  # a guess decides nothing
        return
    record(
        workshop.collective_id,
        "workshop.polled",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        poll=poll.id,
        question=poll.question,
        counts={count.key: count.total for count in tally_of(poll).counts},
    )


def show_results(workshop: Workshop, actor: Member, poll: Poll, *, shows: bool, seen: int | None) -> bool:
    """Show the count while people answer, or hide it; False when someone moved meanwhile."""
    if not is_seen(workshop, seen):
        return False
    before = snapshot([hold(poll)])
    poll.shows_results = shows
    make(workshop, "poll", actor, before=before)
    return True


# --- answers -----------------------------------------------------------------------------------------


def answer(
    workshop: Workshop,
    poll: Poll,
    participant: Participant,
    given: Sequence[str],
    *,
    typed_by: Member | None = None,
) -> PollAnswer:
    """Keep what someone answers, in place of what they had; `typed_by` types for who has no device.

    Raises Refused when the poll is closed, for what it does not offer, or when hands that were counted in the
    room must hold that person's.
    """
    refuse_when_over(workshop)
    if participant.has_device:
        share(poll)
    else:
        hold(poll)  # two of those who were counted do not both pass for the one who was not
    if not poll.is_open:
        raise Refused(_("Ce vote n’est pas ouvert : rien n’a été changé. Ce que vous aviez répondu reste."))
    value = _READERS[poll.kind](poll, given)
    if typed_by is None and is_counted(workshop, poll, participant):
        raise Refused(
            _("Votre main a été comptée dans la salle : votre réponse y est déjà, rien n’est changé.")
        )
    said = {
        "value": value,
        "channel": Channel.SCRIBE if typed_by else Channel.PHONE,
        "typed_by_id": typed_by.id if typed_by else None,
        "answered_at": now(),
    }
    insert = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[db.session.get_bind().dialect.name]
    keep: Any = insert(PollAnswer).values(poll_id=poll.id, participant_id=participant.id, **said)
    db.session.execute(keep.on_conflict_do_update(index_elements=["poll_id", "participant_id"], set_=said))
    tell_answers(workshop, poll)
    return db.session.get_one(PollAnswer, (poll.id, participant.id), populate_existing=True)


def tell_answers(workshop: Workshop, poll: Poll) -> None:
    """How many answered moves on the wall and the desk; on the phones, only where the count is shown."""
    emit(workshop.topic, "desk", "wall", *(["stage"] if poll.shows_results else []))


def refuse_when_over(workshop: Workshop) -> None:
    """Raise Refused once the session is over."""
    if workshop.is_ended:
        raise Refused(_("Cette séance est terminée : on n’y répond plus."))


def _one_key(poll: Poll, given: Sequence[str]) -> str:
    if len(given) != 1:
        raise Refused(_("Choisissez une réponse."), 422)
    return _keys(poll, given)


def _keys(poll: Poll, given: Sequence[str]) -> str:
    offered = [option["key"] for option in poll.options]
    chosen = {key for key in given if key}
    if not chosen <= set(offered):
        raise Refused(_("Cette réponse n’est plus proposée. Rechargez la page, puis choisissez."), 422)
    return " ".join(key for key in offered if key in chosen)


def _number(poll: Poll, given: Sequence[str]) -> str:
    scale = poll.options[0]
    typed = (given[0] if given else "").replace(" ", "").replace("\u202f", "").removesuffix("%").strip()
    if not typed.isascii() or not typed.isdigit() or len(typed) > 6:
        raise Refused(_("Écrivez un nombre entier, en chiffres."), 422)
    if not scale["least"] <= int(typed) <= scale["most"]:
        raise Refused(
            _("Entre %(least)d et %(most)d, s’il vous plaît.", least=scale["least"], most=scale["most"]), 422
        )
    return str(int(typed))


_READERS = {PollKind.CHOICE: _one_key, PollKind.APPROVAL: _keys, PollKind.NUMBER: _number}


# --- locks, and taking back --------------------------------------------------------------------------


def hold(poll: Poll) -> Poll:
    """Read the poll again, alone: nobody answers or closes it meanwhile."""
    db.session.refresh(poll, with_for_update=True)
    return poll


def share(poll: Poll) -> None:
    """Read the poll again, and hold its closing back until this transaction ends."""
    db.session.refresh(poll, with_for_update={"read": True})


def snapshot(polls: Sequence[Poll]) -> dict[str, Any]:
    """What opening, closing and showing may change."""
    return {
        "polls": {
            str(poll.id): {
                "state": poll.state.value,
                "shows_results": poll.shows_results,
                "opened_at": poll.opened_at.isoformat() if poll.opened_at else None,
                "closed_at": poll.closed_at.isoformat() if poll.closed_at else None,
            }
            for poll in polls
        }
    }


def restore(workshop: Workshop, before: dict[str, Any]) -> None:
    """Put polls back as they were. Answers given meanwhile stay, aside."""
    numbers = [int(number) for number in before["polls"]]
    for poll in db.session.scalars(sa.select(Poll).where(Poll.id.in_(numbers)).with_for_update()):
        kept = before["polls"][str(poll.id)]
        poll.state, poll.shows_results = PollState(kept["state"]), kept["shows_results"]
        poll.opened_at, poll.closed_at = (
            datetime.fromisoformat(moment) if moment else None
            for moment in (kept["opened_at"], kept["closed_at"])
        )


register_undo("poll", restore)
