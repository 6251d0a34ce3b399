"""An evening: four hundred phones in one room, behind one address, on the server that serves an instance.

The phones, the facilitator and the server share the machine; every figure holds for all of them together.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.browsers import Browser, Phone, Unexpected
from bench.processes import busy, spent, weight
from bench.room import Room, counted, prepared, served

PHONES = 400
AT_THE_DOOR = 12  # who type their name at the same instant
IDLE = 30.0
CHANGES = 6
PAGES_A_SECOND = 50
ANSWERS_WITHIN = 10.0


@dataclass(frozen=True)
class Figure:
    """What was measured, and the most it may be; None where there is no bound."""

    what: str
    value: float
    unit: str
    at_most: float | None = None

    def __str__(self) -> str:
        bound = "" if self.at_most is None else f"≤ {self.at_most:g}"
        mark = "" if self.at_most is None else "✓" if self.value <= self.at_most else "✗ more than is allowed"
        return f"{self.what:<74} {self.value:>8.4g} {self.unit:<4} {bound:<7} {mark}".rstrip()


def main() -> None:
    """Print the evening's figures."""
    with TemporaryDirectory(prefix="blason-evening-") as folder:
        room = prepared(Path(folder))
        with served() as (port, server):
            asyncio.run(_evening(room, port, server))


async def _evening(room: Room, port: int, server: int) -> None:
    phones = [Phone(port) for _ in range(PHONES)]
    leader = Phone(port, cookie=room.cookie, token=room.token)
    wall = Phone(port, cookie=room.cookie)
    await leader.follow(room.desk)
    await wall.follow(room.desk.replace("/animer", "/mur"))
    print(Figure("memory of the server, one screen", weight(server), "MB"), flush=True)
    for act in (
        lambda: _arrivals(room, phones),
        lambda: _idle(phones, server),
        lambda: _moves(room, leader, phones, ""),
        lambda: _reading(room, leader, phones),
        lambda: _answers(room, leader, phones),
    ):
        began, others = time.monotonic(), busy() - spent(os.getpid())
        for figure in await act():
            print(figure, flush=True)
        others = (busy() - spent(os.getpid()) - others) / (time.monotonic() - began)
        print(Figure(f"(of {os.cpu_count()} processors, others took meanwhile)", others, ""), flush=True)
    print(Figure(f"memory of the server, {PHONES} phones, all processes", weight(server), "MB", 300))
    print(Figure("streams lost", sum(phone.is_refused for phone in phones), "", 0))
    for phone in (leader, wall, *phones):
        phone.leave()


async def _arrivals(room: Room, phones: list[Phone]) -> list[Figure]:
    """Everyone scans, types a name and follows; the door is as wide as AT_THE_DOOR."""
    door, took = asyncio.Semaphore(AT_THE_DOOR), []

    async def arrive(number: int, phone: Phone) -> None:
        async with door:
            began = time.monotonic()
            await phone.come_in(room.code, f"Voix {number}")
            took.append(time.monotonic() - began)

    began = time.monotonic()
    await asyncio.gather(*(arrive(number, phone) for number, phone in enumerate(phones)))
    return [
        Figure(f"{len(phones)} phones join, from one address: all", time.monotonic() - began, "s", 60),
        Figure("… one of them, from the square to the room's page, p95", _part(took, 0.95), "s"),
    ]


async def _idle(phones: list[Phone], server: int) -> list[Figure]:
    """Nothing happens: what it costs to be there."""
    await asyncio.sleep(3)
    before, received = spent(server), sum(phone.received for phone in phones)
    await asyncio.sleep(IDLE)
    minutes = IDLE / 60 * len(phones)
    bytes_heard = sum(phone.received for phone in phones) - received
    return [
        Figure("idle: processor, per phone and minute", (spent(server) - before) / minutes * 1000, "ms"),
        Figure("idle: received, per phone and minute", bytes_heard / minutes, "B"),
    ]


async def _moves(room: Room, leader: Browser, phones: list[Phone], when: str) -> list[Figure]:
    """The facilitator goes from item to item; when does each phone show it?"""
    late: list[float] = []
    with _watching(room, leader) as pages:
        for turn in range(CHANGES):
            to = room.items[turn % len(room.items)]
            late += await _heard(phones, "stage", lambda to=to: _go(room, leader, to))  # type: ignore[misc]
            await _quiet(phones)
    pages.finish()
    return [
        Figure(f"a change of item reaches 95 % of {len(phones)} phones{when}", _part(late, 0.95), "s", 1),
        Figure(f"… half of them{when}", _part(late, 0.5), "s"),
        Figure(f"… all of them{when}", max(late), "s", 3),
        Figure(f"… what is each one's own, asked for{when}, p95", _own(phones, 0.95) * 1000, "ms"),
        Figure(f"the facilitator's page meanwhile{when}, p95", pages.part(0.95) * 1000, "ms", 300),
    ]


async def _quiet(phones: list[Phone]) -> None:
    """Wait until every phone shows all that is its own."""
    while not all(phone.is_quiet for phone in phones):
        await asyncio.sleep(0.1)
    for phone in phones:
        if phone.errors:
            raise phone.errors[0]


