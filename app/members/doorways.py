"""Other codes that people may type at the door of slips: features say where theirs lead."""

from __future__ import annotations

from collections.abc import Callable

# The address a typed code leads to, None when it is not a code of that feature.
Doorway = Callable[[str], str | None]
_doorways: list[Doorway] = []


def add_doorway(lead: Doorway) -> None:
    """Have codes typed at the door tried by `lead` when they have not the shape of a slip's."""
    if lead not in _doorways:
        _doorways.append(lead)


def elsewhere(typed: str) -> str | None:
    """Where a code that is no slip's leads; None when no feature knows it."""
    return next((address for lead in _doorways if (address := lead(typed))), None)
