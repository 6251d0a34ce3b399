"""500 archives broken at random: the reference tool and our recount never disagree."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache, partial

import pytest

from app.votes.urn.chain import Step
from app.votes.urn.election import Election
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.recount import fault_of_ballot, recount
from tests.votes.urn import elections as urn
from tests.votes.urn.reference import verdict

MUTATIONS, PARTS = 500, 5
_NUMBER = re.compile(rb'"[0-9]{60,}"')
# Setup, ballots, decryptions, result: what the tool reads. The sums it makes again, and does not read.
_READ = (0, 1, 2, 3, 4, 7, 8, 9)


def bytes_changed(dice: random.Random) -> bytes:
    """A few bytes of the file, anywhere."""
    data = bytearray(urn.counted())
    for _byte in range(dice.randint(1, 3)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def cut_and_pasted(dice: random.Random) -> bytes:
    """A block taken out, or written twice."""
    data, block = urn.counted(), 512
    start = dice.randrange(len(data) // block) * block
    end = start + block * dice.randint(1, 6)
    return data[:start] + data[end:] if dice.random() < 0.5 else data[:end] + data[start:]


def number_changed(dice: random.Random) -> bytes:
    """A digit of a number, or two numbers exchanged, in an archive whose hashes are all put right."""
    steps = list(urn.steps())
    index = dice.choice([number for number in _READ if _NUMBER.search(steps[number].data[0])])
    pieces = [place for place, piece in enumerate(steps[index].data) if _NUMBER.search(piece)]
    place = dice.choice(pieces)
    piece = steps[index].data[place]
    found = list(_NUMBER.finditer(piece))
    one, other = dice.choice(found), dice.choice(found)
    if dice.random() < 0.5 or one[0] == other[0]:
        at = dice.randrange(one.start() + 1, one.end() - 1)
        piece = (
            piece[:at] + dice.choice([d for d in b"123456789" if d != piece[at]]).to_bytes() + piece[at + 1 :]
        )
    else:
        first, second = sorted((one, other), key=lambda match: match.start())
        piece = (
            piece[: first.start()]
            + second[0]
            + piece[first.end() : second.start()]
            + first[0]
            + piece[second.end() :]
        )
    data = list(steps[index].data)
    data[place] = piece
    steps[index] = urn.referring(Step(steps[index].type, tuple(data)))
    return urn.written(steps)


def untouched_where_it_counts(dice: random.Random) -> bytes:
    """Changes that leave the archive true: credentials listed otherwise, decryptions in another order."""
    steps = list(urn.steps())
    if dice.random() < 0.5:
        steps[7], steps[8] = steps[8], steps[7]
        return urn.written(steps)
    listed = json.loads(steps[0].data[2])
    dice.shuffle(listed)
    return urn.written(urn.altered(0, lambda _listed: listed, piece=2))


KINDS = (bytes_changed, cut_and_pasted, number_changed, number_changed, untouched_where_it_counts)


@cache
def known_fault(check: Callable[[bytes], str | None], text: bytes) -> str | None:
    """Most mutants hold the same ballots in the same election: each is checked once."""
    return check(text)


def mapper(check: Callable[[bytes], str | None], texts: Iterable[bytes]) -> Iterable[str | None]:
    if isinstance(check, partial):
        check = checking(check.args[0])
    return (known_fault(check, text) for text in texts)


@cache
def checking(election: Election) -> Callable[[bytes], str | None]:
    return partial(fault_of_ballot, election)


def ours(data: bytes) -> bool:
    try:
        recount(data, mapper)
    except InvalidUrn:
        return False
    return True


@lru_cache
def mutants() -> list[bytes]:
    """The same ones every time, all different."""
    dice = random.Random(2048)  # noqa: S311 - chance that one can have again
    drawn = {KINDS[turn % len(KINDS)](dice): None for turn in range(MUTATIONS * 2)}
    found = [data for data in drawn if data != urn.counted()][:MUTATIONS]
    dice.shuffle(found)  # some of each kind in each part
    return found


def test_the_mutants_are_500() -> None:
    assert len(set(mutants())) == MUTATIONS


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_500_random_mutations_are_judged_as_the_tool_judges_them(part: int) -> None:
    size = MUTATIONS // PARTS
    with ThreadPoolExecutor(4) as pool:
        judged = [*pool.map(lambda data: (data, verdict(data, urn.UUID)[0]), mutants()[part * size :][:size])]
    assert len(judged) == size
    disagreements = [len(data) for data, accepted in judged if ours(data) != accepted]
    assert disagreements == []
    accepted = sum(said for _data, said in judged)
    assert 2 <= accepted <= len(judged) / 2
