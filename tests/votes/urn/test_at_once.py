"""Fifty people at once, a disk that is full, a server that dies: the urn holds each ballot once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.db import db
from app.votes.urn.ballot import tracker
from app.votes.urn.recount import recount
from app.votes.verifiable import depositing
from app.votes.verifiable.models import UrnBallot
from tests.votes.urn.people import Assembly
from tests.votes.urn.reference import verdict

FOR = (1, 0, 0)


def post_all(assembly: Assembly, texts: list[str]) -> list[int]:
    """Every ballot from a browser of its own, all released together; the statuses."""
    address = assembly.public("/bulletins")
    db.session.commit()  # or this thread would keep the others waiting
    gate, statuses = threading.Barrier(len(texts)), [0] * len(texts)

    def send(number: int, text: str) -> None:
        client = assembly.app.test_client()
        gate.wait()
        statuses[number] = client.post(address, data=text, content_type="text/plain").status_code

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    db.session.expire_all()
    return statuses


def test_fifty_ballots_at_once_make_one_valid_chain(gather) -> None:
    assembly: Assembly = gather(others=10).opened()
    texts = assembly.ballots([(number % 14, FOR) for number in range(50)])
    assert post_all(assembly, texts) == [201] * 50
    archive = assembly.archive()
    counted = recount(archive)
    assert (counted.received, len(counted.trackers)) == (50, 14)
    assert verdict(archive, assembly.urn.uuid)[0]


def test_the_same_ballot_ten_times_at_once_is_there_once(assembly: Assembly) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    assert set(post_all(assembly, [text] * 10)) == {201}
    assert recount(assembly.archive()).received == 1


@contextmanager
def full_disk() -> Iterator[None]:
    """No page can be added to the database, which says so itself."""
    if db.engine.dialect.name == "postgresql":
        with _refusing_rows():
            yield
        return

    def fill(connection: Any, *_rest: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    db.session.remove()
    sa.event.listen(db.engine, "checkout", fill)
    try:
        yield
    finally:
        sa.event.remove(db.engine, "checkout", fill)
        db.session.remove()
        db.engine.dispose()  # the limit is that of a connection


@contextmanager
def _refusing_rows() -> Iterator[None]:
    db.session.commit()
    refuse = "BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER full_disk BEFORE INSERT ON urn_ballots FOR EACH ROW EXECUTE FUNCTION disk_full()"
        )
    try:
        yield
    finally:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP FUNCTION disk_full() CASCADE")


def test_when_the_disk_is_full_the_ballot_is_out_and_one_may_try_again(
    assembly: Assembly, caplog: pytest.LogCaptureFixture
) -> None:
    first, *texts = assembly.ballots([(place, FOR) for place in range(4)])
    assert assembly.deposit(first) == {"tracker": tracker(first.encode())}
    address = assembly.public("/bulletins")
    with full_disk():
        client = assembly.app.test_client()
        answers = [client.post(address, data=text, content_type="text/plain") for text in texts]
    assert answers[-1].status_code == 503
    assert answers[-1].get_json() == {"message": ""}
    assert not [text for text in texts if tracker(text.encode()) in caplog.text]
    entered = {answer.get_json()["tracker"] for answer in answers if answer.status_code == 201}
    assert set(recount(assembly.archive()).trackers) == {tracker(first.encode()), *entered}
    for text in texts:
        assembly.deposit(text)
    assert recount(assembly.archive()).received == 4


@pytest.mark.parametrize("moment", ["before it is written", "after it is written"])
def test_a_failure_leaves_the_ballot_out_or_in_and_one_may_try_again(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch, moment: str, caplog: pytest.LogCaptureFixture
) -> None:
    (text,) = assembly.ballots([(0, FOR)])
    number = tracker(text.encode())
    real = depositing.deposit

    def full(urn, ballot):
        if moment == "after it is written":
            real(urn, ballot)
        raise OperationalError("INSERT", {"tracker": number}, Exception("database or disk is full"))

    monkeypatch.setattr(depositing, "deposit", full)
    assert assembly.deposit(text, expected=503) == {"message": ""}
    assert number not in caplog.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UrnBallot)) == 0
    monkeypatch.setattr(depositing, "deposit", real)
    assert assembly.deposit(text) == assembly.deposit(text) == {"tracker": number}
    assert recount(assembly.archive()).received == 1
