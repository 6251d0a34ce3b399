"""Play the evening again: prepare it, and take the next step."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import force_locale

from app.collectives.models import Collective
from app.db import db, now
from app.demo.replay.models import Replay
from app.demo.replay.script import Step, steps
from app.errors import Refused, Unseen
from app.members.models import Member
from app.workshops.models import Workshop
from app.workshops.services import preparing
from app.workshops.services.moves import hold


def begin(collective: Collective, actor: Member) -> Replay:
    """A new session, made from the launching run-sheet, that plays itself from its first step."""
    with force_locale("fr"):
        workshop = preparing.create(
            collective,
            actor,
            title="Soirée de lancement, rejouée",
            starts_at=now(),
            place="Mairie du 14e (exemple fictif)",
            intention="La soirée du 23 avril 2024, jouée par des personnes inventées.",
            template="soiree-de-lancement",
        )
    replay = Replay(workshop_id=workshop.id)
    db.session.add(replay)
    db.session.flush()
    return replay


def find(workshop: Workshop) -> Replay:
    """The replay of this session. Raises Unseen for a session of real people."""
    found = db.session.get(Replay, workshop.id)
    if found is None:
        raise Unseen
    return found


def latest(collective_id: int) -> Replay | None:
    """The last evening that someone began to play again here."""
    return db.session.scalar(
        sa.select(Replay)
        .join(Replay.workshop)
        .where(Workshop.collective_id == collective_id)
        .order_by(Replay.workshop_id.desc())
        .limit(1)
    )


def take_step(replay: Replay, actor: Member, seen: int | None) -> Step | None:
    """Do the next step, or pass over what can no more be done; None once all are done, or when someone else did it meanwhile."""
    hold(replay.workshop)
    db.session.refresh(replay)
    script = steps(replay.workshop)
    if replay.step >= len(script) or (seen is not None and seen != replay.step):
        return None
    step = script[replay.step]
    _play(step, replay.workshop, actor)
    replay.step += 1
    return step


def _play(step: Step, workshop: Workshop, actor: Member) -> None:
    """Do it, or let it pass: whoever took the desk over meanwhile may have made it impossible."""
    try:
        with force_locale("fr"), db.session.begin_nested():
            step.act(workshop, actor)
    except Refused:
        db.session.expire_all()
