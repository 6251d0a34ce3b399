"""Where the charter is kept: the venues it accredits, on its first page."""

from __future__ import annotations

from typing import Any

from app.accreditation.reading import Wanted, directory, reaching
from app.charter.document import Charter
from app.collectives.models import Collective
from app.members.attendance import local_day

SHOWN = 8


def section(collective: Collective, charter: Charter) -> tuple[str, dict[str, Any]]:
    """The first venues by name, and how many reach each level."""
    today = local_day(collective.timezone)
    found = directory(collective.id, Wanted(in_force=True), today, is_member=False, per_page=SHOWN)
    return "accreditation/_charter_section.html", {
        "found": found,
        "levels": reaching(collective.id, today) if found.total > SHOWN else [],
        "of": len(charter.venue_criteria),
    }
