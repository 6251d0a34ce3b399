"""The module of the browser: its own tests under Node, its elections counted by Python and by the tool."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from app.votes.urn import ballot, chain, election, tally, trustees
from app.votes.urn.chain import Step
from app.votes.urn.election import Question
from app.votes.urn.recount import credentials_text, fault_of_ballot, recount
from tests.votes.urn import elections as urn
from tests.votes.urn.devices import Devices, devices
from tests.votes.urn.reference import verdict

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = (urn.MOTION, urn.VENUES, Question("Qui ?", ("Ana", "Bo"), minimum=0, maximum=2))


@pytest.fixture(scope="module")
def people() -> Iterator[Devices]:
    with devices() as found:
        yield found


def test_its_own_tests_pass() -> None:
    done = subprocess.run(
        ["node", "--test", "tests/js"], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "# fail 0" in done.stdout
    assert "# skipped 0" in done.stdout


def ticks_of(question: Question) -> list[tuple[int, ...]]:
    """Every vote the question allows."""
    every = [
        tuple(number >> place & 1 for place in range(question.size)) for number in range(2**question.size)
    ]
    return [ticks for ticks in every if question.allows(ticks)]


def test_every_vote_it_can_make_is_accepted(people: Devices) -> None:
    key = trustees.read_key(people.do("key", phrase=people.do("phrases", number=1)[0], uuid=urn.UUID))
    asked = election.read(election.write(urn.UUID, "Tout", "", key.public_key, QUESTIONS))
    (slip, _public), *_rest = people.do("slips", uuid=urn.UUID, number=1)
    ways = [ticks_of(question) for question in QUESTIONS]
    most = max(map(len, ways))
    votes = list(zip(*(islice(cycle(way), most) for way in ways), strict=True))
    assert [len(way) for way in ways] == [3, 7, 4]
    made = people.do("votes", election=asked.text.decode(), votes=[[slip, vote] for vote in votes])
    assert [fault_of_ballot(asked, text.encode()) for text in made["ballots"]] == [None] * most


def test_an_election_made_by_devices_alone_is_counted_by_us_and_by_the_tool(people: Devices) -> None:
    phrases = people.do("phrases", number=3)
    keys = [trustees.read_key(people.do("key", phrase=phrase, uuid=urn.UUID)) for phrase in phrases]
    slips = people.do("slips", uuid=urn.UUID, number=5)
    text = election.write(urn.UUID, "Appareils", "", trustees.joined(keys), (urn.MOTION,))
    listed = credentials_text(int(public) for _slip, public in slips)
    said = [urn.FOR, urn.FOR, urn.AGAINST, urn.ABSTAIN]
    votes = [[slip, [ticks]] for (slip, _public), ticks in zip(slips, said, strict=False)]
    votes.append([slips[0][0], [urn.AGAINST]])
    made = people.do("votes", election=text.decode(), votes=votes)["ballots"]
    sums = tally.encrypted(election.read(text), tally.last(ballot.read(one.encode()) for one in made))
    parts = [
        people.do("decrypt", election=text.decode(), tally=json.loads(tally.tally_text(sums)), phrase=phrase)
        for phrase in phrases
    ]
    counts = tally.decrypted(sums, [tally.read_partial(part.encode()) for part in parts], 4)
    data = urn.written(
        [
            chain.setup(text, trustees.write(keys), listed),
            *(Step(chain.BALLOT, (one.encode(),)) for one in made),
            Step(chain.END_BALLOTS),
            chain.encrypted_tally(tally.tally_text(sums), 4),
            *(chain.partial(owner, part.encode()) for owner, part in enumerate(parts, start=1)),
            Step(chain.RESULT, (tally.result_text(counts),)),
        ]
    )
    assert recount(data).counts == counts == ((1, 2, 1),)
    accepted, tool_said = verdict(data, urn.UUID)
    assert accepted, tool_said
