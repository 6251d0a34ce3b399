"""The moves of those who facilitate: each is numbered, made once, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.db import db, now
from app.live.services import emit
from app.members.models import Member
from app.workshops.models import AgendaItem, Move, Workshop

# What taking back a move of some kind does, from what it kept.
Undo = Callable[[Workshop, dict[str, Any]], None]
Stands = Callable[[dict[str, Any]], bool]
_undos: dict[str, Undo] = {}
_stands: dict[str, Stands] = {}

ALL_SCREENS = ("stage", "mine", "wall", "desk")


def register_undo(kind: str, undo: Undo, *, stands: Stands | None = None) -> None:
    """Have moves of `kind` taken back by `undo(workshop, before)`; `before["by"]` is who takes it back.

    `stands(before)` says whether it still can be: what was counted and published is for good, and nothing
    before it is taken back either.
    """
    _undos[kind] = undo
    if stands is not None:
        _stands[kind] = stands


def hold(workshop: Workshop) -> None:
    """From here on, nobody else moves this session until the end of the transaction."""
    db.session.refresh(workshop, with_for_update=True)


def is_seen(workshop: Workshop, version: int | None) -> bool:
    """Hold the session, and say whether it still is as the person saw it, at `version`.

    Two people press « next » at once: the second one's form was made for the state before.
    """
    hold(workshop)
    return version is None or version == workshop.version


def make(
    workshop: Workshop,
    kind: str,
    actor: Member,
    *,
    item: AgendaItem | None = None,
    before: dict[str, Any] | None = None,
) -> Move:
    """Number the move just done and tell every screen; `before` is what its undo needs."""
    workshop.version += 1
    move = Move(
        workshop_id=workshop.id,
        number=workshop.version,
        kind=kind,
        item_id=item.id if item else None,
        before=before or {},
        actor_id=actor.id,
    )
    db.session.add(move)
    db.session.flush()
    emit(workshop.topic, *ALL_SCREENS)
    return move


def last(workshop: Workshop) -> Move | None:
    """The move that would be taken back: the latest that still stands; None when it is for good."""
    move = db.session.scalar(
        sa.select(Move)
        .filter_by(workshop_id=workshop.id, undone_at=None)
        .where(Move.kind.in_(_undos))
        .order_by(Move.number.desc())
        .limit(1)
    )
    if move is None or (move.kind in _stands and not _stands[move.kind](move.before)):
        return None
    return move


def undo(workshop: Workshop, number: int, actor: Member) -> Move | None:
    """Have `actor` take back the move `number`; None when it is no longer the last: someone moved."""
    hold(workshop)
    move = last(workshop)
    if move is None or move.number != number:
        return None
    _undos[move.kind](workshop, {**move.before, "by": actor.id})
    move.undone_at = now()
    workshop.version += 1
    db.session.flush()
    emit(workshop.topic, *ALL_SCREENS)
    return move
