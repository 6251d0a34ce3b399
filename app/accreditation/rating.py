"""What a charter says of a venue: criteria met, threshold reached, rates, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.accreditation.findings import Finding
from app.charter.document import Charter, Clause

Findings = Mapping[str, Finding]


@dataclass(frozen=True)
class Shortfall:
    """A clause that keeps its criterion from being met, and what was found there."""

    criterion: str
    code: str
    finding: Finding


@dataclass(frozen=True)
class Rating:
    """`met` are the codes of the criteria met, out of `of`; `rates` is per cent by code of product type.

    `missing` are the shortfalls of the criteria that are not met, in the order of the charter.
    """

    met: tuple[str, ...]
    of: int
    threshold: int | None
    reaches: bool
    missing: tuple[Shortfall, ...]
    rates: Mapping[str, int]

    @property
    def unknown(self) -> tuple[Shortfall, ...]:
        """What is missing for want of evidence alone."""
        return tuple(short for short in self.missing if short.finding is Finding.UNKNOWN)

    @property
    def unseen(self) -> frozenset[str]:
        """The criteria that nothing found keeps from being met: evidence alone is missing."""
        contrary = {short.criterion for short in self.missing if short.finding is not Finding.UNKNOWN}
        return frozenset(short.criterion for short in self.missing) - contrary

    @property
    def level(self) -> int:
        """How many criteria are met."""
        return len(self.met)


def judged(charter: Charter) -> tuple[Clause, ...]:
    """What is looked at in a venue: the sub-criteria of each adopted criterion, or the criterion itself."""
    return tuple(clause for criterion in charter.venue_criteria for clause in _parts(charter, criterion))


def rate_venue(charter: Charter, findings: Findings, products: Iterable[str] = ()) -> Rating:
    """What `charter` says of a venue of which these are the findings, for the types of product it sells.

    A clause without a finding is unknown; only a yes counts. A criterion is met when `needs` of its parts
    are (all of them when it does not say). Without a threshold nothing is reached.
    """
    met: list[str] = []
    missing: list[Shortfall] = []
    criteria = charter.venue_criteria
    for criterion in criteria:
        parts = _parts(charter, criterion)
        short = [part.code for part in parts if _finding(findings, part.code) is not Finding.YES]
        if len(parts) - len(short) >= (criterion.needs or len(parts)):
            met.append(criterion.code)
        else:
            missing += [Shortfall(criterion.code, code, _finding(findings, code)) for code in short]
    reaches = charter.threshold is not None and len(met) >= charter.threshold
    known = {product.code for product in charter.products}
    rates = {
        product: charter.rate(len(met), product) if reaches else 0 for product in products if product in known
    }
    return Rating(tuple(met), len(criteria), charter.threshold, reaches, tuple(missing), rates)


def _parts(charter: Charter, criterion: Clause) -> tuple[Clause, ...]:
    return charter.sub_criteria(criterion.code) or (criterion,)


def _finding(findings: Findings, code: str) -> Finding:
    return findings.get(code, Finding.UNKNOWN)
