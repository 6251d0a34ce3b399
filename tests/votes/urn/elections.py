"""Small elections to try, to break and to compare; always the same ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from app.votes.urn import archive, chain
from app.votes.urn.canonical import dumps, hexadecimal
from app.votes.urn.chain import Step
from app.votes.urn.election import Question
from app.votes.urn.rehearsal import Rehearsal, prepare
from tests.votes.urn.sources import numbered

UUID = "UrnePourEssais1"
TIMESTAMP = 1_800_000_000
MOTION = Question("Adopter « la charte » ?", ("Pour", "Contre", "Abstention"))
VENUES = Question("Où se réunir ?", ("Grange", "École", "Café"), minimum=1, maximum=2, blank=True)

FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


@lru_cache
def small() -> Rehearsal:
    """One question, four slips, two hands."""
    return prepare(UUID, "Petite élection", [MOTION], voters=4, random=numbered("small"), hands=2)


@lru_cache
def steps() -> tuple[Step, ...]:
    """It counted: two for, one against after a change of mind; one did not vote."""
    urn = small()
    return tuple(urn.counted(urn.cast([(0, [FOR]), (1, [FOR]), (2, [FOR]), (2, [AGAINST])])))


def counted() -> bytes:
    """Its archive."""
    return written(steps())


def written(of: tuple[Step, ...] | list[Step]) -> bytes:
    """The archive of these steps, rightly chained whatever they say."""
    return chain.write(TIMESTAMP, of)


def chained(of: list[tuple[tuple[bytes, ...], dict[str, Any]]]) -> bytes:
    """An archive of which the events are given as they are, each with the data before it."""
    files = [archive.opening(TIMESTAMP)]
    for data, event in of:
        files += [archive.entry(archive.Member(piece), TIMESTAMP) for piece in data]
        files.append(archive.entry(archive.Member(dumps(event).encode(), event=True), TIMESTAMP))
    return b"".join(files)


def events(of: tuple[Step, ...]) -> list[tuple[tuple[bytes, ...], dict[str, Any]]]:
    """The steps with their events open, to break one."""
    found, parent = [], None
    for height, step in enumerate(of):
        text = step.event(height, parent)
        found.append((step.data, json.loads(text)))
        parent = hexadecimal(text)
    return found


def altered(index: int, change: Callable[[Any], Any], piece: int = 0) -> list[Step]:
    """The steps of the small election, one piece of data of one of them changed; references follow."""
    changed = list(steps())
    step = changed[index]
    document = json.loads(step.data[piece])
    data = list(step.data)
    result = change(document)
    data[piece] = dumps(document if result is None else result).encode()
    changed[index] = referring(Step(step.type, tuple(data)))
    return changed


def referring(step: Step) -> Step:
    """The step with the references to its own data put right."""
    if step.type == chain.SETUP:
        return chain.setup(*step.data[:3])
    if step.type in (chain.ENCRYPTED_TALLY, chain.PARTIAL):
        last = json.loads(step.data[1])
        last["payload" if "payload" in last else "encrypted_tally"] = sha256(step.data[0]).hexdigest()
        return Step(step.type, (step.data[0], dumps(last).encode()))
    return step
