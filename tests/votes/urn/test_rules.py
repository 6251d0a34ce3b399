"""What the parts of the urn promise, each by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.votes.urn import credentials, election, group, tally, trustees
from app.votes.urn.election import Question
from app.votes.urn.encryption import vote
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import G, P, Q
from app.votes.urn.proofs import drawn
from tests.votes.urn import elections as urn
from tests.votes.urn.sources import numbered

exponents = st.integers(0, int(Q) - 1)


def test_the_group_is_that_of_the_specification() -> None:
    assert (P.bit_length(), Q.bit_length()) == (2048, 256)
    assert (P - 1) % Q == 0
    assert pow(int(G), int(Q), int(P)) == 1 != G


@settings(max_examples=20)
@given(st.integers(2, 2**2047), st.lists(exponents, min_size=1, max_size=4))
def test_powers_are_powers_however_they_are_made(base: int, wanted: list[int]) -> None:
    expected = [pow(base, exponent, int(P)) for exponent in wanted]
    assert group.powers(base, wanted) == expected
    assert [group.power(base, exponent) for exponent in wanted] == expected
    member = pow(base, (int(P) - 1) // int(Q), int(P))
    table = group.FixedBase(member)
    assert [table.power(exponent) for exponent in wanted] == [pow(member, e, int(P)) for e in wanted]
    assert table.power(-wanted[0]) * table.power(wanted[0]) % P == 1


@given(st.text(max_size=30))
def test_only_digits_in_their_one_form_are_a_number(text: str) -> None:
    try:
        assert str(group.decimal(text)) == text
    except InvalidUrn as fault:
        assert fault.code == "not_a_number"  # noqa: PT017 - either is right, for a text drawn at random


def test_elements_out_of_the_group_are_seen() -> None:
    assert group.is_member(int(G))
    for value in (0, -1, int(P), int(P) + 1, int(P) - 1, int(P) - int(G), 2):
        assert not group.is_member(value)


@given(st.binary(min_size=0, max_size=600))
def test_any_bytes_are_an_archive_or_have_a_code(data: bytes) -> None:
    from app.votes.urn.recount import recount

    with pytest.raises(InvalidUrn):
        recount(data)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "unknown_version"),
        ({"group": "RFC-3526-2048"}, "unknown_group"),
        ({"public_key": str(P - G)}, "not_in_group"),
        ({"uuid": "short"}, "not_a_uuid"),
        ({"uuid": "UrnePourEssai-1"}, "not_a_uuid"),
        ({"name": 3}, "wrong_shape"),
        ({"questions": {}}, "wrong_shape"),
        ({"questions": [{"type": "NonHomomorphic", "value": {}}]}, "wrong_shape"),
        ({"questions": [{"answers": [], "min": 0, "max": 0, "question": ""}]}, "impossible_question"),
        ({"questions": [{"answers": ["a"], "min": 1, "max": 2, "question": ""}]}, "impossible_question"),
        ({"questions": [{"answers": ["a"], "min": True, "max": 1, "question": ""}]}, "wrong_shape"),
        ({"questions": [{"answers": ["a"], "blank": 1, "min": 1, "max": 1, "question": ""}]}, "wrong_shape"),
        ({"more": 1}, "wrong_shape"),
    ],
)
def test_an_election_this_urn_cannot_count_is_refused(change: dict[str, Any], code: str) -> None:
    document = {**json.loads(urn.small().election.text), **change}
    with pytest.raises(InvalidUrn) as fault:
        election.read(json.dumps(document).encode())
    assert fault.value.code == code


@pytest.mark.parametrize("text", ["[]", '[["Pedersen",{}]]', '[["Single"]]', "{}"])
def test_trustees_of_another_kind_are_refused(text: str) -> None:
    with pytest.raises(InvalidUrn):
        trustees.read(text.encode())


def test_a_key_without_the_knowledge_of_its_secret_is_refused() -> None:
    key = trustees.public_half(12345, drawn(numbered("key"))).document()
    assert trustees.read_key(key).public_key == pow(int(G), 12345, int(P))
    with pytest.raises(InvalidUrn, match="wrong_key_proof"):
        trustees.read_key({**key, "public_key": str(G)})


@pytest.mark.parametrize("ticks", [(1, 1, 0), (0, 0, 0), (2, 0, 0), (1, 0), (100, -99, 0)])
def test_what_is_no_vote_is_not_encrypted(ticks: tuple[int, ...]) -> None:
    small = urn.small()
    with pytest.raises(InvalidUrn, match="not_a_vote"):
        vote(small.election, small.credentials[0], [ticks], drawn(numbered("no")))


def test_a_blank_vote_stands_alone() -> None:
    question = Question("?", ("a", "b", "c"), 1, 2, blank=True)
    assert question.allows((1, 0, 0, 0))
    assert not question.allows((1, 1, 0, 0))
    assert not question.allows((0, 0, 0, 0))
    assert [question.allows(ticks) for ticks in ((0, 1, 0, 0), (0, 1, 1, 0), (0, 1, 1, 1))] == [
        True,
        True,
        False,
    ]


@settings(max_examples=5)
@given(st.lists(st.sampled_from([urn.FOR, urn.AGAINST, urn.ABSTAIN]), max_size=4), st.randoms())
def test_counts_are_those_of_the_votes_in_whatever_order(said: list[tuple[int, ...]], dice: Any) -> None:
    small = urn.small()
    ballots = small.cast([(voter, [ticks]) for voter, ticks in enumerate(said)])
    dice.shuffle(ballots)
    sums = tally.encrypted(small.election, ballots)
    parts = [tally.partial_decryption(small.election, sums, key, small.draw) for key in small.private_keys]
    counts = tally.decrypted(sums, parts, len(said))
    assert counts == (tuple(sum(ticks[place] for ticks in said) for place in range(3)),)
    dice.shuffle(parts)
    assert tally.decrypted(sums, parts, len(said)) == counts


def test_one_missing_hand_and_nothing_is_counted() -> None:
    small = urn.small()
    sums = tally.encrypted(small.election, small.cast([(0, [urn.FOR])]))
    parts = [tally.partial_decryption(small.election, sums, small.private_keys[0], small.draw)]
    with pytest.raises(InvalidUrn, match="no_count"):
        tally.decrypted(sums, parts, 1)


def test_the_last_ballot_of_a_credential_counts() -> None:
    small = urn.small()
    first, other, second = small.cast([(0, [urn.FOR]), (1, [urn.FOR]), (0, [urn.AGAINST])])
    assert tally.last([first, other, second]) == [other, second]


@pytest.mark.parametrize("typed", ["", "1", "0" * 22, "l" * 22, "1" * 23, "é" * 22])
def test_what_is_not_a_credential_is_refused(typed: str) -> None:
    with pytest.raises(InvalidUrn, match="not_a_credential"):
        credentials.tidy(typed)


def test_the_same_numbers_come_without_gmpy2(tmp_path: Path) -> None:
    """It is installed with the rest, and changes the speed alone: run again by a Python that has it not."""
    (tmp_path / "gmpy2.py").write_text("raise ImportError\n")
    said = "from tests.votes.urn import elections as urn; from app.votes.urn.canonical import hexadecimal; "
    said += "from app.votes.urn.group import P; print(type(P).__name__, hexadecimal(urn.counted()))"
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{root}"}
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    from app.votes.urn.canonical import hexadecimal

    assert done.stdout.split() == ["int", hexadecimal(urn.counted())]
    assert type(P).__name__ == "mpz"
