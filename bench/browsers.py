"""Many browsers in one process: each has its cookie, asks for pages, and may follow a stream."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_FOLLOWING = re.compile(r'data-live="([^"]+)" data-live-version="(\d+)"')
_OWN = re.compile(r'data-region="(\w+)" data-region-src="([^"]+)"')


class Unexpected(RuntimeError):
    """An answer that no browser of the bench should get: a fast refusal is not speed."""


@dataclass(frozen=True)
class Answer:
    """A status, where it leads, and its text."""

    status: int
    location: str
    text: str


@dataclass
class Browser:
    """Who asks: on a fresh connection each time, with the cookie kept from the last answer."""

    port: int
    cookie: str = ""
    token: str = ""
    received: int = 0  # bytes

    async def get(self, path: str) -> Answer:
        """A page; the token of its forms is kept."""
        answer = await self._ask("GET", path)
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    async def post(self, path: str, key: str, **fields: str) -> Answer:
        """A form."""
        return await self._ask("POST", path, self._form(key, fields))

    async def post_and_stay(self, path: str, key: str, **fields: str) -> Answer:
        """A form sent without leaving the page."""
        return await self._ask("POST", path, self._form(key, fields), "Prefer: return=minimal")

    def _form(self, key: str, fields: dict[str, str]) -> str:
        return urlencode({"csrf_token": self.token, "key": key, **fields})

    async def _ask(self, method: str, path: str, body: str = "", *heads: str) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            lines = [*self._heads(method, path), "Connection: close", "Accept-Encoding: gzip", *heads]
            if method == "POST":
                lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            return self._read(await asyncio.wait_for(reader.read(), 60))
        finally:
            writer.close()

    def _heads(self, method: str, path: str) -> list[str]:
        cookie = [f"Cookie: {self.cookie}"] if self.cookie else []
        return [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Language: fr",
            "User-Agent: bench",
            *cookie,
        ]

    def _read(self, raw: bytes) -> Answer:
        self.received += len(raw)
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        heads = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        for line in lines:
            if line.lower().startswith("set-cookie: blason="):
                self.cookie = line.partition(": ")[2].partition(";")[0]
        if heads.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(int(first.split()[1]), urlsplit(heads.get("location", "")).path, body.decode())


@dataclass
class Phone(Browser):
    """A browser on a page that follows: `heard` says when each region last came, `versions` which."""

    page: str = ""
    heard: dict[str, list[float]] = field(default_factory=dict)
    owns: dict[str, str] = field(default_factory=dict)
    is_followed: asyncio.Event = field(default_factory=asyncio.Event)
    is_refused: bool = False
    took: list[float] = field(default_factory=list)  # each time that what is one's own was asked for
    errors: list[BaseException] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _asking: set[str] = field(default_factory=set)
    _again: set[str] = field(default_factory=set)

    async def come_in(self, code: str, name: str) -> None:
        """Scan the square, give one's name, read the page that it leads to, follow it."""
        await self.get(f"/s/{code}")
        entered = await self.post(f"/s/{code}", f"come-in-{name}", name=name)
        if entered.status != 303:
            raise Unexpected(f"{entered.status} at the door: {entered.text[:300]}")
        await self.follow(entered.location)

    async def follow(self, page: str) -> None:
        """Read a page, and follow it until the end."""
        self.page = page
        answer = await self.get(page)
        found = _FOLLOWING.search(answer.text)
        if found is None:
            raise Unexpected(f"{answer.status} on {page}")
        self.owns = dict(_OWN.findall(answer.text))
        self._start(self._stream(f"{found[1]}?after={found[2]}"))
        await asyncio.wait_for(self.is_followed.wait(), 30)

    async def own(self, region: str) -> str:
        """What is one's own of the page, asked for at once."""
        return (await self._ask("GET", self.owns[region])).text

    def leave(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()

    def _start(self, work: object) -> None:
        task = asyncio.create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.errors.append(error)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way but the stream."""
        return len(self._tasks) <= 1

    async def _stream(self, path: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(("\r\n".join(self._heads("GET", path)) + "\r\n\r\n").encode())
            head = await reader.readuntil(b"\r\n\r\n")
            self.received += len(head)
            self.is_refused = b" 200 " not in head.partition(b"\r\n")[0]
            while not self.is_refused:
                event = await reader.readuntil(b"\n\n")
                self.received += len(event)
                self._hear(event)
        except (asyncio.IncompleteReadError, OSError):
            self.is_refused = True
        finally:
            writer.close()

    def _hear(self, event: bytes) -> None:
        fields = dict(line.partition(b": ")[::2] for line in event.rstrip().split(b"\n"))
        if fields[b"event"] == b"hello":
            self.is_followed.set()
        if fields[b"event"] != b"region":
            return
        told = json.loads(fields[b"data"])
        region = told["region"]
        self.heard.setdefault(region, []).append(time.monotonic())
        if region in self.owns and region not in self._asking:
            self._asking.add(region)
            self._start(self._ask_for(region, told["within"] / 1000))
        elif region in self.owns:
            self._again.add(region)

    async def _ask_for(self, region: str, within: float) -> None:
        """As pages do: a little later, not by all at once; one question at a time, two a second at most."""
        await asyncio.sleep(random.uniform(0, within))  # noqa: S311 - spread
        while True:
            self._again.discard(region)
            began = time.monotonic()
            answer = await self._ask("GET", self.owns[region])
            if answer.status != 200:
                raise Unexpected(f"{answer.status} for {region}")
            self.took.append(time.monotonic() - began)
            await asyncio.sleep(0.5)
            if region not in self._again:
                break
        self._asking.discard(region)
