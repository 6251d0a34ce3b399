"""The verifiable urn: 400 voters, beside the reference tool doing the same steps in the same run.

Ballots are made by the module of the browser, under Node. Without gmpy2 the server's checks take some five
times longer; the table says whether it was there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.votes.urn import ballot, chain, election, group, tally, trustees
from app.votes.urn.chain import Step
from app.votes.urn.election import Election, Question
from app.votes.urn.recount import credentials_text, fault_of_ballot, recount
from app.votes.urn_pool import spread
from tests.votes.urn.devices import Devices, devices
from tests.votes.urn.reference import ToolElection, opened, verdict

VOTERS, HANDS, OF_THE_TOOL = 400, 4, 20
TIMESTAMP = 1_800_000_000
UUID = "UrneMesureeAaBb"
MOTION = Question("Adopter la charte ?", ("Pour", "Contre", "Abstention"))
CHOICES = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
CASTS_A_SECOND = 20


@dataclass(frozen=True)
class Figure:
    """A step, the seconds it takes here and by the tool (None: it has no such step), and what is expected."""

    what: str
    mine: float
    tool: float | None = None
    at_most: float | None = None


def measure() -> Iterator[Figure]:
    """Every step, as it is done."""
    with devices() as people, TemporaryDirectory(prefix="blason-urn-") as name:
        tool = _of_the_tool(Path(name))
        yield from _whole_election(people, tool)


def arithmetic() -> str:
    """Which numbers were used."""
    return "gmpy2" if group.gmpy2 else "plain Python"


def _of_the_tool(folder: Path) -> ToolElection:
    return ToolElection(folder, [MOTION.document()], voters=OF_THE_TOOL, trustees=1)


def _whole_election(people: Devices, tool: ToolElection) -> Iterator[Figure]:
    phrases = people.do("phrases", number=HANDS)
    keys = [trustees.read_key(people.do("key", phrase=phrase, uuid=UUID)) for phrase in phrases]
    slips = people.do("slips", uuid=UUID, number=VOTERS)
    text = election.write(UUID, "Mesure", "", trustees.joined(keys), (MOTION,))
    asked = election.read(text)
    setup = chain.setup(text, trustees.write(keys), credentials_text(int(public) for _slip, public in slips))

    votes = [[slip, [CHOICES[number % 3]]] for number, (slip, _public) in enumerate(slips)]
    made = people.do("votes", election=text.decode(), votes=votes)
    texts = [one.encode() for one in made["ballots"]]
    begun = time.perf_counter()
    for voter in range(OF_THE_TOOL):
        tool.ballot(voter, [CHOICES[voter % 3]])
    theirs = (time.perf_counter() - begun) / OF_THE_TOOL
    yield Figure(
        "ballot encrypted by the browser's module / tool", made["milliseconds"] / 1000 / VOTERS, theirs
    )

    check = partial(fault_of_ballot, asked)
    one_by_one = _seconds(lambda: _all_well(map(check, texts)))
    yield Figure("ballot checked at cast, one core", one_by_one / VOTERS, None, 1 / CASTS_A_SECOND)

    steps = [setup, *(Step(chain.BALLOT, (one,)) for one in texts), Step(chain.END_BALLOTS)]
    by_tool = _counted_by_the_tool(chain.write(TIMESTAMP, steps), phrases[0])
    given = {"election": text.decode(), "phrase": phrases[0]}
    part = _seconds(lambda: people.do("decrypt", tally=json.loads(_summed(asked, texts).data[0]), **given))
    yield Figure(f"{VOTERS} ballots summed, one hand's part made / tool", part, by_tool)
    steps += _counting(people, asked, texts, phrases)
    archive = chain.write(TIMESTAMP, steps)
    by_tool = _seconds(lambda: _accepted(archive))
    yield Figure("whole archive verified, one core / tool", _seconds(lambda: recount(archive)), by_tool, 1)
    with spread() as mapper:
        recount(archive, mapper)  # the processes are started
        yield Figure(
            "whole archive verified, every core / tool", _seconds(lambda: recount(archive, mapper)), by_tool
        )


def _counting(people: Devices, asked: Election, texts: list[bytes], phrases: list[str]) -> Iterator[Step]:
    sized = _summed(asked, texts)
    given = {"election": asked.text.decode(), "tally": json.loads(sized.data[0])}
    parts = [people.do("decrypt", phrase=phrase, **given).encode() for phrase in phrases]
    sums = tally.encrypted(asked, tally.last(map(ballot.read, texts)))
    counts = tally.decrypted(sums, list(map(tally.read_partial, parts)), len(texts))
    yield sized
    yield from (chain.partial(owner, part) for owner, part in enumerate(parts, start=1))
    yield Step(chain.RESULT, (tally.result_text(counts),))


def _summed(asked: Election, texts: list[bytes]) -> Step:
    sums = tally.encrypted(asked, tally.last(map(ballot.read, texts)))
    return chain.encrypted_tally(tally.tally_text(sums), len(texts))


def _counted_by_the_tool(archive: bytes, phrase: str) -> float:
    with TemporaryDirectory(prefix="blason-urn-") as name:
        folder = Path(name)
        (folder / f"{UUID}.bel").write_bytes(archive)
        (folder / "privkey").write_text(json.dumps(str(trustees.private_key(phrase, UUID))))
        tool = opened(folder, UUID)
        return _seconds(tool.sum_and_decrypt)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _all_well(faults: Iterator[str | None]) -> None:
    if found := [fault for fault in faults if fault]:
        raise RuntimeError(f"a right ballot was refused: {found[0]}")


def _accepted(archive: bytes) -> None:
    accepted, said = verdict(archive, UUID)
    if not accepted:
        raise RuntimeError(f"the tool refuses the archive: {said}")
