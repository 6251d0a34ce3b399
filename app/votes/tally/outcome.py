"""What every tally takes and gives: an electorate, counts, an outcome, and one error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """What was decided. The last two answer questions with options only."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    TIE = "tie"
    CANCELLED = "cancelled"
    ELECTED = "elected"
    RUNOFF = "runoff"


class InvalidTally(ValueError):
    """Counts that no assembly could have produced.

    `code` is one of: `not_counts`, `bad_count`, `unknown_choice`, `more_than_eligible`, `bad_electorate`,
    `no_threshold`, `bad_options`, `unequal_marks`, `options_not_allowed`. `params` are texts.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Electorate:
    """People on the roll when the decision opened, and people present (with the proxies they hold).

    Both count people, as weights do: a proxy adds one to its holder's weight. Raises `InvalidTally`.
    """

    eligible: int
    present: int = 0

    def __post_init__(self) -> None:
        for name in ("eligible", "present"):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise InvalidTally("bad_electorate", field=name, value=str(value)[:80])


@dataclass(frozen=True)
class Outcome:
    """What was decided, and why.

    `counts` has every choice, zero included, by weight. `reason` is a code (`REASONS` of the tally);
    `params` are the numbers its sentence needs. `elected` holds the chosen options; `contenders` those
    that tie, or the two of the second round.
    """

    result: Result
    reason: str
    counts: Mapping[str, int]
    participants: int
    params: Mapping[str, int | str] = field(default_factory=dict)
    elected: tuple[str, ...] = ()
    contenders: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        """The outcome as JSON."""
        return {
            "result": self.result.value,
            "reason": self.reason,
            "counts": dict(self.counts),
            "participants": self.participants,
            "params": dict(self.params),
            "elected": list(self.elected),
            "contenders": list(self.contenders),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Outcome:
        """Read what `to_document` wrote (our own writing: not checked)."""
        return cls(
            result=Result(document["result"]),
            reason=document["reason"],
            counts=dict(document["counts"]),
            participants=document["participants"],
            params=dict(document["params"]),
            elected=tuple(document["elected"]),
            contenders=tuple(document["contenders"]),
        )


def cancelled() -> Outcome:
    """The outcome of a decision withdrawn before its closing: nothing was counted."""
    return Outcome(Result.CANCELLED, "cancelled", {}, 0)
