"""The life of one clause: added, rewritten, moved, debated, removed; by which decisions.

Each version keeps, in `charter_version_clauses`, the codes it touched: a clause's life is read from the few
versions that changed it, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.charter.diff import ClauseDiff, Fate, clause_row, clauses
from app.charter.document import Charter
from app.charter.models import CharterVersion, VersionClause
from app.db import db


@dataclass(frozen=True)
class Moment:
    """A version, and what it did to the clause."""

    version: CharterVersion
    row: ClauseDiff


def note(before: Charter, version: CharterVersion) -> None:
    """Keep which clauses `version` touches, in its transaction."""
    touched = [row.clause.code for row in clauses(before, version.charter) if row.fate is not Fate.KEPT]
    if touched:
        rows = [{"version_id": version.id, "code": code} for code in touched]
        db.session.execute(sa.insert(VersionClause), rows)


def of_clause(collective_id: int, code: str, *, with_open: bool) -> list[Moment]:
    """What each version that touched the clause did to it, latest first: two statements."""
    touching = (
        sa.select(CharterVersion)
        .join(VersionClause, VersionClause.version_id == CharterVersion.id)
        .where(CharterVersion.collective_id == collective_id, VersionClause.code == code)
        .order_by(CharterVersion.number)
        .options(joinedload(CharterVersion.decision, innerjoin=True))
    )
    found = list(db.session.scalars(touching))
    numbers = {version.number - 1 for version in found} - {version.number for version in found}
    former = sa.select(CharterVersion).where(
        CharterVersion.collective_id == collective_id, CharterVersion.number.in_(numbers)
    )
    by_number = {version.number: version for version in [*found, *db.session.scalars(former)]}
    moments = [_moment(version, by_number.get(version.number - 1), code, with_open) for version in found]
    return [moment for moment in reversed(moments) if moment is not None]


def _moment(
    version: CharterVersion, former: CharterVersion | None, code: str, with_open: bool
) -> Moment | None:
    old, new = former.charter if former else Charter(), version.charter
    if not with_open:
        old, new = old.without_open_points(), new.without_open_points()
    row = clause_row(old, new, code)
    return Moment(version, row) if row is not None and row.fate is not Fate.KEPT else None
