"""A change bumps its regions in its own transaction, and whoever asks since a version misses nothing."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.db import db
from app.live import frames
from app.live.reading import changed_since, start_following, version_of, versions
from app.live.services import emit


def changed(*regions: str, topic: str = "hall/1") -> None:
    emit(topic, *regions)
    db.session.commit()


def test_a_topic_that_never_changed_is_at_zero(app: Flask) -> None:
    assert version_of("hall/1") == 0
    assert changed_since("hall/1", "wall", 0) == {}


def test_each_change_gives_its_regions_the_next_version(app: Flask) -> None:
    changed("board", "clock")
    changed("board")
    assert version_of("hall/1") == 2
    assert versions(["hall/1", "hall/2"]) == {"hall/1": {"clock": 1, "board": 2}, "hall/2": {}}


def test_one_is_told_the_newer_regions_of_one_s_own_screen(app: Flask) -> None:
    changed("board", "clock", "drawer")
    changed("board")
    assert changed_since("hall/1", "wall", 0) == {"clock": 1, "board": 2}
    assert changed_since("hall/1", "wall", 1) == {"board": 2}
    assert changed_since("hall/1", "phone", 0) == {"drawer": 1, "board": 2}
    assert changed_since("hall/1", "phone", 2) == {}


def test_a_transaction_moves_a_topic_once_however_often_it_says_so(app: Flask) -> None:
    emit("hall/1", "board")
    emit("hall/1", "clock")
    emit("hall/1", "board")
    db.session.commit()
    assert changed_since("hall/1", "wall", 0) == {"board": 1, "clock": 1}


def test_what_is_rolled_back_never_happened(app: Flask) -> None:
    emit("hall/1", "board")
    db.session.rollback()
    db.session.commit()
    assert version_of("hall/1") == 0


def test_a_savepoint_given_up_does_not_silence_the_rest(app: Flask) -> None:
    emit("hall/1", "board")
    inner = db.session.begin_nested()
    inner.rollback()
    with db.session.begin_nested():
        emit("hall/1", "clock")
    db.session.commit()
    assert changed_since("hall/1", "wall", 0) == {"board": 1, "clock": 1}


@pytest.mark.parametrize(("topic", "region"), [("hall/1", "ceiling"), ("cellar/1", "board")])
def test_a_region_that_nobody_added_is_refused(app: Flask, topic: str, region: str) -> None:
    with pytest.raises(LookupError, match=region):
        emit(topic, region)


def test_a_page_takes_up_where_the_topic_was_before_it_read(app: Flask) -> None:
    changed("board")
    following = start_following("hall", 1, "wall")
    changed("clock")
    assert (following.address, following.version) == ("/live/hall/1/wall", 1)
    assert changed_since("hall/1", "wall", following.version) == {"clock": 2}


@contextmanager
def in_another_transaction(app: Flask, *regions: str) -> Iterator[threading.Thread]:
    """Somebody else changes the same topic, as soon as they can."""

    def act() -> None:
        with app.app_context():
            changed(*regions)

    other = threading.Thread(target=act)
    other.start()
    try:
        yield other
    finally:
        other.join(20)
    assert not other.is_alive()


@pytest.mark.skipif(
    not os.environ.get("TEST_DATABASE_URL"), reason="SQLite lets one transaction write at a time"
)
def test_no_version_is_seen_before_a_lower_one(app: Flask) -> None:
    """The first holds the topic; the second, ready before it is committed, has to take a later number."""
    from app.live.services import _COUNT

    db.session.execute(_COUNT["postgresql"], {"name": "hall/1"})
    with in_another_transaction(app, "board") as other:
        other.join(0.5)
        assert other.is_alive()
        with db.engine.connect() as reader:
            assert reader.scalar(sa.text("SELECT count(*) FROM live_regions")) == 0
        emit("hall/1", "clock")
        db.session.commit()
    assert changed_since("hall/1", "wall", 0) == {"clock": 2, "board": 3}


def test_twenty_changes_at_once_take_twenty_versions(app: Flask) -> None:
    def act() -> None:
        with app.app_context():
            changed("board", "clock")

    crowd = [threading.Thread(target=act) for _ in range(20)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join(30)
    assert version_of("hall/1") == 20
    assert changed_since("hall/1", "wall", 19) == {"board": 20, "clock": 20}


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 4), st.none() | st.text()), max_size=6),
    st.data(),
)
def test_a_stream_cut_anywhere_and_resumed_misses_nothing(
    told: list[tuple[str, int, str | None]], data: st.DataObject
) -> None:
    told = sorted(told, key=lambda region: region[1])
    events = frames.regions(told).decode().split("\n\n")[:-1]
    assert len(events) == len(told)
    got = data.draw(st.integers(0, len(events)))
    last = 0
    for event in events[:got]:
        head, _, _rest = event.partition("\n")
        if head.startswith("id: "):
            last = int(head[4:])
    resent = [region for region in told if region[1] > last]
    assert {*told[:got], *resent} == {*told}
