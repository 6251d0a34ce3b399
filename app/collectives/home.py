"""The panels of a collective's home: features add theirs, the home knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.collectives.models import Collective
from app.members.models import Member

# A fragment's template and what it needs, or None when there is nothing to show to this person.
Content = tuple[str, dict[str, Any]]
Panel = Callable[[Collective, Member | None], Content | None]

_panels: dict[Panel, int] = {}
_emblems: list[Panel] = []


def add_panel(order: int, panel: Panel) -> None:
    """Show `panel(collective, actor)` on the home page, the lowest `order` first; adding again moves it."""
    _panels[panel] = order


def add_emblem(panel: Panel) -> None:
    """Show `panel(collective, actor)` beside the presentation, where a coat of arms goes."""
    if panel not in _emblems:
        _emblems.append(panel)


def panels(collective: Collective, actor: Member | None) -> list[Content]:
    """The contents this person sees, in order; `actor` is None for the public."""
    ordered = sorted(_panels, key=lambda panel: _panels[panel])
    return [content for panel in ordered if (content := panel(collective, actor)) is not None]


def emblems(collective: Collective, actor: Member | None) -> list[Content]:
    """What stands beside the presentation: at most a shield for now."""
    return [content for panel in _emblems if (content := panel(collective, actor)) is not None]
