"""One stream: a connection that is only written to, and that never holds more than one state behind."""

from __future__ import annotations

import asyncio
import random
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.live.handing import Order

if TYPE_CHECKING:
    from app.live.streams.hub import Hub

# A phone that answers nothing for so long has left the network: the system closes its connection.
SILENCE = 30_000
# Then it has to open the stream again, and whether it may is asked again.
RENEWED_AFTER = 600.0


@dataclass(frozen=True)
class Place:
    """Those who see the same: a topic's screen, in a language, under an address."""

    topic: str
    audience: str
    language: str
    root: str


class Client(asyncio.Protocol):
    """Whoever follows from one screen; `seen` is the version up to which all was sent."""

    def __init__(self, hub: Hub, order: Order) -> None:
        self.place = Place(order.topic, order.audience, order.language, order.root)
        self.person, self.share, self.seen = order.person, order.share, order.after
        self._head = order.head.encode("latin-1")
        self.is_new, self.is_ready = True, True
        self.until = asyncio.get_running_loop().time() + RENEWED_AFTER * random.uniform(1, 1.5)  # noqa: S311 - spread
        self._hub = hub
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The loop has the connection: join the others."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a socket's transport is
        connection = transport.get_extra_info("socket")
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE)
        # Full as soon as one byte waits: what comes next is left out, and the state of then is sent instead.
        transport.set_write_buffer_limits(high=0)
        self._transport = transport
        self._hub.join(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Closed by the phone, by the network, or by us."""
        self._transport = None
        self._hub.leave(self)

    def data_received(self, data: bytes) -> None:
        """Nothing more is awaited on a connection that has become a stream."""
        self.close()

    def pause_writing(self) -> None:
        """The network does not follow."""
        self.is_ready = False

    def resume_writing(self) -> None:
        """It follows again: send what is true now, whatever was left out."""
        self.is_ready = True
        self._hub.wake()

    def open(self, hello: bytes) -> None:
        """Begin the answer."""
        self.is_new = False
        self.write(self._head + hello)

    def write(self, said: bytes) -> None:
        """Send, if there still is someone."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(said)

    def close(self, said: bytes = b"") -> None:
        """Send a last word and close."""
        if self._transport is not None:
            self.write(said)
            self._transport.close()
