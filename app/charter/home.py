"""The charter on the collective's home."""

from __future__ import annotations

from typing import Any

from app.charter.services import current_version
from app.charter.wording import threshold_sentence
from app.collectives.models import Collective
from app.members.models import Member
from app.votes.screen import decision_sentence


def panel(collective: Collective, actor: Member | None) -> tuple[str, dict[str, Any]] | None:
    """The version in force in a few lines; nothing to the public before there is one."""
    version = current_version(collective.id)
    if version is None:
        return ("charter/_home_panel.html", {"version": None}) if actor else None
    charter = version.charter
    return "charter/_home_panel.html", {
        "version": version,
        "criteria": charter.venue_criteria,
        "threshold": threshold_sentence(charter),
        "sentence": decision_sentence(version.decision),
    }
