"""The events of an election, each naming the one before: nothing leaves the file unseen (4.4).

An archive is a list of `Step`: an event, and the data that goes into the file just before it, the last piece
being the event's payload.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.votes.urn import archive
from app.votes.urn.archive import Member
from app.votes.urn.canonical import dumps, hexadecimal, integer, loads, record
from app.votes.urn.faults import InvalidUrn

SETUP, BALLOT, END_BALLOTS = "Setup", "Ballot", "EndBallots"
ENCRYPTED_TALLY, PARTIAL, RESULT = "EncryptedTally", "PartialDecryption", "Result"
# How many pieces of data come with each event.
_PIECES = {SETUP: 4, BALLOT: 1, END_BALLOTS: 0, ENCRYPTED_TALLY: 2, PARTIAL: 2, RESULT: 1}
_NEXT = {
    None: {SETUP},
    SETUP: {BALLOT, END_BALLOTS},
    BALLOT: {BALLOT, END_BALLOTS},
    END_BALLOTS: {ENCRYPTED_TALLY},
    ENCRYPTED_TALLY: {PARTIAL},
    PARTIAL: {PARTIAL, RESULT},
    RESULT: set[str](),
}


@dataclass(frozen=True)
class Step:
    """One event and what it brings."""

    type: str
    data: tuple[bytes, ...] = ()

    def event(self, height: int, parent: str | None) -> bytes:
        """The text of the event at this place of the chain."""
        before = {} if parent is None else {"parent": parent}
        payload = {"payload": hexadecimal(self.data[-1])} if self.data else {}
        return dumps({**before, "height": height, "type": self.type, **payload}).encode()


def setup(election: bytes, trustees: bytes, credentials: bytes) -> Step:
    """How an election begins."""
    named = {"election": election, "trustees": trustees, "credentials": credentials}
    references = dumps({name: hexadecimal(text) for name, text in named.items()}).encode()
    return Step(SETUP, (election, trustees, credentials, references))


def encrypted_tally(tally: bytes, ballots: int) -> Step:
    """The encrypted count, of so many ballots."""
    sized = {"num_tallied": ballots, "total_weight": ballots, "encrypted_tally": hexadecimal(tally)}
    return Step(ENCRYPTED_TALLY, (tally, dumps(sized).encode()))


def partial(owner: int, decryption: bytes) -> Step:
    """The part of the trustee number `owner`, counted from 1."""
    return Step(PARTIAL, (decryption, dumps({"owner": owner, "payload": hexadecimal(decryption)}).encode()))


def members(steps: Iterable[Step], height: int = 0, parent: str | None = None) -> Iterator[Member]:
    """The files of `steps`, the first of which comes at `height`, after the event `parent`."""
    for step in steps:
        yield from map(Member, step.data)
        event = Member(step.event(height, parent), event=True)
        yield event
        height, parent = height + 1, event.hash


def write(timestamp: int, steps: Iterable[Step]) -> bytes:
    """The whole archive."""
    parts = [archive.opening(timestamp)]
    parts += (archive.entry(member, timestamp) for member in members(steps))
    return b"".join(parts)


def steps_of(files: Sequence[Member]) -> list[Step]:
    """The steps of an archive, in an order an election can take. Raises InvalidUrn where the chain breaks."""
    steps: list[Step] = []
    data: list[bytes] = []
    parent: str | None = None
    for file in files:
        if not file.event:
            data.append(file.content)
            continue
        step = _step(file, tuple(data), len(steps), parent)
        previous = steps[-1].type if steps else None
        if step.type not in _NEXT[previous]:
            raise InvalidUrn("wrong_order", f"{len(steps)} {step.type}")
        steps.append(step)
        data, parent = [], file.hash
    if data:
        raise InvalidUrn("data_without_event", hexadecimal(data[0])[:12])
    if not steps:
        raise InvalidUrn("no_event")
    return steps


def _step(file: Member, data: tuple[bytes, ...], height: int, parent: str | None) -> Step:
    fields = record(loads(file.content), ("height", "type"), ("parent", "payload"))
    kind = fields["type"]
    if not isinstance(kind, str) or kind not in _PIECES:
        raise InvalidUrn("unknown_event", str(kind)[:40])
    if fields.get("parent") != parent or integer(fields["height"]) != height:
        raise InvalidUrn("broken_chain", str(height))
    step = Step(kind, data)
    if len(data) != _PIECES[kind] or step.event(height, parent) != file.content:
        raise InvalidUrn("wrong_payload", str(height))
    return step
