"""A charter of 1,000 clauses through many versions: the pages that read them, each read afresh."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.charter.document import Charter
    from app.collectives.models import Collective

CLAUSES, CRITERIA = 1_000, 5
# So many clauses are written at once: a proposal changes 500 things at most.
PART = 400


def first_version(name: str) -> tuple[Collective, Charter]:
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


def versions(collective: Collective, charter: Charter, number: int) -> None:
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


def charter_pages(application: Flask, slug: str) -> dict[str, Callable[[], None]]:
    """Each page, read afresh."""
    from app.db import now

    client, charter = application.test_client(), f"/c/{slug}/charte"
    day = now().date() - timedelta(days=2)
    return {
        "two versions compared": lambda: page(client, f"{charter}/comparer/5...8"),
        "the charter as of a day": lambda: page(client, f"{charter}/au/{day}"),
        "the life of a clause": lambda: page(client, f"{charter}/clauses/P2"),
    }


def page(client: FlaskClient, address: str) -> None:
    from app.charter import models

    models._read.cache_clear()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def documents(path: Path) -> None:
    with closing(sqlite3.connect(path)) as bare:
        for (document,) in bare.execute("SELECT document FROM charter_versions ORDER BY number DESC LIMIT 2"):
            json.loads(document)
