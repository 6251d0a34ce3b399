"""What a decision comes from: a later feature shows it on the decision's page; votes knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.members.models import Member
from app.votes.models import Decision

# A fragment's template and what it needs, or None when the decision comes from elsewhere.
Content = tuple[str, dict[str, Any]]
Origin = Callable[[Decision, Member | None], Content | None]

_origins: list[Origin] = []


def add_origin(origin: Origin) -> None:
    """Show `origin(decision, actor)` under the text of a decision."""
    if origin not in _origins:
        _origins.append(origin)


def origin_of(decision: Decision, actor: Member | None) -> Content | None:
    """The first feature that knows this decision tells it."""
    return next((content for origin in _origins if (content := origin(decision, actor))), None)
