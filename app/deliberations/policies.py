"""Who may do what in deliberations. Each policy is used by the route and by the template that offers the act.

The public reads neither questions nor contributions: people speak there under their names.
"""

from __future__ import annotations

from app.deliberations.models import Contribution, Deliberation, Removal
from app.members.models import Member
from app.members.policies import facilitators, signed_in

__all__ = ["can_read", "facilitators", "signed_in"]


def can_read(actor: Member | None) -> bool:
    """Read questions and contributions, follow, see what is new: the members."""
    return signed_in(actor)


def can_ask(actor: Member | None) -> bool:
    """Open a deliberation: any member."""
    return signed_in(actor)


def can_contribute(actor: Member | None) -> bool:
    """Contribute, and edit or withdraw what is one's own: any member."""
    return signed_in(actor)


def can_assist(actor: Member | None) -> bool:
    """Type a contribution for a member who cannot."""
    return facilitators(actor)


def can_close(actor: Member | None) -> bool:
    """Close a deliberation, and open it again."""
    return facilitators(actor)


def can_moderate(actor: Member | None) -> bool:
    """Remove a contribution for a reason, put it back, read what was removed."""
    return facilitators(actor)


def can_reword_question(actor: Member | None, deliberation: Deliberation) -> bool:
    """Its author, and the facilitators."""
    return actor is not None and (actor.id == deliberation.author_id or actor.is_facilitator)


def can_reword(actor: Member | None, contribution: Contribution) -> bool:
    """Its author, and whoever typed it for them: nobody else puts words in someone's mouth."""
    return actor is not None and actor.id in (contribution.author_id, contribution.assisted_by_id)


def can_withdraw(actor: Member | None, contribution: Contribution) -> bool:
    """Whoever may reword it."""
    return can_reword(actor, contribution)


def can_restore(actor: Member | None, contribution: Contribution) -> bool:
    """What was withdrawn, by whoever may withdraw it; what was moderated, by the facilitators."""
    if contribution.removal is Removal.WITHDRAWN:
        return can_withdraw(actor, contribution)
    return contribution.is_removed and can_moderate(actor)


def can_read_removed(actor: Member | None, contribution: Contribution) -> bool:
    """The wordings of a removed contribution: its author and the facilitators."""
    return not contribution.is_removed or can_reword(actor, contribution) or can_moderate(actor)
