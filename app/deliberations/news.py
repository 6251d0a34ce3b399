"""« Depuis ma dernière venue »: features tell what is new, the page puts it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.collectives.models import Collective
from app.db import now
from app.members.models import Member

# Someone who comes for the first time is shown this much of the past.
FIRST_VISIT = timedelta(days=30)


@dataclass(frozen=True)
class NewsItem:
    """One thing that happened: when, its section (a key of `wording.NEWS`), a sentence, where to read it."""

    when: datetime
    kind: str
    title: str
    url: str
    detail: str = ""


Source = Callable[[Collective, Member, datetime], Iterable[NewsItem]]
_sources: list[Source] = []


def add_news_source(source: Source) -> None:
    """Ask `source(collective, member, since)` for what is new; at most two statements each."""
    if source not in _sources:
        _sources.append(source)


def since(member: Member) -> datetime:
    """When what is new to `member` begins: the end of their previous visit."""
    if member.previous_visit_at is not None:
        return member.previous_visit_at
    return min(member.joined_at, now() - FIRST_VISIT)


def news(collective: Collective, member: Member, beginning: datetime) -> list[NewsItem]:
    """All that happened from `beginning` on, latest first."""
    items = [item for source in _sources for item in source(collective, member, beginning)]
    return sorted(items, key=lambda item: item.when, reverse=True)