async def _go(room: Room, leader: Browser, item: int) -> None:
    answer = await leader.post(f"{room.desk}/passage", f"go-{item}-{time.monotonic_ns()}", to=str(item))
    if answer.status != 303:
        raise Unexpected(f"{answer.status} for a change of item")


async def _heard(phones: list[Phone], region: str, act: Callable[[], Awaitable[None]]) -> list[float]:
    """How long after the act began each phone heard of the region; ten seconds for those that did not."""
    began = time.monotonic()
    await act()
    while time.monotonic() < began + 10:
        if all(phone.heard.get(region, [0])[-1] > began for phone in phones):
            break
        await asyncio.sleep(0.05)
    moments = ([at for at in phone.heard.get(region, []) if at > began] for phone in phones)
    return [min(heard, default=began + 10) - began for heard in moments]


class _Pages:
    """How long the pages took that are asked for, again and again, while something else happens."""

    def __init__(self, ask: Callable[[], Awaitable[None]], every: float) -> None:
        self.took: list[float] = []
        self._ask, self._every = ask, every
        self._asked: set[asyncio.Task[None]] = set()
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            task = asyncio.create_task(self._one())
            self._asked.add(task)
            await asyncio.sleep(self._every)

    async def _one(self) -> None:
        began = time.monotonic()
        await self._ask()
        self.took.append(time.monotonic() - began)

    def stop(self) -> None:
        """Ask no more."""
        self._task.cancel()

    def finish(self) -> None:
        """Raise what went wrong, if anything did."""
        for task in self._asked:
            if task.done() and (error := task.exception()):
                raise error

    def part(self, part: float) -> float:
        """Under this many seconds came this part of the pages."""
        return _part(self.took, part)


@contextmanager
def _watching(room: Room, leader: Browser) -> Iterator[_Pages]:
    """The facilitator's page, five times a second."""
    pages = _Pages(lambda: _page(leader, room.desk), 0.2)
    try:
        yield pages
    finally:
        pages.stop()


async def _page(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    if answer.status != 200:
        raise Unexpected(f"{answer.status} on {path}")


async def _reading(room: Room, leader: Browser, phones: list[Phone]) -> list[Figure]:
    """Phones read other pages, PAGES_A_SECOND in all, while the room goes on."""
    turns = iter(range(1_000_000))
    pages = _Pages(lambda: _page(phones[next(turns) % len(phones)], phones[0].page), 1 / PAGES_A_SECOND)
    figures = await _moves(room, leader, phones, f", {PAGES_A_SECOND} pages a second")
    pages.stop()
    pages.finish()
    return [
        *figures,
        Figure(
            f"{PAGES_A_SECOND} pages a second beside {len(phones)} streams, p50", pages.part(0.5) * 1000, "ms"
        ),
        Figure(
            f"{PAGES_A_SECOND} pages a second beside {len(phones)} streams, p95",
            pages.part(0.95) * 1000,
            "ms",
        ),
    ]


async def _answers(room: Room, leader: Phone, phones: list[Phone]) -> list[Figure]:
    """A vote opens, and everyone answers within ANSWERS_WITHIN; how many were counted?"""
    await _go(room, leader, room.vote)
    await _quiet(phones)
    opened = await leader.post(f"{room.desk}/sondages", "open", item=str(room.vote), name=room.poll)
    if opened.status != 303:
        raise Unexpected(f"{opened.status} for the opening of a vote")
    await _quiet(phones)
    ballot = await phones[0].own("mine")
    address = re.search(r'action="([^"]+/sondages/\d+)"', ballot)
    choices = re.findall(r'name="choice" value="([^"]+)"', ballot)
    if address is None or not choices:
        raise Unexpected(f"no ballot: {ballot[:500]}")
    took: list[float] = []

    async def answer(number: int, phone: Phone) -> None:
        await asyncio.sleep(ANSWERS_WITHIN * number / len(phones))
        began = time.monotonic()
        chosen = choices[number % len(choices)]
        answered = await phone.post_and_stay(address[1], f"answer-{number}", choice=chosen)
        if answered.status not in (200, 204):
            raise Unexpected(f"{answered.status} for an answer: {answered.text[:200]}")
        took.append(time.monotonic() - began)

    with _watching(room, leader) as pages:
        await asyncio.gather(*(answer(number, phone) for number, phone in enumerate(phones)))
    pages.finish()
    missing = len(phones) - counted(int(address[1].rpartition("/")[2]))
    return [
        Figure(f"{len(phones)} answers in {ANSWERS_WITHIN:g} s: not counted", missing, "", 0),
        Figure("… an answer, p95", _part(took, 0.95) * 1000, "ms"),
        Figure("the facilitator's page meanwhile, p95", pages.part(0.95) * 1000, "ms", 300),
    ]


def _own(phones: list[Phone], part: float) -> float:
    took = [one for phone in phones for one in phone.took]
    for phone in phones:
        phone.took.clear()
    return _part(took, part)


def _part(values: list[float], part: float) -> float:
    """The value under which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


if __name__ == "__main__":
    main()
