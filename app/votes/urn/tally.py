"""The count: ballots multiplied into one, decrypted by every trustee, each with a proof (4.16 to 4.19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.votes.urn.ballot import Ballot, joined
from app.votes.urn.canonical import array, dumps, loads, record
from app.votes.urn.election import Election
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import G, P, decimal, g_power, inverse, is_member, power, product
from app.votes.urn.proofs import (
    Ciphertext,
    Draw,
    Proof,
    prove_same_secret,
    read_proof,
    same_secret_holds,
)

Tally = tuple[tuple[Ciphertext, ...], ...]
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class PartialDecryption:
    """What one trustee takes away from the encrypted count, and the proofs that it is just that."""

    factors: tuple[tuple[int, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    def text(self) -> bytes:
        """As it is written in the archive."""
        return dumps(
            {
                "decryption_factors": [[str(factor) for factor in row] for row in self.factors],
                "decryption_proofs": [[proof.document() for proof in row] for row in self.proofs],
            }
        ).encode()


def last(ballots: Iterable[Ballot]) -> list[Ballot]:
    """The ballots that count: the last of each credential."""
    kept: dict[int, Ballot] = {}
    for ballot in ballots:
        kept.pop(ballot.credential, None)
        kept[ballot.credential] = ballot
    return list(kept.values())


def encrypted(election: Election, ballots: Sequence[Ballot]) -> Tally:
    """The sum of `ballots`, question by question, still encrypted."""
    return tuple(
        tuple(
            joined([ballot.answers[number].choices[place] for ballot in ballots])
            for place in range(question.size)
        )
        for number, question in enumerate(election.questions)
    )


def tally_text(tally: Tally) -> bytes:
    """The encrypted count as it is written in the archive."""
    return dumps([[ciphertext.document() for ciphertext in row] for row in tally]).encode()


def partial_decryption(election: Election, tally: Tally, private: int, draw: Draw) -> PartialDecryption:
    """The part of the trustee who holds `private`; one number drawn for each ciphertext, in order."""
    head = _head(election, g_power(private))
    factors = tuple(tuple(power(ciphertext.alpha, private) for ciphertext in row) for row in tally)
    proofs = tuple(
        tuple(prove_same_secret(head, ciphertext.alpha, private, draw) for ciphertext in row) for row in tally
    )
    return PartialDecryption(factors, proofs)


def read_partial(text: bytes) -> PartialDecryption:
    """The partial decryption of `text`."""
    fields = record(loads(text), ("decryption_factors", "decryption_proofs"))
    return PartialDecryption(
        tuple(tuple(map(decimal, array(row))) for row in array(fields["decryption_factors"])),
        tuple(tuple(map(read_proof, array(row))) for row in array(fields["decryption_proofs"])),
    )


def verify_partial(election: Election, tally: Tally, public: int, partial: PartialDecryption) -> None:
    """Raise InvalidUrn unless `partial` is what the holder of `public` had to take away."""
    shape = [len(row) for row in tally]
    if [len(row) for row in partial.factors] != shape or [len(row) for row in partial.proofs] != shape:
        raise InvalidUrn("wrong_shape", "decryption_factors")
    head = _head(election, public)
    for row, factors, proofs in zip(tally, partial.factors, partial.proofs, strict=True):
        for ciphertext, factor, proof in zip(row, factors, proofs, strict=True):
            if not is_member(factor):
                raise InvalidUrn("not_in_group", "decryption_factors")
            if not same_secret_holds(head, public, ciphertext.alpha, factor, proof):
                raise InvalidUrn("wrong_decryption")


def decrypted(tally: Tally, partials: Sequence[PartialDecryption], most: int) -> Counts:
    """The counts, none above `most`, once every trustee has taken their part away."""
    known = _powers_of_g(most)
    counts = []
    for number, row in enumerate(tally):
        found = []
        for place, ciphertext in enumerate(row):
            factor = product(partial.factors[number][place] for partial in partials)
            count = known.get(ciphertext.beta * inverse(factor) % P)
            if count is None:
                raise InvalidUrn("no_count")
            found.append(count)
        counts.append(tuple(found))
    return tuple(counts)


def result_text(counts: Counts) -> bytes:
    """The result as it is written in the archive."""
    return dumps({"result": counts}).encode()


def read_result(text: bytes) -> Counts:
    """The counts that `text` states."""
    rows = array(record(loads(text), ("result",))["result"])
    if not all(type(count) is int for row in rows for count in array(row)):
        raise InvalidUrn("wrong_shape", "result")
    return tuple(tuple(row) for row in rows)


def _powers_of_g(most: int) -> dict[int, int]:
    known, value = {}, g_power(0)
    for exponent in range(most + 1):
        known[value] = exponent
        value = value * G % P
    return known


def _head(election: Election, public: int) -> str:
    return f"decrypt|{election.fingerprint}|{public}"
