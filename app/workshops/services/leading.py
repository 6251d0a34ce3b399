"""Lead a session: begin, next, back, end, minutes, timers. Each is a move that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.db import db, now
from app.errors import Refused
from app.members.models import Member
from app.register.services import record
from app.workshops.models import AgendaItem, Workshop, WorkshopState
from app.workshops.reading import current, items_of
from app.workshops.services import arriving, floor
from app.workshops.services.moves import is_seen, make, register_undo

LONGEST_TIMER = timedelta(hours=5)
# What is done when a session ends, by features that the agenda does not know.
Ending = Callable[[Workshop, Member], object]
_endings: list[Ending] = []
_TIMES = ("started_at", "ended_at", "timer_ends_at")
_NUMBERS = ("extra_minutes", "timer_left")


def at_the_end(ending: Ending) -> None:
    """Do `ending(workshop, actor)` when a session ends, in the same transaction."""
    if ending not in _endings:
        _endings.append(ending)


def go(workshop: Workshop, actor: Member, to: AgendaItem | None, seen: int | None) -> bool:
    """Have the room at the item `to`, None for the end; False when someone moved the session meanwhile.

    What runs is over now. Going to an item that is over takes it up again, where it had begun.
    """
    if not is_seen(workshop, seen):
        return False
    if workshop.is_ended:
        raise Refused(_("Cette séance est terminée. Vous pouvez la rouvrir en annulant le dernier geste."))
    before = _snapshot(workshop)
    _leave_current(workshop, to)
    if (over := floor.end_round_that_is_over(workshop)) is not None:
        before["circle"] = over
    if to is None:
        workshop.state, workshop.ended_at = WorkshopState.ENDED, now()
    else:
        _enter(workshop, to)
        if before["state"] == WorkshopState.PREPARED.value:
            arriving.note_who_came_before(workshop, actor)
    record(
        workshop.collective_id,
        _kind(before, workshop),
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        item=to.id if to else None,
    )
    make(workshop, "agenda", actor, item=to, before=before)
    if to is None:
        for ending in _endings:
            ending(workshop, actor)
    return True


def _kind(before: dict[str, Any], workshop: Workshop) -> str:
    if workshop.is_ended:
        return "workshop.closed"
    return "workshop.opened" if before["state"] == WorkshopState.PREPARED.value else "workshop.moved"


def _leave_current(workshop: Workshop, to: AgendaItem | None) -> None:
    """End what runs. What is left by going back has not begun: it will be taken up again from its start."""
    here = current(items_of(workshop))
    if here is None or (to is not None and here.id == to.id):
        return
    if to is not None and to.position < here.position:
        here.started_at = None
    else:
        here.ended_at = now()
    here.timer_ends_at = here.timer_left = None
    db.session.flush()  # one item is current at most: the database holds us to it


def _enter(workshop: Workshop, to: AgendaItem) -> None:
    for passed in items_of(workshop):
        if passed.position > to.position and passed.ended_at is not None:
            passed.started_at = passed.ended_at = None
    db.session.flush()
    if to.started_at is None:
        to.started_at = now()
    to.ended_at = None
    if workshop.state is WorkshopState.PREPARED:
        workshop.state, workshop.opened_at = WorkshopState.RUNNING, now()
    db.session.flush()


def adjust(workshop: Workshop, actor: Member, item: AgendaItem, minutes: int, seen: int | None) -> bool:
    """Give an item more minutes, or fewer, live: what follows slides. It keeps one minute at least."""
    if not is_seen(workshop, seen):
        return False
    before = _snapshot(workshop)
    item.extra_minutes = max(1 - item.minutes, min(item.extra_minutes + minutes, 600))
    make(workshop, "agenda", actor, item=item, before=before)
    return True


def set_timer(workshop: Workshop, actor: Member, item: AgendaItem, length: timedelta) -> None:
    """Start the timer of an item at `length`. Raises Refused for none, or for one over LONGEST_TIMER."""
    if not timedelta(0) < length <= LONGEST_TIMER:
        raise Refused(_("Un minuteur va d’une minute à cinq heures."), 422)
    before = _hold(workshop)
    item.timer_ends_at, item.timer_left = now() + length, None
    make(workshop, "agenda", actor, item=item, before=before)


def pause_timer(workshop: Workshop, actor: Member, item: AgendaItem) -> bool:
    """Stop the timer where it is, or let it run on; False when none was set, or when it has rung."""
    before = _hold(workshop)
    if item.timer_ends_at is not None:
        left = int((item.timer_ends_at - now()).total_seconds())
        if left <= 0:
            return False
        item.timer_ends_at, item.timer_left = None, left
    elif item.timer_left is not None:
        item.timer_ends_at, item.timer_left = now() + timedelta(seconds=item.timer_left), None
    else:
        return False
    make(workshop, "agenda", actor, item=item, before=before)
    return True


def extend_timer(workshop: Workshop, actor: Member, item: AgendaItem, more: timedelta) -> bool:
    """Give the timer more time, from now when it has rung; False when none was set."""
    before = _hold(workshop)
    if item.timer_ends_at is not None:
        item.timer_ends_at = max(item.timer_ends_at, now()) + more
    elif item.timer_left is not None:
        item.timer_left += int(more.total_seconds())
    else:
        return False
    make(workshop, "agenda", actor, item=item, before=before)
    return True


def stop_timer(workshop: Workshop, actor: Member, item: AgendaItem) -> bool:
    """Take the timer away; False when none was set."""
    before = _hold(workshop)
    if item.timer_ends_at is None and item.timer_left is None:
        return False
    item.timer_ends_at = item.timer_left = None
    make(workshop, "agenda", actor, item=item, before=before)
    return True


def _hold(workshop: Workshop) -> dict[str, Any]:
    is_seen(workshop, None)
    return _snapshot(workshop)


# --- taking back -------------------------------------------------------------------------------------


def _snapshot(workshop: Workshop) -> dict[str, Any]:
    """Everything a move of the agenda may change."""
    return {
        "state": workshop.state.value,
        "opened_at": _written(workshop.opened_at),
        "ended_at": _written(workshop.ended_at),
        "items": {
            str(item.id): {
                **{name: _written(getattr(item, name)) for name in _TIMES},
                **{name: getattr(item, name) for name in _NUMBERS},
            }
            for item in items_of(workshop)
        },
    }


def _restore(workshop: Workshop, before: dict[str, Any]) -> None:
    items = items_of(workshop)
    for item in items:  # one item is current at most, at every moment
        item.started_at = item.ended_at = None
    db.session.flush()
    for item in items:
        kept = before["items"].get(str(item.id), {})
        for name in _TIMES:
            setattr(item, name, _read(kept.get(name)))
        item.extra_minutes, item.timer_left = kept.get("extra_minutes", 0), kept.get("timer_left")
    workshop.state = WorkshopState(before["state"])
    workshop.opened_at, workshop.ended_at = _read(before["opened_at"]), _read(before["ended_at"])
    workshop.circle = before.get("circle", workshop.circle)
    db.session.flush()


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


register_undo("agenda", _restore)
