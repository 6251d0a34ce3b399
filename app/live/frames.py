"""What goes over a stream, as text: pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

# The house is full: the page asks every few seconds instead.
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nCache-Control: no-store\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


def told(region: str, html: str | None, within: int = 2000) -> dict[str, object]:
    """A region that changed; without HTML each person asks for their own, `within` milliseconds."""
    return {"region": region, "within": within} if html is None else {"region": region, "html": html}


def event(name: str, data: Mapping[str, object], identifier: int | None = None) -> bytes:
    """One server-sent event. JSON holds no line break, so its data is one line."""
    head = "" if identifier is None else f"id: {identifier}\n"
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def hello(now: int, version: int) -> bytes:
    """First words of a stream: the time here, how far the topic is, and when to come back if it is cut."""
    return b"retry: 2000\n" + event("hello", {"now": now, "version": version})


def regions(changed: Iterable[tuple[str, int, str | None]], within: int = 2000) -> bytes:
    """Regions (name, version, HTML), oldest change first.

    Only the last of those that changed together carries their version: whoever is cut between two of them
    has not got it, and is sent both again.
    """
    listed = list(changed)
    following = [*(version for _name, version, _html in listed[1:]), None]
    return b"".join(
        event("region", told(name, html, within), version if version != after else None)
        for (name, version, html), after in zip(listed, following, strict=False)
    )


def beat(now: int) -> bytes:
    """A sign of life, that pages hear: they know that nothing is new, rather than that nothing arrives."""
    return event("beat", {"now": now})


# To the oldest of too many streams of one person: it must not come back and chase another one away.
ELSEWHERE = event("elsewhere", {})
