"""Who may do what with venues. Each policy is used by the route and by the template that offers the act."""

from __future__ import annotations

from app.members.models import Member
from app.members.policies import facilitators, signed_in


def can_lead(actor: Member | None) -> bool:
    """Take an application in hand, plan a visit, put a venue forward."""
    return facilitators(actor)


def can_take_part(actor: Member | None) -> bool:
    """Declare an interest, assess, sign, propose a decision."""
    return signed_in(actor)


def can_see_contact(actor: Member | None) -> bool:
    """Read how to reach the applicant: never published."""
    return facilitators(actor)
