"""A charter of 1,000 clauses through 300 versions, and 10,000 venues: pages, beside reading the same bytes.

What a page costs must not grow with the number of versions, and a directory must not ask more of the
database when it is longer.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.charter.document import Charter
    from app.collectives.models import Collective

Name = TypeVar("Name")
CLAUSES, CRITERIA, FEW, MANY, VENUES = 1_000, 5, 10, 300, 10_000
# So many clauses are written at once: a proposal changes 500 things at most.
PART = 400
ROUNDS = 7
GROWTH = 1.5
STATEMENTS = 10


@dataclass(frozen=True)
class Figure:
    """What was measured: both in seconds (or in statements), and the most their ratio should be."""

    what: str
    mine: float
    bare: float
    at_most: float | None = None
    unit: str = "ms"


def measure(folder: Path) -> list[Figure]:
    """Fill a database in `folder`, and ask for its pages."""
    from app import create_app
    from app.db import db

    path = folder / "scale.sqlite3"
    settings = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}", "SECRET_KEY": "scale", "DEMO": False}
    application = create_app(settings)
    with application.app_context():
        db.create_all()
        collectives = {}
        for number in (FEW, MANY):
            collective, charter = _first_version(f"À {number} versions")
            _versions(collective, charter, number)
            collectives[number] = collective.slug
        pages = {number: _charter_pages(application, slug) for number, slug in collectives.items()}
        bare = _timed(lambda: _documents(path))
        figures = []
        for what in pages[MANY]:
            taken = _interleaved({number: pages[number][what] for number in pages})
            figures += [
                Figure(f"{what}, {MANY} versions / {FEW} versions", taken[MANY], taken[FEW], GROWTH),
                Figure(f"{what} / reading two versions of it", taken[MANY], bare),
            ]
        _venues(collective)
        figures += _venue_pages(application, collective, path)
        db.session.remove()
        db.engine.dispose()
    return figures


# --- the charter -------------------------------------------------------------------------------------


def _first_version(name: str) -> tuple[Collective, Charter]:
    from app.charter.document import Charter, Clause, ClauseKind, ProductType, Scope, taken
    from app.collectives.founding import found
    from app.db import db

    collective, _founder = found(
        name=name,
        territory="",
        presentation="",
        founder="Une personne",
        email=None,
        preset="simple_majority",
        first=False,
    )
    clauses = [
        Clause(code=f"L{n}", kind=ClauseKind.CRITERION, scope=Scope.VENUE, title=f"Critère {n}", text="Dit.")
        for n in range(1, CRITERIA + 1)
    ]
    clauses += [
        Clause(
            code=f"P{n}",
            kind=ClauseKind.PRINCIPLE,
            title=f"Principe {n}",
            text=f"Le principe numéro {n} dit ce que l’on fait, avec qui, et ce que l’on ne fait pas.",
        )
        for n in range(1, CLAUSES - CRITERIA + 1)
    ]
    products = (ProductType("T1", "Légumes"), ProductType("T2", "Pain"))
    charter = Charter(
        tuple(clauses), 3, taken({}, clauses) | {"T": 2}, products, {(3, "T1"): 60, (5, "T1"): 100}
    )
    db.session.commit()
    return collective, charter


def _versions(collective: Collective, charter: Charter, number: int) -> None:
    """As many versions as `number`, a day apart, each rewording one clause."""
    import sqlalchemy as sa

    from app.charter import services
    from app.charter.changes import derive
    from app.charter.models import CharterVersion
    from app.db import db, now
    from app.members.models import Member
    from app.votes import services as votes
    from app.votes.models import Decision
    from app.votes.rules import QuestionKind

    actor = db.session.scalars(sa.select(Member).where(Member.collective_id == collective.id)).first()
    if services.current_version(collective.id) is None:
        votes.open_decision(
            collective, question="Adopter ?", text="Oui.", kind=QuestionKind.CHARTER, actor=actor
        )
        db.session.flush()
    pattern = dict(
        db.session.execute(
            sa.select(Decision.__table__).where(Decision.collective_id == collective.id).limit(1)
        )
        .mappings()
        .one()
    )
    latest = services.current_version(collective.id)
    for n in range(latest.number + 1 if latest else 1, number + 1):
        copied = {name: value for name, value in pattern.items() if name != "id"}
        made = db.session.execute(sa.insert(Decision.__table__).values(**copied)).inserted_primary_key[0]
        changed = _at(charter, n)
        version = services.amend(
            collective,
            derive(services.current_charter(collective.id), changed),
            db.session.get_one(Decision, made),
            summary="Récrite",
        )
        day = now() - timedelta(days=number - n)
        # A version never changes once written: its day alone is set, as if it had been adopted then.
        _backdate(CharterVersion.__tablename__, version.id, day)
    db.session.commit()


def _at(charter: Charter, number: int) -> Charter:
    """What a version says: written by parts in the first ones, then one clause reworded by each."""
    # The criteria are read last, and the threshold needs them from the first version on.
    principles, criteria = charter.clauses[:-CRITERIA], charter.clauses[-CRITERIA:]
    written = (*principles[: number * PART], *criteria)
    said = replace(principles[number - 1], text=f"Récrit par la version {number}.")
    clauses = tuple(said if clause.code == said.code else clause for clause in written)
    return replace(charter, clauses=clauses)


def _backdate(table: str, number: int, day: Any) -> None:
    import sqlalchemy as sa

    from app.db import db

    triggers = db.session.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
        {"table": table},
    ).all()
    for name, _sql in triggers:
        db.session.execute(sa.text(f'DROP TRIGGER "{name}"'))
    db.session.execute(
        sa.text(f"UPDATE {table} SET adopted_at = :day WHERE id = :id"),  # noqa: S608 - a name of ours
        {"day": day.strftime("%Y-%m-%d %H:%M:%S.%f"), "id": number},
    )
    for _name, sql in triggers:
        db.session.execute(sa.text(sql))


def _charter_pages(application: Flask, slug: str) -> dict[str, Callable[[], None]]:
    """Each page, read afresh."""
    from app.db import now

    client, charter = application.test_client(), f"/c/{slug}/charte"
    day = now().date() - timedelta(days=2)
    return {
        "two versions compared": lambda: _page(client, f"{charter}/comparer/5...8"),
        "the charter as of a day": lambda: _page(client, f"{charter}/au/{day}"),
        "the life of a clause": lambda: _page(client, f"{charter}/clauses/P2"),
    }


def _page(client: FlaskClient, address: str) -> None:
    from app.charter import models

    models._read.cache_clear()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _documents(path: Path) -> None:
    with closing(sqlite3.connect(path)) as bare:
        for (document,) in bare.execute("SELECT document FROM charter_versions ORDER BY number DESC LIMIT 2"):
            json.loads(document)


# --- the venues --------------------------------------------------------------------------------------


def _venues(collective: Collective) -> None:
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


def _venue_pages(application: Flask, collective: Collective, path: Path) -> list[Figure]:
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
        "listed": lambda: _page(client, address),
        "filtered": lambda: _page(client, f"{address}?q=quartier+7&genre=shop&produit=T2"),
        "previewed for impact": impact,
    }
    bare = {
        "listed": _timed(lambda: _rows(path, "SELECT * FROM venues ORDER BY folded_name LIMIT 30")),
        "filtered": _timed(lambda: _rows(path, "SELECT * FROM venues WHERE place LIKE '%quartier 7%'")),
        "previewed for impact": _timed(
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
            Figure(f"{VENUES} venues {what} / reading the same rows", _timed(ask), bare[what]),
            Figure(f"{VENUES} venues {what}, statements of {STATEMENTS}", statements, STATEMENTS, 1, ""),
        ]
    return figures


def _rows(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as bare:
        return len(bare.execute(query).fetchall())


def _timed(work: Callable[[], object]) -> float:
    """The median of ROUNDS, in seconds."""
    return _interleaved({"": work})[""]


def _interleaved(work: Mapping[Name, Callable[[], object]]) -> dict[Name, float]:
    """The median of ROUNDS of each, in seconds, taken in turn: what else the machine does weighs on all."""
    taken: dict[Name, list[float]] = {name: [] for name in work}
    for _round in range(ROUNDS):
        for name, ask in work.items():
            start = time.perf_counter()
            ask()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in taken.items()}
