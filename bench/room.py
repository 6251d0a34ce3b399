"""The room that is measured: a session of the demonstration, its server, and what was counted in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.instance import environment, signed_in
from bench.servers import free_port, wait


@dataclass(frozen=True)
class Room:
    """The session: its code, its pages, and who leads it."""

    code: str
    desk: str
    items: tuple[int, ...]
    vote: int
    poll: str
    cookie: str
    token: str


def prepared(folder: Path) -> Room:
    """The demonstration's collective, an evening in it, and a facilitator who is signed in."""
    os.environ.update(environment(folder))
    import sqlalchemy as sa

    from app import create_app
    from app.collectives.models import Collective
    from app.db import db, now
    from app.members.models import Member, Role
    from app.serve import prepare
    from app.workshops.kinds import ItemKind
    from app.workshops.models import AgendaItem
    from app.workshops.services import preparing

    prepare()
    application = create_app()
    with application.app_context():
        collective = db.session.scalars(sa.select(Collective)).one()
        leader = db.session.scalars(
            sa.select(Member).filter_by(collective_id=collective.id, role=Role.FACILITATOR)
        ).first()
        if leader is None:
            raise RuntimeError("the demonstration has no facilitator")
        workshop = preparing.create(
            collective, leader, title="Soirée", starts_at=now(), template="soiree-de-lancement"
        )
        agenda = sa.select(AgendaItem).filter_by(workshop_id=workshop.id).order_by(AgendaItem.position)
        items = list(db.session.scalars(agenda))
        vote = next(item for item in items if item.kind is ItemKind.VOTE)
        desk = f"/c/{collective.slug}/seances/{workshop.id}/animer"
        numbers, asks, poll = tuple(item.id for item in items), vote.id, str(vote.settings["poll"])
        code, who = workshop.code, leader.id
        db.session.commit()
        db.session.remove()
    voter = signed_in(application, who)
    with application.app_context():
        db.engine.dispose()
    return Room(code, desk, numbers, asks, poll, voter.cookie, voter.token)


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """As `make run` does, streams and all; gives the port and the process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "app.serve"],
        env={**os.environ, "PORT": str(port), "GUNICORN_CMD_ARGS": "--log-level error"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait(port, "/healthz", process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def counted(poll: int) -> int:
    import sqlalchemy as sa

    engine = sa.create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        asked = sa.text("SELECT count(*) FROM poll_answers WHERE poll_id = :poll")
        counted = connection.scalar(asked, {"poll": poll})
    engine.dispose()
    return int(counted or 0)
