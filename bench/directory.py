"""A directory of 10,000 venues: its pages, and what a lower threshold would change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.timing import Figure, timed
from bench.versions import page

if TYPE_CHECKING:
    from flask import Flask

    from app.collectives.models import Collective

VENUES = 10_000
STATEMENTS = 10


def venues(collective: Collective) -> None:
    import sqlalchemy as sa

    from app.accreditation.assessment_models import Assessment
    from app.accreditation.findings import Finding
    from app.accreditation.models import Venue, VenueKind
    from app.accreditation.states import VenueState
    from app.db import db
    from app.members.models import Member

    kinds, findings = list(VenueKind), list(Finding)
    db.session.execute(
        sa.insert(Venue),
        [
            {
                "collective_id": collective.id,
                "name": f"Lieu {n}",
                "folded_name": f"lieu {n:05}",
                "kind": kinds[n % len(kinds)],
                "place": f"Quartier {n % 20}",
                "products": ["T1"] if n % 2 else ["T1", "T2"],
                "state": VenueState.ACCREDITED if n % 3 else VenueState.APPLIED,
            }
            for n in range(VENUES)
        ],
    )
    author = db.session.scalar(sa.select(sa.func.min(Member.id)))
    numbers = list(db.session.scalars(sa.select(Venue.id)))
    db.session.execute(
        sa.insert(Assessment),
        [
            {
                "venue_id": number,
                "charter_version": 1,
                "code": f"L{n}",
                "finding": findings[(number + n) % len(findings)],
                "author_id": author,
            }
            for number in numbers
            for n in range(1, 6)
        ],
    )
    db.session.commit()


def venue_pages(application: Flask, collective: Collective, path: Path) -> list[Figure]:
    from sqlalchemy import event

    from app.accreditation.services.reexamining import impact_of
    from app.charter.services import current_charter
    from app.db import db

    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *about: sent.append(about[2]))
    client, address = application.test_client(), f"/c/{collective.slug}/lieux"
    charter = current_charter(collective.id)
    lower = replace(charter, threshold=2)

    def impact() -> None:
        if not impact_of(collective.id, charter, lower):
            raise RuntimeError("a lower threshold touches some venue")

    work: dict[str, Callable[[], None]] = {
        "listed": lambda: page(client, address),
        "filtered": lambda: page(client, f"{address}?q=quartier+7&genre=shop&produit=T2"),
        "previewed for impact": impact,
    }
    bare = {
        "listed": timed(lambda: _rows(path, "SELECT * FROM venues ORDER BY folded_name LIMIT 30")),
        "filtered": timed(lambda: _rows(path, "SELECT * FROM venues WHERE place LIKE '%quartier 7%'")),
        "previewed for impact": timed(
            lambda: (
                _rows(path, "SELECT id, name, products FROM venues")
                + _rows(path, "SELECT venue_id, code, finding FROM assessments")
            )
        ),
    }
    figures = []
    for what, ask in work.items():
        sent.clear()
        ask()
        statements = len(sent)
        figures += [
            Figure(f"{VENUES} venues {what} / reading the same rows", timed(ask), bare[what]),
            Figure(f"{VENUES} venues {what}, statements of {STATEMENTS}", statements, STATEMENTS, 1, ""),
        ]
    return figures


def _rows(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as bare:
        return len(bare.execute(query).fetchall())
