"""The people, and the server, who each hold a part of the key: all are needed to count (4.5, 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.votes.urn.canonical import array, dumps, loads, record
from app.votes.urn.credentials import derived
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import NAME, decimal, g_power, is_member, product
from app.votes.urn.proofs import Draw, Proof, knowledge_holds, prove_knowledge, read_proof


@dataclass(frozen=True)
class TrusteeKey:
    """A part of the public key, and the proof that someone knows the private one."""

    public_key: int
    proof: Proof

    def document(self) -> dict[str, Any]:
        """As it is written in JSON."""
        return {"pok": self.proof.document(), "public_key": str(self.public_key)}


def private_key(phrase: str, uuid: str) -> int:
    """The private key that follows from a phrase of 22 signs: short enough to be printed and typed again."""
    return derived("derive_trustee", phrase, uuid)


def sealing_half(phrase: str, uuid: str) -> int:
    """The public half of another key of the same phrase: what members register is sealed with it."""
    return g_power(derived("derive_seal", phrase, uuid))


def public_half(private: int, draw: Draw) -> TrusteeKey:
    """What is published of a private key."""
    public = g_power(private)
    return TrusteeKey(public, prove_knowledge(_head(public), private, draw))


def read_key(document: Any) -> TrusteeKey:
    """A key whose proof holds. Raises InvalidUrn otherwise."""
    fields = record(document, ("pok", "public_key"))
    key = TrusteeKey(decimal(fields["public_key"]), read_proof(fields["pok"]))
    if not is_member(key.public_key):
        raise InvalidUrn("not_in_group", "public_key")
    if not knowledge_holds(_head(key.public_key), key.public_key, key.proof):
        raise InvalidUrn("wrong_key_proof")
    return key


def write(keys: Sequence[TrusteeKey]) -> bytes:
    """The text of the trustees of an election."""
    return dumps([["Single", key.document()] for key in keys]).encode()


def read(text: bytes) -> tuple[TrusteeKey, ...]:
    """The keys, each proven. Only keys that are all needed are known here, none with a threshold."""
    kinds = [array(kind, 2) for kind in array(loads(text))]
    if not kinds or any(kind[0] != "Single" for kind in kinds):
        raise InvalidUrn("unknown_trustee")
    return tuple(read_key(kind[1]) for kind in kinds)


def joined(keys: Sequence[TrusteeKey]) -> int:
    """The key of the election: ballots are encrypted with it."""
    return product(key.public_key for key in keys)


def _head(public: int) -> str:
    return f"pok|{NAME}|{public}"
