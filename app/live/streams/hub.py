"""Who follows what, and the rounds in which all are told what is new."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import defaultdict
from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from app.live import frames
from app.live.handing import Order
from app.live.reading import server_now
from app.live.streams.client import Client, Place
from app.live.streams.screens import Screens

BEAT = 15.0
# What is each person's own is asked for by everyone: not by more than so many a second, or pages would wait.
OWN_A_SECOND = 100
# Between two rounds. As long as the round itself: what comes meanwhile is told all together.
REST = 0.03
LONGEST_REST = 0.3

log = logging.getLogger("blason.streams")


class Hub:
    """All streams of this process."""

    def __init__(self, screens: Screens, most: int) -> None:
        self._screens, self._most = screens, most
        self._places: defaultdict[Place, set[Client]] = defaultdict(set)
        self._people: defaultdict[str, list[Client]] = defaultdict(list)
        self._count = 0
        self._news = asyncio.Event()
        self._joining: set[asyncio.Task[object]] = set()

    def take(self, order: Order, connection: socket.socket) -> None:
        """Make a stream of a connection."""
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        joining = loop.create_task(_joined(loop, lambda: Client(self, order), connection))
        self._joining.add(joining)
        joining.add_done_callback(self._joining.discard)

    def join(self, client: Client) -> None:
        """One more, unless the house is full; the oldest of the same person goes if they have too many."""
        if self._count >= self._most:
            client.close(frames.FULL)
            return
        self._count += 1
        self._places[client.place].add(client)
        theirs = self._people[client.person]
        theirs.append(client)
        if len(theirs) > client.share:
            theirs[0].close(frames.ELSEWHERE)
        self.wake()

    def leave(self, client: Client) -> None:
        """One less."""
        if client not in self._places.get(client.place, ()):
            return  # refused at the door
        self._count -= 1
        self._places[client.place].remove(client)
        self._people[client.person].remove(client)
        if not self._places[client.place]:
            del self._places[client.place]
        if not self._people[client.person]:
            del self._people[client.person]

    def wake(self) -> None:
        """Something may have changed: look, as soon as the last round is over."""
        self._news.set()

    async def tell(self) -> None:
        """Round after round, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await self._news.wait()
            self._news.clear()
            began = loop.time()
            try:
                await self._round()
            except SQLAlchemyError:
                log.exception("the database did not answer")
                self._news.set()
                await asyncio.sleep(1)
            await asyncio.sleep(min(max(REST, loop.time() - began), LONGEST_REST))

    async def _round(self) -> None:
        versions = await self._screens.versions(self._places.keys())
        for place, clients in list(self._places.items()):
            # Who came since the topics were read waits for the next round, which they asked for.
            if place.topic in versions:
                await self._tell(
                    place, [client for client in clients if client.is_ready], versions[place.topic]
                )

    async def _tell(self, place: Place, clients: list[Client], versions: dict[str, int]) -> None:
        latest = max(versions.values(), default=0)
        for client in clients:
            if client.seen > latest:  # of a database that was put back to an earlier day
                client.seen = 0
        waiting = [client for client in clients if client.seen < latest or client.is_new]
        if not waiting:
            return
        regions = await self._screens.regions(place, versions, min(client.seen for client in waiting))

        within = len(self._places.get(place, ())) * 1000 // OWN_A_SECOND

        @cache
        def newer(seen: int) -> bytes:
            return frames.regions((region for region in regions if region[1] > seen), within)

        hello = frames.hello(server_now(), latest)
        for client in waiting:
            if not client.is_ready:
                continue
            if client.is_new:
                client.open(hello)
            if said := newer(client.seen):
                client.write(said)
            client.seen = latest

    async def beat(self) -> None:
        """Let phones know that they are still heard, and notice those that left."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(BEAT)
            said, moment = frames.beat(server_now()), loop.time()
            for client in [client for clients in self._places.values() for client in clients]:
                if client.until < moment:
                    client.close()
                elif client.is_ready and not client.is_new:
                    client.write(said)

    def close(self) -> None:
        """Let everyone go; they will come back to the next server."""
        for client in [client for clients in self._places.values() for client in clients]:
            client.close()


async def _joined(loop: asyncio.AbstractEventLoop, protocol: object, connection: socket.socket) -> object:
    try:
        return await loop.connect_accepted_socket(protocol, connection)  # type: ignore[arg-type]
    except OSError:  # gone already
        connection.close()
        return None
