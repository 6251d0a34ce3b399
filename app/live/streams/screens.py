"""What is read and rendered for the streams, in one thread of its own so that the loop never waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from app.db import reading
from app.live import reading as live
from app.live.streams.client import Place
from app.live.topics import topic_of

Result = TypeVar("Result")
log = logging.getLogger("blason.streams")


class Screens:
    """The newest HTML of each region, made once for all who see it alike."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(1, "screens", initializer=reading)
        self._made: dict[tuple[Place, str], tuple[int, str | None]] = {}

    async def versions(self, places: Collection[Place]) -> dict[str, dict[str, int]]:
        """By topic, the version of each of its regions; what was made for other places is forgotten."""
        for made in [made for made in self._made if made[0] not in places]:
            del self._made[made]
        topics = {place.topic for place in places}
        return await self._away(lambda: live.versions(topics)) if topics else {}

    async def regions(
        self, place: Place, versions: dict[str, int], after: int
    ) -> list[tuple[str, int, str | None]]:
        """Name, version and HTML of the regions of `place` newer than `after`, oldest change first."""
        topic = topic_of(place.topic.partition("/")[0])
        seen = topic.seen_by(place.audience) if topic else frozenset()
        newer = [(name, version) for name, version in versions.items() if version > after and name in seen]
        return [(name, version, await self._html(place, name, version)) for name, version in newer]

    async def _html(self, place: Place, region: str, version: int) -> str | None:
        made = self._made.get((place, region))
        if made is None or made[0] != version:
            made = version, await self._away(lambda: self._render(place, region))
            self._made[place, region] = made
        return made[1]

    def _render(self, place: Place, region: str) -> str | None:
        try:
            return live.shown(place.topic, region, place.language, place.root)
        except Exception:  # a region that cannot be shown must not silence the others
            log.exception("the region %s of %s could not be shown", region, place.topic)
            return None

    async def _away(self, act: Callable[[], Result]) -> Result:
        def in_context() -> Result:
            with self._app.app_context():
                return act()

        return await asyncio.get_running_loop().run_in_executor(self._thread, in_context)
