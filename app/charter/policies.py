"""Who sees what is not decided yet, and who proposes to change what is."""

from __future__ import annotations

from app.collectives.models import Collective
from app.members.models import Member
from app.members.policies import facilitators


def can_see_open_points(actor: Member | None, collective: Collective) -> bool:
    """Members always; the public when the collective wishes it."""
    return actor is not None or collective.show_open_points


def can_propose_amendment(actor: Member | None) -> bool:
    """Propose to change the charter: any member. Whose proposal it is, is checked with the proposal."""
    return actor is not None


def can_order_amendments(actor: Member | None) -> bool:
    """Choose in which order competing amendments are put to the vote."""
    return facilitators(actor)
