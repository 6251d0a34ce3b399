"""The first things a new collective does, ticked by what its register says was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.register.models import RegisterEntry
from app.web import policy_of

# After a season, whoever has not drawn a blason does not want to be told every day.
NEW = timedelta(days=90)


@dataclass(frozen=True, order=True)
class Offer:
    """A thing to do at `endpoint`; done once the register holds `times` acts of the kinds `done_by`."""

    order: int
    endpoint: str
    label: Any
    done_by: frozenset[str]
    times: int = 1


@dataclass(frozen=True)
class Step:
    """A line of the list, as this person sees it; `url` is empty when they may not do it themselves."""

    label: Any
    url: str
    is_done: bool


_offers: dict[str, Offer] = {}


def add_step(order: int, endpoint: str, label: Any, done_by: set[str], *, times: int = 1) -> None:
    """Offer `label` (a lazy string) to new collectives, leading to `endpoint`."""
    _offers[endpoint] = Offer(order, endpoint, label, frozenset(done_by), times)


def steps(collective: Collective, actor: Member | None) -> list[Step]:
    """The steps for this member; none for the public, once all are done, or after a season.

    One SQL statement, none when nothing is shown.
    """
    if actor is None or now() - collective.created_at > NEW:
        return []
    offers = sorted(offer for offer in _offers.values() if offer.endpoint in current_app.view_functions)
    kinds = set().union(*(offer.done_by for offer in offers))
    rows = db.session.execute(
        sa.select(RegisterEntry.kind, sa.func.count())
        .where(RegisterEntry.collective_id == collective.id, RegisterEntry.kind.in_(kinds))
        .group_by(RegisterEntry.kind)
    )
    acts = {kind: number for kind, number in rows.all()}  # noqa: C416 - a Row is not a tuple to the type checker
    found = [Step(offer.label, _address(offer, actor), _is_done(offer, acts)) for offer in offers]
    return [] if all(step.is_done for step in found) else found


def _is_done(offer: Offer, acts: dict[str, int]) -> bool:
    return sum(acts.get(kind, 0) for kind in offer.done_by) >= offer.times


def _address(offer: Offer, actor: Member) -> str:
    policy = policy_of(current_app, offer.endpoint)
    return url_for(offer.endpoint) if policy is not None and policy(actor) else ""
