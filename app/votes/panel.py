"""What the home page says of decisions."""

from __future__ import annotations

from typing import Any

from app.collectives.models import Collective
from app.members.models import Member
from app.votes.listing import open_decisions
from app.votes.reading import quorum_needed


def decisions_panel(collective: Collective, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """The open decisions, those that await the reader first; nothing for the public."""
    if actor is None:
        return None
    awaiting = open_decisions(collective.id, actor)
    if not awaiting:
        return None
    return "votes/_home_panel.html", {"awaiting": awaiting, "quorum_needed": quorum_needed}
