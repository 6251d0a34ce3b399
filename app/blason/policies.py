"""Who may write the blason by hand, and who may propose to revise it."""

from __future__ import annotations

from app.members.models import Member


def can_draft(actor: Member | None) -> bool:
    """Write the blason by hand, as long as no decision adopted it: those who found the collective."""
    return actor is not None and actor.is_facilitator


def can_propose_revision(actor: Member | None) -> bool:
    """Propose to change an adopted blason: any member."""
    return actor is not None
