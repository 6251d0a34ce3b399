"""A ballot: encrypted answers, proofs that they are allowed, and the voter's signature (4.11 to 4.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import Any

from app.votes.urn.canonical import array, dumps, fingerprint, loads, record
from app.votes.urn.election import Election, Question
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import decimal
from app.votes.urn.proofs import (
    Branch,
    Ciphertext,
    Proof,
    knowledge_holds,
    one_of_holds,
    read_ciphertext,
    read_proof,
)


@dataclass(frozen=True)
class Answer:
    """The encrypted ticks of one question, and the proofs that they are a vote."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None = None

    def document(self) -> dict[str, Any]:
        """As it is written in JSON."""
        document: dict[str, Any] = {
            "choices": [choice.document() for choice in self.choices],
            "individual_proofs": [_documents(proof) for proof in self.individual_proofs],
            "overall_proof": _documents(self.overall_proof),
        }
        if self.blank_proof is not None:
            document["blank_proof"] = _documents(self.blank_proof)
        return document


@dataclass(frozen=True)
class Ballot:
    """A ballot; `signed` is the hash its signature was made on, as it states it."""

    election_uuid: str
    election_hash: str
    credential: int
    answers: tuple[Answer, ...]
    signed: str = ""
    signature: Proof | None = None

    def unsigned(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "election_uuid": self.election_uuid,
            "election_hash": self.election_hash,
            "credential": str(self.credential),
            "answers": [answer.document() for answer in self.answers],
        }

    def hash(self) -> str:
        """The hash to sign."""
        return fingerprint(dumps(self.unsigned()).encode())

    def text(self) -> bytes:
        """The bytes that go into the urn."""
        if self.signature is None:
            raise InvalidUrn("not_signed")
        signature = {"hash": self.signed, "proof": self.signature.document()}
        return dumps({**self.unsigned(), "signature": signature}).encode()


def tracker(text: bytes) -> str:
    """The *numéro de suivi* of a ballot: its fingerprint, which the public list shows."""
    return fingerprint(text)


def read(text: bytes) -> Ballot:
    """The ballot of `text`, which must be in its one canonical form, to the byte."""
    fields = record(loads(text), ("election_uuid", "election_hash", "credential", "answers", "signature"))
    signature = record(fields["signature"], ("hash", "proof"))
    if not all(isinstance(said, str) for said in (fields["election_uuid"], fields["election_hash"])):
        raise InvalidUrn("wrong_shape")
    ballot = Ballot(
        fields["election_uuid"],
        fields["election_hash"],
        decimal(fields["credential"]),
        tuple(_answer(answer) for answer in array(fields["answers"])),
        signature["hash"],
        read_proof(signature["proof"]),
    )
    try:
        same = ballot.text() == text
    except UnicodeEncodeError:
        same = False
    if not same:
        raise InvalidUrn("not_canonical")
    return ballot


def verify(election: Election, ballot: Ballot) -> None:
    """Raise InvalidUrn unless the ballot is for `election`, is allowed, and is signed by its credential.

    That the credential is on the list, and not yet used otherwise, is for whoever keeps the list to check.
    """
    if ballot.election_uuid != election.uuid or ballot.election_hash != election.fingerprint:
        raise InvalidUrn("other_election")
    if ballot.signature is None or ballot.signed != ballot.hash():
        raise InvalidUrn("wrong_signature")
    if not knowledge_holds(f"sig|{ballot.signed}", ballot.credential, ballot.signature):
        raise InvalidUrn("wrong_signature")
    if len(ballot.answers) != len(election.questions):
        raise InvalidUrn("wrong_shape", "answers")
    state = f"{election.fingerprint}|{ballot.credential}"
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        _verify(election.public_key, state, question, answer)


def _verify(key: int, state: str, question: Question, answer: Answer) -> None:
    if len(answer.choices) != question.size or len(answer.individual_proofs) != question.size:
        raise InvalidUrn("wrong_shape", "choices")
    for choice, proof in zip(answer.choices, answer.individual_proofs, strict=True):
        head = individual_head(state, choice)
        if not one_of_holds(head, key, zero_or_one(choice), proof, member=False):
            raise InvalidUrn("wrong_individual_proof")
    overall = overall_statement(state, question, answer.choices)
    if not one_of_holds(overall.head, key, overall.branches, answer.overall_proof):
        raise InvalidUrn("wrong_overall_proof")
    if question.blank != (answer.blank_proof is not None):
        raise InvalidUrn("wrong_shape", "blank_proof")
    if answer.blank_proof is not None:
        blank = blank_statement(state, answer.choices)
        if not one_of_holds(blank.head, key, blank.branches, answer.blank_proof):
            raise InvalidUrn("wrong_blank_proof")


@dataclass(frozen=True)
class Statement:
    """What a proof is about: the text its challenge begins with, and the branches one of which is true."""

    head: str
    branches: tuple[Branch, ...]


def individual_head(state: str, choice: Ciphertext) -> str:
    """How the challenge of the proof of one tick begins."""
    return f"prove|{state}|{choice}"


def zero_or_one(choice: Ciphertext) -> tuple[Branch, Branch]:
    """That a number is a tick or none."""
    return Branch(choice, 0), Branch(choice, 1)


def overall_statement(state: str, question: Question, choices: Sequence[Ciphertext]) -> Statement:
    """That as many answers are ticked as the question allows, or the vote is blank where it may be."""
    extended = f"{state}|{','.join(map(str, choices))}"
    if not question.blank:
        total = joined(choices)
        return Statement(f"prove|{extended}|{total}", tuple(Branch(total, m) for m in question.sums))
    total = joined(choices[1:])
    branches = (Branch(choices[0], 1), *(Branch(total, m) for m in question.sums))
    return Statement(f"bproof1|{extended}", branches)


def blank_statement(state: str, choices: Sequence[Ciphertext]) -> Statement:
    """That the vote is not blank, or nothing is ticked."""
    extended = f"{state}|{','.join(map(str, choices))}"
    return Statement(f"bproof0|{extended}", (Branch(choices[0], 0), Branch(joined(choices[1:]), 0)))


def joined(ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """The sum of what `ciphertexts` hide, still hidden; of none, nothing."""
    return reduce(mul, ciphertexts, Ciphertext(1, 1))


def _answer(document: Any) -> Answer:
    fields = record(document, ("choices", "individual_proofs", "overall_proof"), ("blank_proof",))
    blank = _proofs(fields["blank_proof"]) if "blank_proof" in fields else None
    return Answer(
        tuple(read_ciphertext(choice) for choice in array(fields["choices"])),
        tuple(_proofs(proofs) for proofs in array(fields["individual_proofs"])),
        _proofs(fields["overall_proof"]),
        blank,
    )


def _proofs(document: Any) -> tuple[Proof, ...]:
    return tuple(read_proof(proof) for proof in array(document))


def _documents(proofs: Sequence[Proof]) -> list[dict[str, str]]:
    return [proof.document() for proof in proofs]
