"""What features say when a proposal is about to be put to a decision: warnings, and who should step aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.collectives.models import Collective
    from app.proposals.models import Proposal


@dataclass(frozen=True)
class Advice:
    """Whole sentences for the facilitator, and ids of members whose recusal is put forward; nothing binds."""

    warnings: tuple[str, ...] = ()
    recused: frozenset[int] = frozenset()


Adviser = Callable[["Collective", "Proposal"], Advice]
_advisers: dict[str, Adviser] = {}


def advise_on(effect_kind: str, adviser: Adviser) -> None:
    """Ask `adviser` about proposals of that effect."""
    _advisers[effect_kind] = adviser


def advice_on(collective: Collective, proposal: Proposal) -> Advice:
    """What is to be known before `proposal` is put to a decision."""
    adviser = _advisers.get(proposal.effect_kind)
    return adviser(collective, proposal) if adviser else Advice()
