"""The rounds in which all are told, from inside: who is slow, who stays too long, a database that is away."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.db import db
from app.live.handing import Order
from app.live.services import emit
from app.live.streams import hub as hubs
from app.live.streams.hub import Hub
from app.live.streams.screens import Screens
from app.live.topics import add_region
from tests.live import hall

HEAD = "HTTP/1.1 200 OK\r\n\r\n"


def order(person: str = "Bob", share: int = 4) -> Order:
    return Order("hall/1", "wall", "fr", "http://localhost/", 0, person, share, HEAD)


@contextmanager
def connection() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends: the server's, which the hub closes, and the phone's, which reads without waiting."""
    near, far = socket.socketpair()
    far.setblocking(False)
    with far:
        yield near, far


def read(far: socket.socket) -> bytes:
    """All that has arrived; ends with the mark ✂ when the other side has closed."""
    found = b""
    while True:
        try:
            more = far.recv(1 << 20)
        except BlockingIOError:
            return found
        if not more:
            return found + "✂".encode()
        found += more


async def until(condition: Callable[[], object]) -> None:
    """Let the hub work until this is so."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def holding(app: Flask, act: Callable[[Hub], Awaitable[None]], most: int = 10) -> None:
    """Run `act` while a hub tells and beats."""

    async def run() -> None:
        hub = Hub(Screens(app), most)
        tasks = [asyncio.create_task(hub.tell()), asyncio.create_task(hub.beat())]
        try:
            await act(hub)
        finally:
            for task in tasks:
                task.cancel()
            hub.close()

    asyncio.run(run())


def changed(*regions: str) -> None:
    emit("hall/1", *regions)
    db.session.commit()


def test_who_does_not_read_holds_nobody_up_and_then_reads_what_is_true(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall, "PADDING", "x" * 500_000)

    async def act(hub: Hub) -> None:
        with connection() as (slow_near, slow), connection() as (quick_near, quick):
            hub.take(order("slow"), slow_near)
            hub.take(order("quick"), quick_near)
            received = b""
            for version in range(1, 31):
                changed("poster")
                hub.wake()

                def is_told() -> bool:
                    nonlocal received
                    received += read(quick)
                    return f"<p>{version} ".encode() in received  # noqa: B023 - awaited in the same turn

                await until(is_told)
            late = b""

            def is_told_late() -> bool:
                nonlocal late
                late += read(slow)
                return b"<p>30 " in late

            await until(is_told_late)
            assert late.count(b"event: region") < 6

    add_region("hall", "poster", audiences={"wall"}, render=hall.poster)
    holding(app, act)


def test_who_stays_long_has_to_come_back_and_be_let_in_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "BEAT", 0.05)
    monkeypatch.setattr("app.live.streams.client.RENEWED_AFTER", 0.3)

    async def act(hub: Hub) -> None:
        with connection() as (near, far):
            hub.take(order(), near)
            received = b""

            def is_closed() -> bool:
                nonlocal received
                received += read(far)
                return received.endswith("✂".encode())

            await until(is_closed)
            assert b"event: hello" in received
            assert b"event: beat" in received

    holding(app, act)


def test_a_database_that_is_away_is_asked_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = Screens.versions, []

    async def versions(self: Screens, places: object) -> object:
        if not failures:
            failures.append("away")
            raise OperationalError("SELECT", {}, Exception("away"))
        return await real(self, places)  # type: ignore[arg-type]

    monkeypatch.setattr(Screens, "versions", versions)

    async def act(hub: Hub) -> None:
        with connection() as (near, far):
            hub.take(order(), near)
            await until(lambda: b"event: hello" in read(far))
        assert failures == ["away"]

    holding(app, act)


def test_who_is_gone_before_being_heard_is_not_waited_for(app: Flask) -> None:
    async def act(hub: Hub) -> None:
        with connection() as (near, far):
            far.close()
            hub.take(order("gone"), near)
        with connection() as (near, far):
            hub.take(order("here"), near)
            await until(lambda: b"event: hello" in read(far))

    holding(app, act)
