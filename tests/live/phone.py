"""A stream as a browser reads it, on a bare connection."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Event:
    """One event: its name, its data, and the version it carries, if any."""

    name: str
    data: Any
    version: int | None


class Phone:
    """A stream: its head, then its events, each waited for."""

    def __init__(
        self,
        address: str,
        path: str,
        *,
        after: int | None = None,
        last: int | None = None,
        language: str = "fr",
        cookie: str = "",
        protocol: str = "HTTP/1.1",
    ) -> None:
        host = urlsplit(address)
        self._connection = socket.create_connection((host.hostname, host.port), timeout=10)
        self._read = b""
        query = "" if after is None else f"?after={after}"
        heads = [
            f"GET /live/{path}{query} {protocol}",
            f"Host: {host.netloc}",
            "Accept: text/event-stream",
            f"Accept-Language: {language}",
            *([f"Last-Event-ID: {last}"] if last is not None else []),
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        try:
            self._connection.sendall(("\r\n".join(heads) + "\r\n\r\n").encode())
            head = self._until(b"\r\n\r\n", 10).decode().split("\r\n")
        except BaseException:
            self.close()  # the server went away while it answered: nobody else will
            raise
        self.status = int(head[0].split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}

    def next(self, seconds: float = 10) -> Event:
        """The next event. Raises TimeoutError when none comes, EOFError when the stream ends."""
        lines = self._until(b"\n\n", seconds).decode().split("\n")
        fields = {name: value for name, _, value in (line.partition(": ") for line in lines)}
        version = int(fields["id"]) if "id" in fields else None
        return Event(fields["event"], json.loads(fields["data"]), version)

    def next_of(self, name: str, seconds: float = 10) -> Event:
        """The next event of this name."""
        while (event := self.next(seconds)).name != name:
            pass
        return event

    def regions(self, number: int) -> dict[str, str | None]:
        """The next regions, by name."""
        events = [self.next_of("region") for _ in range(number)]
        return {event.data["region"]: event.data.get("html") for event in events}

    def says_nothing_more(self, seconds: float = 0.5) -> bool:
        """Whether no region comes."""
        try:
            self.next_of("region", seconds)
        except TimeoutError:
            return True
        return False

    def ends(self) -> bool:
        """Whether the other side closes the stream, whatever it says before."""
        try:
            while True:
                self.next()
        except TimeoutError:
            return False
        except (EOFError, ConnectionError):
            return True

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _until(self, end: bytes, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while end not in self._read:
            self._connection.settimeout(max(0.001, until - time.monotonic()))
            if not (more := self._connection.recv(65536)):
                raise EOFError(self._read)
            self._read += more
        found, _, self._read = self._read.partition(end)
        return found
