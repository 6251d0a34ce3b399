"""After a vote of sixty: nothing that is kept, anywhere, leads from a person to a ballot."""

from __future__ import annotations

import json
import logging
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import Base, db
from app.members.models import Member
from app.votes.models import VoterRoll
from app.votes.urn.recount import recount
from app.votes.verifiable.models import UrnBallot, UrnRegistration
from tests.votes.urn.people import SCRUTINEERS, Assembly
from tests.votes.urn.registering import Window

HandOut = Callable[[Assembly, Sequence[int], random.Random], dict[int, int]]
VOTES = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
# What an urn publishes, and nothing beside: no row of theirs names a voter, a time or an address.
PUBLISHED = {"urns", "urn_ballots", "urn_credentials", "urn_scrutineers", "urn_windows"}
WITHOUT_ROWID = ("urn_ballots", "urn_credentials", "urn_registrations", "voter_rolls")


def kept_on_disk(folder: Path) -> bytes:
    """The file of the database, its write-ahead log, and a backup of both, as they lie."""
    path = Path(db.engine.url.database or "")
    backup = folder / "backup.sqlite3"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    beside = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"), backup]
    return b"".join(file.read_bytes() for file in beside if file.exists())


def kept_in_rows(application: Flask) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    return {
        table.name: [
            json.dumps(dict(row), default=str) for row in db.session.execute(sa.select(table)).mappings()
        ]
        for table in Base.metadata.sorted_tables
    }


def drawn_from_a_hat(assembly: Assembly, people: Sequence[int], dice: random.Random) -> dict[int, int]:
    """Slips are printed and handed out; the place of each person's own."""
    assembly.make_slips()
    hat = list(range(len(people)))
    dice.shuffle(hat)  # the n-th person to sign draws the slip hat[n]
    assembly.open()
    farid = assembly.sign_in("Farid")
    for person in people:
        farid.post(assembly.at("/emargement"), data={"member_id": person})
    return dict(zip(people, hat, strict=True))


def drawn_by_browsers(assembly: Assembly, people: Sequence[int], dice: random.Random) -> dict[int, int]:
    """Everyone registers, in an order of their own; while they do, nothing kept says whose code is whose."""
    window = Window(assembly)
    window.set()
    order = list(people)
    dice.shuffle(order)
    for person in order:
        window.register(db.session.get_one(Member, person).name)
    listed = [public for _slip, public in assembly.slips]
    rows = "\n".join(line for lines in kept_in_rows(assembly.app).values() for line in lines)
    assert len(list(db.session.scalars(sa.select(UrnRegistration.sealed)))) == len(people)
    assert not [public for public in listed if public in rows]
    if db.engine.dialect.name == "sqlite":
        with TemporaryDirectory() as name:
            on_disk = kept_on_disk(Path(name))
        assert not [public for public in listed if public.encode() in on_disk]
    window.end()
    window.publish()
    assert [int(one) for one in json.loads(assembly.urn.credentials or "")] == sorted(map(int, listed))
    assembly.open()
    return {person: place for place, person in enumerate(order)}


@pytest.mark.slow
@pytest.mark.parametrize("hand_out", [drawn_from_a_hat, drawn_by_browsers])
def test_nothing_leads_from_a_person_to_a_ballot(
    gather, caplog: pytest.LogCaptureFixture, tmp_path: Path, hand_out: HandOut
) -> None:
    caplog.set_level(logging.DEBUG)
    assembly: Assembly = gather(others=56)
    assembly.prepare()
    assembly.name_scrutineers()
    assembly.make_keys()
    people = list(db.session.scalars(sa.select(VoterRoll.member_id).order_by(VoterRoll.member_id)))
    dice = random.Random(60)  # noqa: S311 - the same assembly every time
    own = hand_out(assembly, people, dice)
    assert len(people) == len(assembly.slips) == 60
    order = list(people)
    dice.shuffle(order)
    trackers = {person: assembly.vote((own[person], VOTES[dice.randrange(3)]))[0] for person in order[:45]}
    assembly.count()
    assert recount(assembly.archive()).counts is not None

    rows = kept_in_rows(assembly.app)
    slips = [slip for slip, _public in assembly.slips]
    private = [*slips, *(assembly.phrases[name] for name in SCRUTINEERS)]
    everything = "\n".join(line for lines in rows.values() for line in lines)
    assert not [secret for secret in private if secret in everything]

    links = set(trackers.values()) | {public for _slip, public in assembly.slips}
    links |= set(db.session.scalars(sa.select(UrnBallot.credential)))
    for table, lines in rows.items():
        if table in PUBLISHED:
            continue
        text = "\n".join(lines)
        assert not [link for link in links if link in text], table
    said = "\n".join(record.getMessage() for record in caplog.records if "sqlalchemy" not in record.name)
    assert not [link for link in [*links, *private] if link in said]
    assert not [record for record in caplog.records if "bulletins" in record.getMessage()]

    if db.engine.dialect.name == "sqlite":
        on_disk = kept_on_disk(tmp_path)
        assert not [secret for secret in private if secret.encode() in on_disk]
        for table in WITHOUT_ROWID:
            with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
                db.session.execute(sa.text(f"SELECT rowid FROM {table}"))  # noqa: S608 - three known names
            db.session.rollback()
    assert_order_says_nothing(trackers)


def assert_order_says_nothing(trackers: dict[int, str]) -> None:
    """Where people lie in the stored roll says nothing of their ballots in the urn, nor of when they came.

    `trackers` is in the order in which people voted; the urn publishes its ballots in the order they came.
    """
    order = "" if db.engine.dialect.name == "sqlite" else " ORDER BY ctid"
    roll = list(db.session.execute(sa.text(f"SELECT member_id FROM voter_rolls{order}")).scalars())  # noqa: S608
    if not order:
        assert roll == sorted(roll)
    stored = list(db.session.execute(sa.text(f"SELECT tracker FROM urn_ballots{order}")).scalars())  # noqa: S608
    on_the_roll = [roll.index(person) for person in trackers]
    in_the_urn = [stored.index(tracker) for tracker in trackers.values()]
    for others in (in_the_urn, list(range(len(trackers)))):
        assert abs(spearman(on_the_roll, others)) < 4 / (len(trackers) - 1) ** 0.5


def spearman(one: Sequence[int], other: Sequence[int]) -> float:
    """The rank correlation, beyond four standard errors of which chance has no part."""
    ranks = sorted(one), sorted(other)
    size = len(one)
    pairs = zip(one, other, strict=True)
    squares = sum((ranks[0].index(place) - ranks[1].index(rank)) ** 2 for place, rank in pairs)
    return 1 - 6 * squares / (size * (size * size - 1))
