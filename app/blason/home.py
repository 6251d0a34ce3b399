"""The shield on the collective's home."""

from __future__ import annotations

from typing import Any

from app.blason.arms import shield
from app.blason.policies import can_draft
from app.blason.services import current_version
from app.collectives.models import Collective
from app.members.models import Member


def panel(collective: Collective, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """The shield, or nothing while no version exists."""
    version = current_version(collective.id)
    if version is None:
        return None
    blason = version.blason
    told = {
        "shield": shield(blason, "home", words=False),
        "is_blank": not blason.items,
        "may_draft": can_draft(actor) and version.decision_id is None,
    }
    return "blason/_home_panel.html", told
