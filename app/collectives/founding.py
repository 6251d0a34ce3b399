"""Found a collective: its first page, its first administrator, its first rules, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.collectives.models import Collective, FirstFounding
from app.collectives.slug import candidates
from app.db import db
from app.members.models import Member, Role
from app.register.search import fold
from app.register.services import record

PRESETS = ("couserans", "geneve", "simple_majority")

# Told of each new collective, inside the founding transaction: (collective, founder, preset's code).
Subscriber = Callable[[Collective, Member, str], None]
_subscribers: list[Subscriber] = []


def on_founded(subscriber: Subscriber) -> None:
    """Have `subscriber(collective, founder, preset)` run inside each founding, in order of subscription."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


class AlreadyFounded(Exception):
    """Someone else founded the first collective of this instance meanwhile."""


def is_empty_instance() -> bool:
    """Whether no collective exists here yet."""
    return db.session.scalar(sa.select(Collective.id).limit(1)) is None


def found(
    *, name: str, territory: str, presentation: str, founder: str, email: str | None, preset: str, first: bool
) -> tuple[Collective, Member]:
    """Create a collective, its administrator and its rules of decision; the address comes from the name.

    `first` says that the founder saw an empty instance: raises AlreadyFounded when it no longer is.
    """
    collective = _with_free_address(Collective(name=name, territory=territory, presentation=presentation))
    if first:
        _claim_instance(collective)
    member = Member(
        collective_id=collective.id,
        name=founder,
        folded_name=fold(founder),
        email=email.lower() if email else None,
        role=Role.ADMINISTRATOR,
    )
    db.session.add(member)
    db.session.flush()
    record(
        collective.id,
        "collective.founded",
        actor_id=member.id,
        subject=("collective", collective.id),
        name=name,
        territory=territory,
        preset=preset,
    )
    for tell in _subscribers:
        tell(collective, member, preset)
    return collective, member


def _with_free_address(collective: Collective) -> Collective:
    """Insert under the first free address; another founder may take one between the look and the leap."""
    for address in islice(candidates(collective.name), 1000):
        if db.session.scalar(sa.select(Collective.id).filter_by(slug=address)) is not None:
            continue
        collective.slug = address
        try:
            with db.session.begin_nested():
                db.session.add(collective)
        except IntegrityError:
            continue
        return collective
    raise RuntimeError(f"no free address for {collective.name!r}")


def _claim_instance(collective: Collective) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(FirstFounding(id=1, collective_id=collective.id))
    except IntegrityError as error:
        raise AlreadyFounded from error
