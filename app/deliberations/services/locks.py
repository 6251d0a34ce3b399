"""One writer at a time on a row: on PostgreSQL by its lock, on SQLite by the transaction itself."""

from __future__ import annotations

from app.db import db
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.refusals import Closed, Removed, Stale


def lock_open(deliberation: Deliberation) -> None:
    """Hold `deliberation` until the transaction ends; raises Closed when it is no longer open."""
    db.session.refresh(deliberation, with_for_update=True)
    if not deliberation.is_open:
        raise Closed


def lock_wording(contribution: Contribution, seen: int | None = None) -> None:
    """Hold `contribution`; raises Closed, Removed, or Stale when its wording is not the `seen` one."""
    lock_open(contribution.deliberation)
    db.session.refresh(contribution, with_for_update=True)
    if contribution.is_removed:
        raise Removed
    if seen is not None and contribution.version != seen:
        raise Stale
