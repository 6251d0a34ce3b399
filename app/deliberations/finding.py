"""What the search page can find: each feature names its subjects, says where they are and who sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.collectives.models import Collective
from app.members.models import Member
from app.register import search
from app.register.excerpt import Part
from app.register.search import Hit

# (title, address) of each subject that may be shown, by its identifier; a subject left out is not shown.
Places = dict[int, tuple[str, str]]


@dataclass(frozen=True)
class Findable:
    """A kind of subject: its plural name (a lazy string), where its hits are, who may find it."""

    kind: str
    label: Any
    places: Callable[[Sequence[Hit]], Places]
    policy: Callable[[Member | None], bool]


@dataclass(frozen=True)
class Found:
    """A line of the answer; `parts` is the excerpt in pieces, (text, is it a found word)."""

    label: Any
    title: str
    url: str
    parts: tuple[Part, ...]


_findables: dict[str, Findable] = {}


def add_findable(
    kind: str,
    label: Any,
    places: Callable[[Sequence[Hit]], Places],
    policy: Callable[[Member | None], bool],
) -> None:
    """Let the search page show what `register.search.index` holds under `kind`.

    `places(hits)` gives the title and address of those that may be shown, in at most one statement.
    """
    _findables[kind] = Findable(kind, label, places, policy)


def addressed(address: Callable[[int], str]) -> Callable[[Sequence[Hit]], Places]:
    """`places` for subjects that keep the title they were indexed with, at `address(subject_id)`."""
    return lambda hits: {hit.subject_id: (hit.title, address(hit.subject_id)) for hit in hits}


def findables(actor: Member | None) -> list[Findable]:
    """The kinds this person may search."""
    return [findable for findable in _findables.values() if findable.policy(actor)]


def find(
    collective: Collective, actor: Member | None, query: str, kind: str | None = None, limit: int = 40
) -> list[Found]:
    """What holds the words of `query`, best first, among what this person may see; of one `kind` or all."""
    kinds = {found.kind: found for found in findables(actor) if kind in (None, found.kind)}
    hits = search.find(collective.id, query, kinds=list(kinds), limit=limit)
    places = {
        code: findable.places(mine)
        for code, findable in kinds.items()
        if (mine := [hit for hit in hits if hit.kind == code])
    }
    return [
        Found(kinds[hit.kind].label, *places[hit.kind][hit.subject_id], hit.parts)
        for hit in hits
        if hit.subject_id in places[hit.kind]
    ]
