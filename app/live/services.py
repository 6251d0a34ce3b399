"""Say that something changed: in the transaction of the change, and seen by screens once it is committed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from app.db import db
from app.live.models import LiveRegion, LiveTopic
from app.live.topics import known

CHANNEL = "blason_live"
_PENDING = "blason.live"


def emit(topic: str, *regions: str) -> None:
    """Have the screens that follow `topic` show these regions again, when this transaction is committed.

    However often it is called in a transaction, a topic moves by one version. Raises LookupError for a
    region that no feature added.
    """
    known(topic, regions)
    if not db.session().in_transaction():
        db.session.begin()  # so that a rollback forgets it
    db.session.info.setdefault(_PENDING, {}).setdefault(topic, set()).update(regions)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Last thing before the commit, and topics in order: the row of a topic is held as short as can be."""
    if session.in_nested_transaction() or not (pending := session.info.pop(_PENDING, None)):
        return
    session.flush()
    dialect = session.get_bind(LiveTopic).dialect.name
    for topic in sorted(pending):
        # The row of the topic is locked from here to the commit: versions become visible in their order,
        # and a transaction that commits late is not skipped by who already read a higher number.
        version = session.execute(_COUNT[dialect], {"name": topic}).scalar_one()
        moment = datetime.now(UTC)
        session.execute(
            _MARK[dialect],
            [
                {"topic": topic, "region": region, "version": version, "changed_at": moment}
                for region in sorted(pending[topic])
            ],
        )
        if dialect == "postgresql":
            session.execute(_WAKE, {"topic": topic})


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(_PENDING, None)


def _statements(insert: Any) -> tuple[Any, Any]:
    count = insert(LiveTopic).values(name=sa.bindparam("name"), version=1)
    count = count.on_conflict_do_update(index_elements=["name"], set_={"version": LiveTopic.version + 1})
    mark = insert(LiveRegion)
    mark = mark.on_conflict_do_update(
        index_elements=["topic", "region"],
        set_={"version": mark.excluded.version, "changed_at": mark.excluded.changed_at},
    )
    return count.returning(LiveTopic.version), mark


_COUNT, _MARK = {}, {}
for _name, _insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert)):
    _COUNT[_name], _MARK[_name] = _statements(_insert)
_WAKE = sa.select(sa.func.pg_notify(CHANNEL, sa.bindparam("topic")))
