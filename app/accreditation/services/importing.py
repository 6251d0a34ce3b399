"""Venues added from a spreadsheet, all at once; each then waits as an application does."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accreditation.csv_import import Line, Reading, Words
from app.accreditation.csv_import import read as read_table
from app.accreditation.models import Venue, VenueKind
from app.accreditation.services.applying import KIND
from app.accreditation.states import VenueState
from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.register import search
from app.register.services import record


def check(collective: Collective, text: str, words: Words) -> Reading:
    """What a table would add; writes nothing. Raises UnreadableFile."""
    return read_table(text, words, _known(collective.id))


def add(collective: Collective, text: str, words: Words, actor: Member) -> Reading:
    """Add every venue of a table, or none when a line is bad. Raises UnreadableFile."""
    # Two files sent at once wait for each other here: the second then finds the names of the first.
    db.session.refresh(collective, with_for_update={"of": Collective})
    found = check(collective, text, words)
    if found.lines and not found.faults:
        _write(collective, found.lines)
        record(collective.id, "venue.imported", actor_id=actor.id, count=len(found.lines))
    return found


def _write(collective: Collective, lines: Sequence[Line]) -> None:
    day = now()
    db.session.execute(
        sa.insert(Venue),
        [
            {
                "collective_id": collective.id,
                "name": line.name,
                "folded_name": line.folded,
                "kind": VenueKind(line.kind),
                "place": line.place,
                "address": line.address,
                "website": line.website,
                "presentation": line.presentation,
                "products": list(line.products),
                "state": VenueState.APPLIED,
                "created_at": day,
            }
            for line in lines
        ],
    )
    identifiers = _known_ids(collective.id)
    sellers = [
        {"id": identifiers[line.folded], "market_id": identifiers[line.market]}
        for line in lines
        if line.market
    ]
    if sellers:
        db.session.execute(sa.update(Venue), sellers)
    search.index_new(
        collective.id,
        KIND,
        [
            (identifiers[line.folded], line.name, f"{line.place}\n{line.address}\n{line.presentation}")
            for line in lines
        ],
    )


def markets(collective_id: int) -> frozenset[str]:
    """The folded names of the collective's markets."""
    rows = sa.select(Venue.folded_name).filter_by(collective_id=collective_id, kind=VenueKind.MARKET)
    return frozenset(db.session.scalars(rows))


def _known(collective_id: int) -> frozenset[str]:
    return frozenset(db.session.scalars(sa.select(Venue.folded_name).filter_by(collective_id=collective_id)))


def _known_ids(collective_id: int) -> dict[str, int]:
    rows = db.session.execute(sa.select(Venue.folded_name, Venue.id).filter_by(collective_id=collective_id))
    return {row[0]: row[1] for row in rows}
