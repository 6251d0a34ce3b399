"""Append to the register, and read a chain back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from app.db import db, now
from app.register.chain import Link, breaks, canonical, link
from app.register.models import GENESIS, RegisterEntry, RegisterHead
from app.register.wording import fault

# A feature with a chain of its own (the charter's versions, the blason's) adds its check here.
Check = Callable[[int], Iterator[str]]
_checks: dict[str, Check] = {}


def record(
    collective_id: int,
    kind: str,
    *,
    actor_id: int | None = None,
    subject: tuple[str, int] | None = None,
    **payload: Any,
) -> RegisterEntry:
    """Append an act to the collective's chain, in the caller's transaction.

    `kind` is `<noun>.<participle>` ("decision.closed"); `payload` holds codes and identifiers, never a
    person's name (it could not be erased) and never a secret choice.
    """
    head = db.session.get(RegisterHead, collective_id, with_for_update=True)
    if head is None:
        head = RegisterHead(collective_id=collective_id, position=0, hash=GENESIS)
        db.session.add(head)
    entry = RegisterEntry(
        collective_id=collective_id,
        position=head.position + 1,
        recorded_at=now(),
        actor_id=actor_id,
        kind=kind,
        subject_kind=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
        payload=canonical(payload),
        previous_hash=head.hash,
    )
    entry.hash = link(entry.previous_hash, _covered(entry))
    head.position, head.hash = entry.position, entry.hash
    db.session.add(entry)
    db.session.flush()
    return entry


def _covered(entry: RegisterEntry) -> str:
    """The text a hash covers: every column that says what happened."""
    return canonical(
        [
            entry.collective_id,
            entry.position,
            entry.recorded_at.isoformat(),
            entry.actor_id,
            entry.kind,
            entry.subject_kind,
            entry.subject_id,
            entry.payload,
        ]
    )


def add_check(name: str, check: Check) -> None:
    """Let `check(collective_id)` yield, at each verification, a line for each fault it finds."""
    _checks[name] = check


def verify(collective_id: int) -> Iterator[str]:
    """Yield a line for each fault of the collective's chains; nothing when all hold."""
    entries = db.session.scalars(
        sa.select(RegisterEntry).filter_by(collective_id=collective_id).order_by(RegisterEntry.position)
    ).yield_per(1000)
    last = Link(0, "", "", GENESIS)

    def links() -> Iterator[Link]:
        nonlocal last
        for entry in entries:
            last = Link(entry.position, _covered(entry), entry.previous_hash, entry.hash)
            yield last

    yield from (fault(found.code, found.position) for found in breaks(links(), GENESIS))
    head = db.session.get(RegisterHead, collective_id)
    if (head.position, head.hash) != (last.position, last.hash) if head else last.position:
        yield fault("cut", last.position)
    for name, check in _checks.items():
        yield from (f"{name} : {found}" for found in check(collective_id))
