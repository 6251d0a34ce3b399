"""Found a collective: its first page, its first administrator, its first rules, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from app.collectives.models import Collective
from app.members.models import Member

# Told of each new collective, inside the founding transaction: (collective, founder, preset's code).
Subscriber = Callable[[Collective, Member, str], None]
_subscribers: list[Subscriber] = []


def on_founded(subscriber: Subscriber) -> None:
    """Have `subscriber(collective, founder, preset)` run inside each founding, in order of subscription."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)
