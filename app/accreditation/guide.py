"""The guide of a visit, generated from the charter: what to look at and ask, without judging. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charter.document import Charter, Clause, ClauseKind


@dataclass(frozen=True)
class Chapter:
    """A criterion, what to look at for it, and what is recommended around it."""

    criterion: Clause
    looked_at: Sequence[Clause]
    recommended: Sequence[Clause]


def guide(charter: Charter) -> list[Chapter]:
    """A chapter for each adopted criterion for venues, in the order of the charter."""
    return [
        Chapter(
            criterion,
            charter.sub_criteria(criterion.code) or (criterion,),
            [
                child
                for child in charter.children(criterion.code)
                if child.kind is ClauseKind.RECOMMENDATION and not child.is_open
            ],
        )
        for criterion in charter.venue_criteria
    ]
