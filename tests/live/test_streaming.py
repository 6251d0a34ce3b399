"""Streams behind the real server: what is sent, to whom, in which language, and when no more can be held."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from http.client import HTTPConnection

import pytest
from flask.sessions import SecureCookieSessionInterface

from app import create_app
from tests.live.conftest import Change
from tests.live.phone import Phone
from tests.serving import Server

Opening = Callable[..., Phone]
Changing = Callable[[str], Change]


@pytest.fixture
def changed(hall: Server, change: Changing) -> Change:
    """Change a region of the served halls."""
    return change(hall.database)


def test_a_stream_begins_with_the_time_and_with_what_the_page_has_not(
    hall: Server, changed: Change, phone: Opening
) -> None:
    changed("hall/begin", "board", "clock", "drawer")
    wall = phone(hall.address, "hall/begin/wall")
    hello = wall.next()
    assert (hello.name, hello.data["version"]) == ("hello", 1)
    assert abs(hello.data["now"] / 1000 - time.time()) < 5
    assert wall.regions(2) == {"board": "<p>Sortir 1</p>", "clock": "<p>12:00</p>"}
    assert wall.says_nothing_more()


def test_its_head_is_that_of_a_page_which_nobody_keeps(hall: Server, phone: Opening) -> None:
    stream = phone(hall.address, "hall/1/wall")
    assert stream.status == 200
    assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.headers["cache-control"] == "no-store"
    assert stream.headers["x-accel-buffering"] == "no"
    assert "default-src 'none'" in stream.headers["content-security-policy"]
    assert stream.headers["x-content-type-options"] == "nosniff"
    assert "content-length" not in stream.headers


def test_a_proxy_that_speaks_the_older_protocol_gets_a_stream_too(hall: Server, phone: Opening) -> None:
    assert phone(hall.address, "hall/1/wall", protocol="HTTP/1.0").next().name == "hello"


def test_a_change_reaches_everyone_who_follows_and_nobody_else(
    hall: Server, changed: Change, phone: Opening
) -> None:
    near = [phone(hall.address, f"hall/near/{audience}") for audience in ("wall", "phone", "phone")]
    far = phone(hall.address, "hall/far/wall")
    for stream in (*near, far):
        assert stream.next().name == "hello"
    changed("hall/near", "board")
    assert [stream.next_of("region").data["html"] for stream in near] == ["<p>Sortir 1</p>"] * 3
    assert far.says_nothing_more()


def test_what_is_each_person_s_own_comes_without_html(hall: Server, changed: Change, phone: Opening) -> None:
    stream = phone(hall.address, "hall/own/phone")
    changed("hall/own", "drawer")
    assert stream.next_of("region").data == {"region": "drawer", "within": 10}


def test_many_changes_at_once_are_told_together_and_the_last_is_not_lost(
    hall: Server, changed: Change, phone: Opening
) -> None:
    stream = phone(hall.address, "hall/many/wall")
    stream.next()
    for _ in range(50):
        changed("hall/many", "board")
    told = []
    while not told or told[-1] != "<p>Sortir 50</p>":
        told.append(stream.next_of("region").data["html"])
    assert len(told) < 50


@pytest.mark.parametrize("how", ["last", "after"])
def test_who_comes_back_is_told_only_what_is_newer(
    hall: Server, changed: Change, phone: Opening, how: str
) -> None:
    topic = f"hall/back-{how}"
    changed(topic, "clock")
    first = phone(hall.address, f"{topic}/wall")
    last = first.next_of("region").version
    first.close()
    changed(topic, "board")
    second = phone(hall.address, f"{topic}/wall", **{how: last})
    assert second.regions(1) == {"board": "<p>Sortir 2</p>"}
    assert second.says_nothing_more()


def test_a_version_that_was_never_reached_is_that_of_another_day(
    hall: Server, changed: Change, phone: Opening
) -> None:
    """The database was put back to an earlier state: everything is sent again."""
    changed("hall/earlier", "board")
    assert phone(hall.address, "hall/earlier/wall", after=900).regions(1) == {"board": "<p>Sortir 1</p>"}


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, ""])
def test_a_version_that_is_no_number_is_none(
    hall: Server, changed: Change, phone: Opening, after: str
) -> None:
    changed("hall/number", "clock")
    stream = phone(hall.address, "hall/number/wall", after=after)
    assert stream.regions(1) == {"clock": "<p>12:00</p>"}


def test_each_reads_in_their_language(hall: Server, changed: Change, phone: Opening) -> None:
    french, english = (phone(hall.address, "hall/tongue/wall", language=code) for code in ("fr", "en"))
    changed("hall/tongue", "board")
    assert french.regions(1) == {"board": "<p>Sortir 1</p>"}
    assert english.regions(1) == {"board": "<p>Sign out 1</p>"}


@pytest.mark.parametrize("path", ["hall/closed/wall", "hall/1/ceiling", "cellar/1/wall"])
def test_what_one_may_not_follow_does_not_exist(hall: Server, phone: Opening, path: str) -> None:
    assert phone(hall.address, path).status == 404


def test_a_region_that_cannot_be_shown_silences_no_other(
    hall: Server, changed: Change, phone: Opening
) -> None:
    stream = phone(hall.address, "hall/broken/wall")
    changed("hall/broken", "board", "fire")
    assert stream.regions(2) == {"board": "<p>Sortir 1</p>", "fire": None}


@pytest.fixture(scope="module")
def browsers() -> Callable[[str], str]:
    """`browsers("Bob")` is the cookie of a browser that saw a form."""
    app = create_app({"SECRET_KEY": "only-for-tests", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return lambda name: f"blason={signer.dumps({'csrf_token': name})}"


def test_the_oldest_of_too_many_streams_of_one_person_is_told_not_to_come_back(
    hall: Server, changed: Change, phone: Opening, browsers: Callable[[str], str]
) -> None:
    mine = browsers("mine")
    someone_else = phone(hall.address, "hall/cap/wall")
    streams = [phone(hall.address, "hall/cap/wall", cookie=mine) for _ in range(5)]
    assert streams[0].next_of("elsewhere").data == {}
    with pytest.raises(EOFError):
        streams[0].next()
    changed("hall/cap", "clock")
    for stream in (someone_else, *streams[1:]):
        assert stream.regions(1) == {"clock": "<p>12:00</p>"}


def test_pages_answer_while_three_hundred_follow(
    hall: Server, changed: Change, phone: Opening, browsers: Callable[[str], str]
) -> None:
    streams = [phone(hall.address, "hall/full/phone", cookie=browsers(f"{n}")) for n in range(300)]
    for stream in streams:
        assert stream.next().name == "hello"
    for _ in range(40):
        page = HTTPConnection(hall.address.removeprefix("http://"), timeout=5)
        page.request("GET", "/composants")
        assert page.getresponse().status == 200
        page.close()
    changed("hall/full", "board")
    assert [stream.regions(1) for stream in streams] == [{"board": "<p>Sortir 1</p>"}] * 300


def test_a_stream_leaves_nothing_in_the_worker(hall: Server, phone: Opening) -> None:
    """Each gives its connection away: the server of pages holds as many descriptors after as before."""
    workers = hall.children("gunicorn: worker")
    assert len(workers) == 2

    def held() -> int:
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in workers)

    before = held()
    streams = [phone(hall.address, "hall/1/wall") for _ in range(40)]
    assert {stream.status for stream in streams} == {200}
    until = time.monotonic() + 5
    while held() > before + 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert held() <= before + 2
