"""What follows when the charter changes: features that it judges say so here, as it knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.charter.document import Charter
    from app.charter.models import CharterVersion
    from app.collectives.models import Collective

Amended = Callable[["Collective", "Charter", "CharterVersion"], None]
_followers: list[Amended] = []


def on_amended(follow: Amended) -> None:
    """Call `follow(collective, charter_before, version)` in the transaction that writes a version."""
    if follow not in _followers:
        _followers.append(follow)


def amended(collective: Collective, before: Charter, version: CharterVersion) -> None:
    """Tell everyone who follows."""
    for follow in _followers:
        follow(collective, before, version)
