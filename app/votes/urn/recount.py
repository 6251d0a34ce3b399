"""Counting again from the public file alone: `recount`, and `verify_diff` between two states of it (3.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from app.votes.urn import archive, chain, election, trustees
from app.votes.urn.ballot import Ballot, tracker, verify
from app.votes.urn.ballot import read as read_ballot
from app.votes.urn.canonical import array, dumps, fingerprint, loads
from app.votes.urn.chain import BALLOT, END_BALLOTS, PARTIAL, RESULT, Step
from app.votes.urn.election import Election
from app.votes.urn.faults import InvalidUrn, WrongResult
from app.votes.urn.group import decimal, is_member
from app.votes.urn.tally import (
    Counts,
    PartialDecryption,
    decrypted,
    encrypted,
    last,
    read_partial,
    read_result,
    tally_text,
    verify_partial,
)
from app.votes.urn.trustees import TrusteeKey

Mapper = Callable[[Callable[[bytes], "str | None"], Iterable[bytes]], Iterable["str | None"]]
"""How the slow checks are spread: `map`, or that of a pool of processes. They answer a code, or None."""


@dataclass(frozen=True)
class Setup:
    """What an election begins with: what is asked, who holds the key, who may vote."""

    election: Election
    trustees: tuple[TrusteeKey, ...]
    credentials: frozenset[int]


@dataclass(frozen=True)
class Recount:
    """What a valid archive says. `counts` is None as long as it states no result."""

    setup: Setup
    trackers: tuple[str, ...]
    received: int
    closed: bool
    decryptions: int
    counts: Counts | None
    fingerprint: str


def recount(data: bytes, mapper: Mapper = map) -> Recount:
    """Check every byte of the archive. Raises InvalidUrn at the first thing that does not hold."""
    _timestamp, files = archive.read(data)
    steps = chain.steps_of(files)
    setup = read_setup(steps[0], mapper)
    texts = [step.data[0] for step in steps if step.type == BALLOT]
    ballots = _ballots(setup, texts, mapper)
    kept = last(ballots)
    closing = [step for step in steps if step.type not in (chain.SETUP, BALLOT)]
    partials, counts = _closing(setup, kept, closing)
    names = {ballot.credential: tracker(text) for ballot, text in zip(ballots, texts, strict=True)}
    return Recount(
        setup,
        tuple(names[ballot.credential] for ballot in kept),
        len(ballots),
        any(step.type == END_BALLOTS for step in closing),
        partials,
        counts,
        fingerprint(data),
    )


def verify_diff(before: bytes, after: bytes, mapper: Mapper = map) -> Recount:
    """Recount `after`, which must be `before` with nothing removed. Raises InvalidUrn otherwise."""
    recount(before, mapper)
    if not after.startswith(before):
        raise InvalidUrn("not_a_continuation")
    return recount(after, mapper)


def read_setup(step: Step, mapper: Mapper = map) -> Setup:
    """The beginning of an election, checked: proofs of the keys, their product, credentials all different."""
    asked, keys, listed, references = step.data
    if chain.setup(asked, keys, listed).data[-1] != references:
        raise InvalidUrn("wrong_payload", "0")
    setup = Setup(election.read(asked), trustees.read(keys), _credentials(listed, mapper))
    if trustees.joined(setup.trustees) != setup.election.public_key:
        raise InvalidUrn("wrong_election_key")
    return setup


def credentials_text(public: Iterable[int]) -> bytes:
    """The list of public credentials, in the order of their numbers: no one's place says anything."""
    return dumps([str(credential) for credential in sorted(public)]).encode()


def fault_of_ballot(setup: Election, text: bytes) -> str | None:
    """The code of what is wrong with a ballot by itself, None when nothing is."""
    try:
        verify(setup, read_ballot(text))
    except InvalidUrn as fault:
        return fault.code
    return None


def fault_of_credential(text: bytes) -> str | None:
    """The code of what is wrong with a public credential, None when nothing is."""
    try:
        return None if is_member(decimal(text.decode())) else "not_in_group"
    except InvalidUrn as fault:
        return fault.code


def _credentials(text: bytes, mapper: Mapper) -> frozenset[int]:
    listed = array(loads(text))
    if not all(isinstance(credential, str) and credential.isascii() for credential in listed):
        raise InvalidUrn("wrong_shape", "credentials")
    faults = mapper(fault_of_credential, [credential.encode() for credential in listed])
    for credential, fault in zip(listed, faults, strict=True):
        if fault:
            raise InvalidUrn(fault, f"credential {credential[:12]}")
    found = frozenset(map(decimal, listed))
    if len(found) != len(listed):
        raise InvalidUrn("credential_twice")
    return found


def _ballots(setup: Setup, texts: Sequence[bytes], mapper: Mapper) -> list[Ballot]:
    repeated = [text for text, times in Counter(texts).items() if times > 1]
    if repeated:
        raise InvalidUrn("ballot_twice", tracker(repeated[0]))
    for text, fault in zip(texts, mapper(partial(fault_of_ballot, setup.election), texts), strict=True):
        if fault:
            raise InvalidUrn(fault, f"ballot {tracker(text)}")
    ballots = [read_ballot(text) for text in texts]
    for ballot, text in zip(ballots, texts, strict=True):
        if ballot.credential not in setup.credentials:
            raise InvalidUrn("unknown_credential", f"ballot {tracker(text)}")
    return ballots


def _closing(setup: Setup, kept: Sequence[Ballot], steps: Sequence[Step]) -> tuple[int, Counts | None]:
    tally = encrypted(setup.election, kept)
    partials: dict[int, PartialDecryption] = {}
    for step in steps:
        if step.type == chain.ENCRYPTED_TALLY and step != chain.encrypted_tally(tally_text(tally), len(kept)):
            raise InvalidUrn("wrong_tally")
        if step.type == PARTIAL:
            owner = _owner(step, len(setup.trustees))
            if owner in partials:
                raise InvalidUrn("decryption_twice", str(owner))
            partials[owner] = read_partial(step.data[0])
            public = setup.trustees[owner - 1].public_key
            verify_partial(setup.election, tally, public, partials[owner])
        if step.type == RESULT:
            if len(partials) != len(setup.trustees):
                raise InvalidUrn("missing_decryption")
            counts = decrypted(tally, list(partials.values()), len(kept))
            stated = read_result(step.data[0])
            if stated != counts:
                raise WrongResult(stated, counts)
            return len(partials), counts
    return len(partials), None


def _owner(step: Step, trustees: int) -> int:
    for owner in range(1, trustees + 1):
        if chain.partial(owner, step.data[0]).data[1] == step.data[1]:
            return owner
    raise InvalidUrn("unknown_trustee")
