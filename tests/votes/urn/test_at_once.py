"""Fifty people at once, a disk that is full, a server that dies: the urn holds each ballot once."""

from __future__ import annotations

import threading

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
