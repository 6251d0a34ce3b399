"""The roll of a decision, drawn up from who is a member, who is present and who holds whose vote. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


class InvalidRoll(Exception):
    """A roll that cannot be drawn up.

    `code` is `proxy_over_limit` (params: person, held, limit), `proxy_chain` (person, holder),
    `proxy_cycle` (person, holder), `recused_stranger` (person) or `nobody`.
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Person:
    """A member when the decision opens."""

    id: int
    is_present: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the roll; the weights of a roll add up to its eligible votes."""

    person: int
    weight: int
    holder: int | None = None
    is_recused: bool = False
    is_present: bool = False


def draw_up(
    people: Iterable[Person],
    proxies: Mapping[int, int],
    recused: Collection[int],
    *,
    present_only: bool,
    max_proxies: int,
) -> list[Entry]:
    """Return the roll, ordered by person.

    `proxies` maps a principal to the holder of their vote. A principal who is present votes in person; one
    whose holder cannot vote here votes in person too, if they are on the roll. Raises InvalidRoll.
    """
    known = {person.id: person for person in people}
    for stranger in set(recused) - known.keys():
        raise InvalidRoll("recused_stranger", person=stranger)
    voting = {p.id for p in known.values() if p.id not in recused and (p.is_present or not present_only)}
    held = {
        principal: holder
        for principal, holder in proxies.items()
        if principal in known
        and principal not in recused
        and not known[principal].is_present
        and holder in known
    }
    _refuse_chains(held)
    held = {principal: holder for principal, holder in held.items() if holder in voting}
    holdings = Counter(held.values())
    for holder, number in sorted(holdings.items()):
        if number > max_proxies:
            raise InvalidRoll("proxy_over_limit", person=holder, held=number, limit=max_proxies)
    entries = [
        _entry(known[person], held.get(person), holdings[person], person in recused)
        for person in sorted(voting | held.keys() | set(recused))
    ]
    if not any(entry.weight for entry in entries):
        raise InvalidRoll("nobody")
    return entries


def _refuse_chains(held: Mapping[int, int]) -> None:
    for principal, holder in sorted(held.items()):
        if holder in held:
            code = "proxy_cycle" if held[holder] == principal else "proxy_chain"
            raise InvalidRoll(code, person=principal, holder=holder)


def _entry(person: Person, holder: int | None, holdings: int, is_recused: bool) -> Entry:
    weight = 0 if is_recused or holder is not None else 1 + holdings
    return Entry(person.id, weight, holder, is_recused, person.is_present)
