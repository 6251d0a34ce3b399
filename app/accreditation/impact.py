"""Which venues a change of the charter would touch: who gains, who loses, whose rates move. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from app.accreditation.findings import Finding
from app.accreditation.rating import Rating, rate_venue
from app.accreditation.states import VenueState
from app.charter.document import Charter


class Fate(Enum):
    """What a venue would become by the other charter: over the threshold, under it, or at other rates."""

    GAINS = "gains"
    LOSES = "loses"
    RATES = "rates"


@dataclass(frozen=True)
class Judged:
    """A venue, the types of product it sells, what was found there, and where it stands."""

    id: int
    name: str
    products: Sequence[str]
    findings: Mapping[str, Finding]
    state: VenueState = VenueState.ACCREDITED


@dataclass(frozen=True)
class Touched:
    """A venue that a change touches, rated before and after."""

    venue: Judged
    fate: Fate
    before: Rating
    after: Rating

    @property
    def is_felt(self) -> bool:
        """Whether the venue would see it: once declined or revoked, it has neither rate nor level to lose."""
        gone = (VenueState.DECLINED, VenueState.REVOKED)
        return self.fate is Fate.GAINS or self.venue.state not in gone

    @property
    def moved(self) -> list[tuple[str, int, int]]:
        """The rates that differ: `(product, before, after)`."""
        codes = dict.fromkeys([*self.before.rates, *self.after.rates])
        pairs = [(code, self.before.rates.get(code, 0), self.after.rates.get(code, 0)) for code in codes]
        return [pair for pair in pairs if pair[1] != pair[2]]


def impact(before: Charter, after: Charter, venues: Iterable[Judged]) -> list[Touched]:
    """The venues that `after` treats otherwise than `before`, in the order given."""
    touched = []
    for venue in venues:
        old = rate_venue(before, venue.findings, venue.products)
        new = rate_venue(after, venue.findings, venue.products)
        fate = _fate(old, new)
        if fate is not None:
            touched.append(Touched(venue, fate, old, new))
    return touched


def _fate(old: Rating, new: Rating) -> Fate | None:
    if old.reaches != new.reaches:
        return Fate.GAINS if new.reaches else Fate.LOSES
    return Fate.RATES if old.rates != new.rates else None
