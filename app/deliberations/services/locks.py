"""One writer at a time on a row: on PostgreSQL by its lock, on SQLite by the transaction itself."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import db
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.refusals import Closed, Removed, Stale


def hold(row: Deliberation | Contribution) -> None:
    """Read `row` again as it is now, and keep others from changing it until the transaction ends."""
    kind = type(row)
    db.session.scalars(
        sa.select(kind).where(kind.id == row.id).with_for_update().execution_options(populate_existing=True)
    ).one()


def lock_open(deliberation: Deliberation) -> None:
    """Hold `deliberation` until the transaction ends; raises Closed when it is no longer open."""
    hold(deliberation)
    if not deliberation.is_open:
        raise Closed


def lock_wording(contribution: Contribution, seen: int | None = None) -> None:
    """Hold `contribution`; raises Closed, Removed, or Stale when its wording is not the `seen` one."""
    lock_open(contribution.deliberation)
    hold(contribution)
    if contribution.is_removed:
        raise Removed
    if seen is not None and contribution.version != seen:
        raise Stale
