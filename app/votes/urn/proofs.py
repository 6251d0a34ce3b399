"""Proofs that reveal nothing: knowing a secret, or encrypting one of a few values (4.5, 4.12 to 4.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.votes.urn.canonical import record
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import P, Q, decimal, g_power, hashed, power, powers, prepared

Draw = Callable[[], int]
"""A fresh number below Q, drawn evenly. Tests pass a known sequence."""


def drawn(random: Callable[[int], bytes]) -> Draw:
    """A `Draw` out of a source of so many bytes: 128 bits too many, so that no number is favoured."""
    return lambda: int.from_bytes(random(48), "big") % int(Q)


@dataclass(frozen=True)
class Proof:
    """A challenge and its response."""

    challenge: int
    response: int

    def document(self) -> dict[str, str]:
        """As it is written in JSON."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


@dataclass(frozen=True)
class Ciphertext:
    """An encrypted number; multiplying two adds what they hide."""

    alpha: int
    beta: int

    def document(self) -> dict[str, str]:
        """As it is written in JSON."""
        return {"alpha": str(self.alpha), "beta": str(self.beta)}

    def __str__(self) -> str:
        return f"{self.alpha},{self.beta}"

    @property
    def parts(self) -> tuple[int, int]:
        """Both numbers."""
        return self.alpha, self.beta

    def __mul__(self, other: Ciphertext) -> Ciphertext:
        return Ciphertext(self.alpha * other.alpha % P, self.beta * other.beta % P)


@dataclass(frozen=True)
class Branch:
    """The statement that `ciphertext` hides `value`: one of those a proof says one is true of."""

    ciphertext: Ciphertext
    value: int


def read_proof(document: Any) -> Proof:
    """The proof, its two numbers below Q."""
    fields = record(document, ("challenge", "response"))
    proof = Proof(decimal(fields["challenge"]), decimal(fields["response"]))
    if proof.challenge >= Q or proof.response >= Q:
        raise InvalidUrn("number_too_big")
    return proof


def read_ciphertext(document: Any) -> Ciphertext:
    """The ciphertext; that its numbers belong to the group is checked with the proofs."""
    fields = record(document, ("alpha", "beta"))
    return Ciphertext(decimal(fields["alpha"]), decimal(fields["beta"]))


def prove_knowledge(head: str, secret: int, draw: Draw) -> Proof:
    """That one knows `secret`; `head` says of what the proof is part."""
    nonce = draw()
    challenge = hashed(f"{head}|{g_power(nonce)}")
    return Proof(challenge, (nonce - secret * challenge) % Q)


def knowledge_holds(head: str, public: int, proof: Proof) -> bool:
    """Whether `proof` shows that the secret behind `public` is known."""
    commitment = g_power(proof.response) * power(public, proof.challenge) % P
    return hashed(f"{head}|{commitment}") == proof.challenge


def prove_one_of(
    head: str, key: int, branches: Sequence[Branch], true: int, randomness: int, draw: Draw
) -> list[Proof]:
    """That one of `branches` is true, without saying which: the one at `true`, encrypted with `randomness`.

    Numbers are drawn in this order: challenge and response of each other branch, then the nonce.
    """
    simulated = {index: Proof(draw(), draw()) for index, _branch in enumerate(branches) if index != true}
    nonce = draw()
    commitments = [
        _commitment(key, branch, simulated[index]) if index != true else _pair(key, nonce)
        for index, branch in enumerate(branches)
    ]
    rest = sum(proof.challenge for proof in simulated.values())
    challenge = (hashed(f"{head}|{','.join(commitments)}") - rest) % Q
    mine = Proof(challenge, (nonce - randomness * challenge) % Q)
    return [simulated.get(index, mine) for index in range(len(branches))]


def one_of_holds(
    head: str, key: int, branches: Sequence[Branch], proofs: Sequence[Proof], *, member: bool = True
) -> bool:
    """Whether `proofs` show that one of `branches` is true.

    Raises InvalidUrn when a ciphertext is not of the group; `member` says that this is known already.
    """
    if len(proofs) != len(branches):
        return False
    raised: dict[Ciphertext, Iterator[tuple[int, int]]] = {}
    for ciphertext in {branch.ciphertext for branch in branches}:
        pairs = zip(branches, proofs, strict=True)
        challenges = [proof.challenge for branch, proof in pairs if branch.ciphertext == ciphertext]
        raised[ciphertext] = iter(_raised(ciphertext, challenges, member))
    commitments = [
        _committed(key, branch.value, proof, *next(raised[branch.ciphertext]))
        for branch, proof in zip(branches, proofs, strict=True)
    ]
    total = sum(proof.challenge for proof in proofs) % Q
    return hashed(f"{head}|{','.join(commitments)}") == total


def _raised(ciphertext: Ciphertext, challenges: list[int], member: bool) -> list[tuple[int, int]]:
    """Both numbers of `ciphertext` to each challenge."""
    if member:
        return [(power(ciphertext.alpha, c), power(ciphertext.beta, c)) for c in challenges]
    pairs = list(zip(*(powers(part, [Q, *challenges]) for part in ciphertext.parts), strict=True))
    if pairs[0] != (1, 1) or not all(0 < part < P for part in ciphertext.parts):
        raise InvalidUrn("not_in_group", "choices")
    return pairs[1:]


def prove_same_secret(head: str, base: int, secret: int, draw: Draw) -> Proof:
    """That `base` was raised to the `secret` behind a public key (4.18)."""
    nonce = draw()
    challenge = hashed(f"{head}|{g_power(nonce)},{power(base, nonce)}")
    return Proof(challenge, (nonce - secret * challenge) % Q)


def same_secret_holds(head: str, public: int, base: int, raised: int, proof: Proof) -> bool:
    """Whether `raised` is `base` to the secret behind `public`."""
    first = g_power(proof.response) * power(public, proof.challenge) % P
    second = power(base, proof.response) * power(raised, proof.challenge) % P
    return hashed(f"{head}|{first},{second}") == proof.challenge


def _pair(key: int, nonce: int) -> str:
    return f"{g_power(nonce)},{prepared(key).power(nonce)}"


def _commitment(key: int, branch: Branch, proof: Proof) -> str:
    ciphertext, challenge = branch.ciphertext, proof.challenge
    raised = power(ciphertext.alpha, challenge), power(ciphertext.beta, challenge)
    return _committed(key, branch.value, proof, *raised)


def _committed(key: int, value: int, proof: Proof, alpha: int, beta: int) -> str:
    """What the prover must have committed to; `alpha` and `beta` are already raised to the challenge."""
    first = g_power(proof.response) * alpha % P
    second = prepared(key).power(proof.response) * beta % P
    if value:
        second = second * g_power(-value * proof.challenge) % P
    return f"{first},{second}"
