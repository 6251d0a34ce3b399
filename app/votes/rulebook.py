"""The collective's rules of decision: read the current ones, adopt new ones."""

from __future__ import annotations

import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register.services import record
from app.votes.models import RulebookVersion
from app.votes.presets import PRESETS
from app.votes.rules import Rulebook

DEFAULT_PRESET = "couserans"


def current_version(collective_id: int) -> RulebookVersion | None:
    """The rules in force, None for a collective that has adopted none."""
    return db.session.scalar(
        sa.select(RulebookVersion)
        .filter_by(collective_id=collective_id)
        .order_by(RulebookVersion.number.desc())
        .limit(1)
    )


def current_rulebook(collective_id: int) -> Rulebook:
    """The rules in force; the default preset while none was adopted."""
    version = current_version(collective_id)
    return PRESETS[DEFAULT_PRESET] if version is None else Rulebook.from_document(version.document)


def adopt_rulebook(
    collective_id: int, rulebook: Rulebook, *, decision_id: int | None, actor_id: int | None
) -> RulebookVersion:
    """Put `rulebook` in force and record it. Decisions already open keep the rules they opened with."""
    latest = current_version(collective_id)
    version = RulebookVersion(
        collective_id=collective_id,
        number=latest.number + 1 if latest else 1,
        document=rulebook.to_document(),
        decision_id=decision_id,
        adopted_by_id=actor_id,
    )
    db.session.add(version)
    db.session.flush()
    record(
        collective_id,
        "rulebook.adopted",
        actor_id=actor_id,
        subject=("rulebook", version.id),
        number=version.number,
        decision=decision_id,
        rules=version.document,
    )
    return version


def adopt_preset(collective: Collective, founder: Member, preset: str) -> None:
    """At founding, put the chosen preset in force; an unknown code means the default one."""
    rulebook = PRESETS.get(preset, PRESETS[DEFAULT_PRESET])
    adopt_rulebook(collective.id, rulebook, decision_id=None, actor_id=founder.id)


def most_proxies(collective_id: int) -> int:
    """The most proxies any rule in force lets one person hold; each opening checks its own rule again."""
    cascades = current_rulebook(collective_id).cascades.values()
    return max(step.max_proxies for steps in cascades for step in steps)
