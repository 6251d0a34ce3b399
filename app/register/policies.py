"""Who may read the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.members.models import Member


def can_read_register(actor: Member | None) -> bool:
    """Members: it says who did what. The public reads the decisions, the charter and its history."""
    return actor is not None
