"""What was written once must be read for ever, and written again the same: frozen archives and ballots."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.votes.urn import archive, ballot, chain, credentials, election, trustees
from app.votes.urn.encryption import vote
from app.votes.urn.proofs import drawn
from app.votes.urn.recount import fault_of_ballot, recount
from app.votes.urn.tally import encrypted, last, partial_decryption, tally_text
from tests.votes.urn.reference import verdict
from tests.votes.urn.sources import numbered

VECTORS = Path(__file__).parent / "vectors"
FROZEN: dict[str, Any] = json.loads((VECTORS / "vectors.json").read_text())
ARCHIVE = (VECTORS / f"{FROZEN['uuid']}.bel").read_bytes()
ASKED = election.read(FROZEN["election"].encode())


def cast() -> list[ballot.Ballot]:
    _timestamp, files = archive.read(ARCHIVE)
    return [ballot.read(step.data[0]) for step in chain.steps_of(files) if step.type == chain.BALLOT]


def test_the_frozen_archive_is_counted_as_it_was() -> None:
    counted = recount(ARCHIVE)
    assert counted.counts == tuple(map(tuple, FROZEN["counts"]))
    assert list(counted.trackers) == FROZEN["counted"]
    assert counted.setup.election.text.decode() == FROZEN["election"]
    assert verdict(ARCHIVE, FROZEN["uuid"])[0]


def test_the_archive_the_tool_wrote_is_counted_as_it_was() -> None:
    counted = recount((VECTORS / "made-by-the-tool.bel").read_bytes())
    assert counted.counts == tuple(map(tuple, FROZEN["counts"]))


@pytest.mark.parametrize("name", [f"{FROZEN['uuid']}.bel", "made-by-the-tool.bel"])
def test_frozen_archives_are_written_again_to_the_byte(name: str) -> None:
    data = (VECTORS / name).read_bytes()
    timestamp, files = archive.read(data)
    assert chain.write(timestamp, chain.steps_of(files)) == data


def test_the_fingerprint_is_that_of_the_text() -> None:
    assert ASKED.fingerprint == FROZEN["fingerprint"]


@pytest.mark.parametrize("slip", FROZEN["credentials"])
def test_slips_derive_the_same_numbers(slip: str) -> None:
    assert str(credentials.public(slip, FROZEN["uuid"])) == FROZEN["credentials"][slip]
    assert credentials.tidy(f" {slip.replace('-', '')} ") == slip


def test_ballots_have_the_same_trackers() -> None:
    assert [ballot.tracker(read.text()) for read in cast()] == FROZEN["trackers"]


@pytest.mark.parametrize("frozen", FROZEN["ballots"], ids=lambda frozen: frozen["source"])
def test_with_the_same_randomness_a_ballot_is_the_same_to_the_byte(frozen: dict[str, Any]) -> None:
    made = vote(ASKED, frozen["credential"], frozen["ticks"], drawn(numbered(frozen["source"])))
    assert made.text().decode() == frozen["text"]
    assert ballot.tracker(made.text()) == frozen["tracker"]
    assert fault_of_ballot(ASKED, frozen["text"].encode()) is None


def test_a_key_phrase_gives_the_same_key() -> None:
    trustee = FROZEN["trustee"]
    assert credentials.generate(numbered(trustee["phrase_source"])) == trustee["phrase"]
    private = trustees.private_key(trustee["phrase"], FROZEN["uuid"])
    assert trustees.public_half(private, drawn(numbered(trustee["source"]))).document() == trustee["public"]
    assert str(trustees.read_key(trustee["public"]).public_key) == trustee["public"]["public_key"]


def test_a_decryption_is_the_same_to_the_byte() -> None:
    frozen = FROZEN["decryption"]
    tally = encrypted(ASKED, last(cast()))
    assert json.loads(tally_text(tally)) == frozen["tally"]
    private = trustees.private_key(FROZEN["trustee"]["phrase"], FROZEN["uuid"])
    made = partial_decryption(ASKED, tally, private, drawn(numbered(frozen["source"])))
    assert made.text().decode() == frozen["text"]
