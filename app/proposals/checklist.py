"""Where the prohibitions a proposer answers to come from: the blason gives them, proposals only ask."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.collectives.models import Collective

Provider = Callable[["Collective"], list[tuple[str, str]]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let `provider(collective)` return `(code, text)` for each prohibition in force."""
    if provider not in _providers:
        _providers.append(provider)


def prohibitions(collective: Collective) -> list[tuple[str, str]]:
    """Every prohibition a proposal of this collective answers to, `(code, text)`, in order."""
    return [line for provider in _providers for line in provider(collective)]


def fingerprint(asked: Sequence[tuple[str, str]]) -> str:
    """Sixteen digits that change as soon as a prohibition is added, reworded or removed."""
    return hashlib.sha256(json.dumps([*asked]).encode()).hexdigest()[:16]
