"""What may be followed: features say here which topics they have, who follows them, and how regions look."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

MayFollow = Callable[[str, str], bool]
Render = Callable[[str], str]


@dataclass(frozen=True)
class Region:
    """A part of a screen; without `render` it differs from person to person, and pages ask for theirs."""

    name: str
    audiences: frozenset[str]
    render: Render | None


@dataclass(frozen=True)
class Topic:
    """A kind of thing that is followed, by its regions and by who may."""

    kind: str
    may_follow: MayFollow
    regions: dict[str, Region] = field(default_factory=dict)

    def seen_by(self, audience: str) -> frozenset[str]:
        """The names of the regions that `audience` has on its screen."""
        return frozenset(name for name, region in self.regions.items() if audience in region.audiences)


_topics: dict[str, Topic] = {}


def add_topic(kind: str, may_follow: MayFollow) -> None:
    """Let "kind/key" be followed by whom `may_follow(key, audience)` lets, asked when a stream opens.

    It is asked again every few minutes, as streams are renewed.
    """
    _topics[kind] = Topic(kind, may_follow)


def add_region(kind: str, name: str, *, audiences: Collection[str], render: Render | None) -> None:
    """Add a region to a topic.

    `render(key)` gives its HTML, the same for the whole audience and for nobody in particular: it is called
    in a request of its own, in the language of those who read. A collective's sets `g.collective` first.
    """
    _topics[kind].regions[name] = Region(name, frozenset(audiences), render)


def topic_of(kind: str) -> Topic | None:
    """The topic of this kind, None when no feature has one."""
    return _topics.get(kind)


def known(name: str, regions: Collection[str]) -> None:
    """Raise LookupError when a region is changed that nobody could follow."""
    topic = topic_of(name.partition("/")[0])
    missing = set(regions) - set(topic.regions if topic else ())
    if missing:
        raise LookupError(f"{name} has no region {', '.join(sorted(missing))}")
