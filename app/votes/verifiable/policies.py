"""Who may do what with a verifiable urn. An administrator of the server has no role in it."""

from __future__ import annotations

from app.members.models import Member
from app.members.policies import facilitators, signed_in


def can_prepare_urn(actor: Member | None) -> bool:
    """Prepare the urn, open and close it, hand out slips: facilitators; they see no key and no slip."""
    return facilitators(actor)


def can_scrutinize(actor: Member | None) -> bool:
    """Make one's part of the key, the slips, decrypt one's part: the three scrutineers, and nobody else."""
    return signed_in(actor)


def can_register(actor: Member | None) -> bool:
    """Make one's own credential in the hours of registration: whoever has a vote in the decision."""
    return signed_in(actor)
