"""How far a decision is from its quorum, with the people who are in the room at this moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gauge:
    """Votes, not people: who holds proxies carries several.

    `eligible` are on the roll; `needed` is what the quorum asks for; `expressed` have spoken; `waiting_here`
    are in the room and have not spoken yet.
    """

    eligible: int
    needed: int
    expressed: int
    waiting_here: int

    @property
    def missing(self) -> int:
        """How many votes are still needed."""
        return max(0, self.needed - self.expressed)

    @property
    def is_met(self) -> bool:
        return self.missing == 0

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the room would miss the quorum though everyone who is here spoke: too many have left."""
        return self.waiting_here < self.missing

    @property
    def shares(self) -> tuple[int, int, int]:
        """Expressed, waiting here, and needed, in hundredths of the roll: what the bar draws."""
        whole = max(1, self.eligible)
        spoken = min(100, self.expressed * 100 // whole)
        return (
            spoken,
            min(100 - spoken, self.waiting_here * 100 // whole),
            min(100, -(-self.needed * 100 // whole)),
        )
