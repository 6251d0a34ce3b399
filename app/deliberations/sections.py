"""The sections of a deliberation's page: later features add theirs, the page knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.deliberations.models import Deliberation
from app.members.models import Member

# A fragment's template and what it needs, or None when there is nothing to show to this person.
Content = tuple[str, dict[str, Any]]
Section = Callable[[Deliberation, Member | None], Content | None]

_sections: dict[Section, int] = {}


def add_section(order: int, section: Section) -> None:
    """Show `section(deliberation, actor)` above the contributions, lowest `order` first; again moves it."""
    _sections[section] = order


def sections(deliberation: Deliberation, actor: Member | None) -> list[Content]:
    """The contents this person sees, in order."""
    ordered = sorted(_sections, key=lambda section: _sections[section])
    return [content for section in ordered if (content := section(deliberation, actor)) is not None]
