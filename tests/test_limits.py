"""Limits are counted in one place for all the processes of an instance, and forget in time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app import limits

FIVE = parse("5/hour")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "limits.sqlite3"


def counting(file: Path) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(f"sqlite:///{file}"))


def test_the_sixth_of_five_is_too_many(file: Path) -> None:
    limiter = counting(file)
    assert [limiter.hit(FIVE, "letter", "bob") for _ in range(6)] == [True] * 5 + [False]
    assert not limiter.test(FIVE, "letter", "bob")


def test_the_folder_is_made_where_nothing_else_made_it(tmp_path: Path) -> None:
    """With a database elsewhere nothing had: the first person who came in was answered by an error."""
    assert counting(tmp_path / "instance" / "limits.sqlite3").hit(FIVE, "letter", "bob")


def test_each_key_has_its_own_count(file: Path) -> None:
    limiter = counting(file)
    for _ in range(5):
        limiter.hit(FIVE, "letter", "bob")
    assert limiter.hit(FIVE, "letter", "alice")


def test_another_process_counts_on(file: Path) -> None:
    limiter = counting(file)
    for _ in range(3):
        limiter.hit(FIVE, "letter", "bob")
    script = (
        "import sys, app.limits\n"
        "from limits import parse, storage, strategies\n"
        "limiter = strategies.FixedWindowRateLimiter(storage.storage_from_string(sys.argv[1]))\n"
        "print(sum(limiter.hit(parse('5/hour'), 'letter', 'bob') for _ in range(9)))"
    )
    command = [sys.executable, "-c", script, f"sqlite:///{file}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "2"
    assert not limiter.test(FIVE, "letter", "bob")


def test_many_at_once_are_each_counted(file: Path) -> None:
    limiter, fifty = counting(file), parse("50/hour")
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: limiter.hit(fifty, "codes"), range(80)))
    assert sum(allowed) == 50


def test_a_count_ends_with_its_hour(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, start = counting(file), time.time()
    for _ in range(6):
        limiter.hit(FIVE, "letter", "bob")
    monkeypatch.setattr(limits.time, "time", lambda: start + 3_599)
    assert not limiter.test(FIVE, "letter", "bob")
    monkeypatch.setattr(limits.time, "time", lambda: start + 3_601)
    assert limiter.test(FIVE, "letter", "bob")
    assert limiter.hit(FIVE, "letter", "bob")


def test_nobody_reads_an_address_in_the_file(file: Path) -> None:
    counting(file).hit(FIVE, "letter", "bob@exemple.fr")
    assert b"exemple" not in file.read_bytes()


def test_what_ended_is_removed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, start = counting(file), time.time()
    limiter.hit(FIVE, "letter", "bob")
    monkeypatch.setattr(limits.time, "time", lambda: start + 3_601)
    limiter.hit(FIVE, "letter", "alice")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM counts").fetchone() == (1,)


def test_counts_can_be_forgotten(file: Path) -> None:
    limiter = counting(file)
    for name in ("bob", "alice"):
        limiter.hit(FIVE, name)
    limiter.clear(FIVE, "bob")
    assert [limiter.get_window_stats(FIVE, name).remaining for name in ("bob", "alice")] == [5, 4]
    limiter.storage.reset()
    assert limiter.get_window_stats(FIVE, "alice").remaining == 5
    assert limiter.storage.check()
