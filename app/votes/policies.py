"""Who may do what with decisions. Each policy serves the route, and the template that offers the act."""

from __future__ import annotations

from app.members.models import Member
from app.members.policies import facilitators, signed_in


def can_lead(actor: Member | None) -> bool:
    """Open a decision, lead its round, close it, cancel it, give it a continuation."""
    return facilitators(actor)


def can_take_part(actor: Member | None) -> bool:
    """Express oneself, write a note in a round, answer for one's objection; the roll has the last word."""
    return signed_in(actor)


def can_confirm_count(actor: Member | None) -> bool:
    """Confirm a count of the room typed by someone else: any member who saw the hands."""
    return signed_in(actor)
