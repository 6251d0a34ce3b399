"""The server is killed, the streams' process is killed, the house is full: those who follow lose nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from tests.live.conftest import Change
from tests.live.phone import Phone
from tests.serving import Place, gone

Opening = Callable[..., Phone]
Changing = Callable[[str], Change]


@pytest.fixture
def running(place: Place) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The server of `place`; the last of the list is stopped at the end."""
    started = [place.start()]
    yield started
    started[-1].send_signal(signal.SIGTERM)
    started[-1].wait(20)


def kept(place: Place, process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The process that holds the streams, and the one that keeps it running."""
    server = place.server(process)
    keeper, streams = (one for one in server.children("") if one not in server.children("gunicorn: worker"))
    return keeper, streams


def opened(place: Place, phone: Opening, path: str, after: int) -> Phone:
    """A stream, as soon as there is one."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        stream = phone(place.address, path, after=after)
        if stream.status == 200:
            return stream
        time.sleep(0.1)
    raise AssertionError("no stream")


def test_the_server_killed_and_started_again_loses_nothing(
    place: Place, running: list[subprocess.Popen[bytes]], phone: Opening, change: Changing
) -> None:
    changed = change(place.database)
    changed("hall/1", "clock")
    before = phone(place.address, "hall/1/wall")
    last = before.next_of("region").version
    keeper, streams = kept(place, running[-1])
    running[-1].kill()
    running[-1].wait()
    changed("hall/1", "board")  # by whoever else writes, or by what was committed but not yet told
    assert before.ends()
    assert gone(keeper, streams)
    running.append(place.start())
    after = opened(place, phone, "hall/1/wall", last or 0)
    assert after.regions(1) == {"board": "<p>Sortir 2</p>"}
    assert after.says_nothing_more()


def test_the_streams_killed_come_back_and_lose_nothing(
    place: Place, running: list[subprocess.Popen[bytes]], phone: Opening, change: Changing
) -> None:
    changed = change(place.database)
    changed("hall/1", "clock")
    before = phone(place.address, "hall/1/wall")
    last = before.next_of("region").version
    keeper, streams = kept(place, running[-1])
    os.kill(streams, signal.SIGKILL)
    assert before.ends()
    changed("hall/1", "board")
    after = opened(place, phone, "hall/1/wall", last or 0)
    assert after.regions(1) == {"board": "<p>Sortir 2</p>"}
    assert kept(place, running[-1])[0] == keeper


def test_with_no_process_for_streams_pages_are_told_to_ask(
    place: Place, running: list[subprocess.Popen[bytes]], phone: Opening, change: Changing
) -> None:
    keeper, streams = kept(place, running[-1])
    os.kill(keeper, signal.SIGTERM)
    assert gone(streams)
    refused = phone(place.address, "hall/1/wall")
    assert (refused.status, refused.headers["retry-after"]) == (503, "3")
    change(place.database)("hall/1", "board")
    assert phone(place.address, "hall/1/wall/depuis/0").status == 200


def test_a_stopped_server_leaves_no_process(place: Place, phone: Opening) -> None:
    process = place.start()
    phone(place.address, "hall/1/wall").next()
    everyone = [process.pid, *place.server(process).children("")]
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert gone(*everyone[1:])


def test_a_full_house_sends_the_next_ones_to_ask(
    place: Place, phone: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLASON_STREAMS_MOST", "3")
    process = place.start()
    try:
        first = [phone(place.address, "hall/1/wall") for _ in range(3)]
        for stream in first:
            assert stream.next().name == "hello"
        late = phone(place.address, "hall/1/wall")
        assert (late.status, late.headers["retry-after"]) == (503, "3")
        first[0].close()
        assert opened(place, phone, "hall/1/wall", 0).next().name == "hello"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
