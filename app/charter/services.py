"""The charter in force, its versions, and their only author: a decision that was adopted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.charter import changes, consequences, life
from app.charter.changes import Change
from app.charter.document import Charter
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from app.register import search
from app.register.chain import Link, breaks, canonical, link
from app.register.models import GENESIS
from app.register.services import record
from app.votes.models import Decision


def current_version(collective_id: int) -> CharterVersion | None:
    """The version in force with its decision, None before the first adoption: one statement."""
    return db.session.scalar(_versions(collective_id).limit(1))


def current_charter(collective_id: int) -> Charter:
    """What the charter says now; an empty one before the first adoption."""
    version = current_version(collective_id)
    return version.charter if version else Charter()


def version(collective_id: int, number: int) -> CharterVersion | None:
    """One version by its number, with its decision."""
    return db.session.scalar(_versions(collective_id).filter_by(number=number))


def version_on(collective: Collective, day: date) -> CharterVersion | None:
    """The version in force at the end of that day where the collective lives, with its decision."""
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(collective.timezone))
    on = sa.select(CharterVersion).where(
        CharterVersion.collective_id == collective.id, CharterVersion.adopted_at < end.astimezone(UTC)
    )
    latest = on.order_by(CharterVersion.adopted_at.desc(), CharterVersion.number.desc()).limit(1)
    return db.session.scalar(latest.options(joinedload(CharterVersion.decision, innerjoin=True)))


def versions(collective_id: int) -> list[CharterVersion]:
    """Every version, latest first, with its decision: one statement."""
    return list(db.session.scalars(_versions(collective_id)))


def _versions(collective_id: int) -> sa.Select[CharterVersion]:
    return (
        sa.select(CharterVersion)
        .where(CharterVersion.collective_id == collective_id)
        .order_by(CharterVersion.number.desc())
        .options(joinedload(CharterVersion.decision, innerjoin=True))
    )


def amend(
    collective: Collective, amendment: Sequence[Change], decision: Decision, *, summary: str
) -> CharterVersion:
    """Write the version that `decision` adopted, in the caller's transaction.

    Raises changes.InvalidChange or document.InvalidDocument when the charter moved so far that the
    amendment no longer means anything; the caller checks conflicts before.
    """
    hold(collective)
    latest = current_version(collective.id)
    charter = changes.apply(latest.charter if latest else Charter(), amendment)
    document, previous = canonical(charter.to_document()), latest.hash if latest else GENESIS
    written = CharterVersion(
        collective_id=collective.id,
        number=latest.number + 1 if latest else 1,
        document=document,
        prev_hash=previous,
        hash=link(previous, document),
        decision_id=decision.id,
        summary=summary,
    )
    db.session.add(written)
    db.session.flush()
    record(
        collective.id,
        "charter.amended",
        subject=("charter", written.id),
        number=written.number,
        hash=written.hash,
        decision=decision.id,
    )
    before = latest.charter if latest else Charter()
    _index(collective.id, before, charter)
    life.note(before, written)
    consequences.amended(collective, before, written)
    return written


def hold(collective: Collective) -> None:
    """One version at a time: whoever comes second reads what the first wrote."""
    db.session.execute(sa.select(Collective.id).filter_by(id=collective.id).with_for_update())


def _index(collective_id: int, before: Charter, after: Charter) -> None:
    """One searchable entry for the whole charter: a clause has no identity in the search but its words."""
    words = "\n".join(f"{clause.code} {clause.title}\n{clause.text}" for clause in after.clauses)
    if after.clauses != before.clauses:
        search.index(collective_id, "charter", collective_id, _("Charte de conventionnement"), words)


def check_chain(collective_id: int) -> Iterator[str]:
    """For the register's verification: a line for each version that is missing or was altered."""
    stored = db.session.scalars(
        sa.select(CharterVersion).filter_by(collective_id=collective_id).order_by(CharterVersion.number)
    )
    links = (Link(row.number, row.document, row.prev_hash, row.hash) for row in stored)
    yield from (f"version {found.position}: {found.code}" for found in breaks(links, GENESIS))
