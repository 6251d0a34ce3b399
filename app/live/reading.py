"""How recent the regions of a topic are, and how they look now."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, current_app, g

from app.db import db, reading
from app.i18n import LANGUAGE_COOKIE
from app.live.models import LiveRegion, LiveTopic
from app.live.topics import topic_of

_VERSION = sa.select(LiveTopic.version).where(LiveTopic.name == sa.bindparam("name"))
_CHANGED = (
    sa.select(LiveRegion.topic, LiveRegion.region, LiveRegion.version)
    .where(LiveRegion.topic.in_(sa.bindparam("topics", expanding=True)))
    .order_by(LiveRegion.topic, LiveRegion.version, LiveRegion.region)
)


@dataclass(frozen=True)
class Following:
    """Where a page takes up the stream: what its `main` carries."""

    address: str
    version: int
    now: int


def start_following(kind: str, key: str | int, audience: str) -> Following:
    """Call it before anything of the topic is read: what changes meanwhile comes by the stream."""
    return Following(f"/live/{kind}/{key}/{audience}", version_of(f"{kind}/{key}"), server_now())


def server_now() -> int:
    """Milliseconds since 1970, by which timers are set and clocks of phones corrected."""
    return time.time_ns() // 1_000_000


def version_of(name: str) -> int:
    """How many times the topic changed; 0 when it never did."""
    return db.session.scalar(_VERSION, {"name": name}) or 0


def versions(names: Collection[str]) -> dict[str, dict[str, int]]:
    """The version of each region of each topic, oldest change first."""
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for topic, region, version in db.session.execute(_CHANGED, {"topics": list(names)}):
        found[topic][region] = version
    return found


def changed_since(name: str, audience: str, version: int) -> dict[str, int]:
    """The regions of `audience` that are newer than `version`, oldest change first."""
    topic = topic_of(name.partition("/")[0])
    seen = topic.seen_by(audience) if topic else frozenset()
    return {region: at for region, at in versions([name])[name].items() if at > version and region in seen}


def shown(name: str, region: str, language: str, root: str) -> str | None:
    """The HTML of a region as nobody in particular sees it; None when each person has their own."""
    kind, _slash, key = name.partition("/")
    topic = topic_of(kind)
    render = topic.regions[region].render if topic else None
    if render is None:
        return None
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # A context of its own: neither the reader's session, nor what was read before.
    with app.app_context(), app.test_request_context("/", root, headers=_speaking(language)):
        reading()
        g.csrf_token = ""  # forms shown to all belong to no session: each page puts its own token
        return str(render(key))


def _speaking(language: str) -> dict[str, str]:
    return {"Cookie": f"{LANGUAGE_COOKIE}={language}"}
