"""Making a ballot: what the module of the browser does, in Python, to demonstrate and to compare the two.

Numbers are drawn in this order: for each question, one for each choice, then the proofs of each choice in
turn, then the overall proof, then the blank proof; at the end, one for the signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.votes.urn import credentials
from app.votes.urn.ballot import (
    Answer,
    Ballot,
    blank_statement,
    individual_head,
    overall_statement,
    zero_or_one,
)
from app.votes.urn.election import Election, Question
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import P, Q, g_power, prepared
from app.votes.urn.proofs import Ciphertext, Draw, prove_knowledge, prove_one_of

Ticks = Sequence[Sequence[int]]


def encrypt(key: int, value: int, randomness: int) -> Ciphertext:
    """`value` hidden under `key`."""
    return Ciphertext(g_power(randomness), prepared(key).power(randomness) * g_power(value) % P)


def vote(election: Election, credential: str, ticks: Ticks, draw: Draw) -> Ballot:
    """The signed ballot that says `ticks`: for each question, 0 or 1 for each number to encrypt."""
    if len(ticks) != len(election.questions):
        raise InvalidUrn("not_a_vote")
    secret = credentials.secret(credential, election.uuid)
    public = g_power(secret)
    state = f"{election.fingerprint}|{public}"
    answers = tuple(
        answer(election.public_key, state, question, tuple(chosen), draw)
        for question, chosen in zip(election.questions, ticks, strict=True)
    )
    return signed(Ballot(election.uuid, election.fingerprint, public, answers), secret, draw)


def signed(ballot: Ballot, secret: int, draw: Draw) -> Ballot:
    """`ballot` with the signature of whoever knows `secret`."""
    said = ballot.hash()
    return replace(ballot, signed=said, signature=prove_knowledge(f"sig|{said}", secret, draw))


def answer(key: int, state: str, question: Question, ticks: tuple[int, ...], draw: Draw) -> Answer:
    """The encrypted and proven answer to one question. Raises InvalidUrn when the ticks are no vote."""
    if not question.allows(ticks):
        raise InvalidUrn("not_a_vote")
    randomness = [draw() for _tick in ticks]
    choices = tuple(encrypt(key, tick, r) for tick, r in zip(ticks, randomness, strict=True))
    individual = tuple(
        tuple(prove_one_of(individual_head(state, choice), key, zero_or_one(choice), tick, r, draw))
        for choice, tick, r in zip(choices, ticks, randomness, strict=True)
    )
    overall = overall_statement(state, question, choices)
    if not question.blank:
        true, hidden = sum(ticks) - question.minimum, sum(randomness) % Q
        proof = prove_one_of(overall.head, key, overall.branches, true, hidden, draw)
        return Answer(choices, individual, tuple(proof))
    rest = sum(randomness[1:]) % Q
    is_blank = bool(ticks[0])
    true, hidden = (0, randomness[0]) if is_blank else (1 + sum(ticks) - question.minimum, rest)
    proof = prove_one_of(overall.head, key, overall.branches, true, hidden, draw)
    blank = blank_statement(state, choices)
    true, hidden = (1, rest) if is_blank else (0, randomness[0])
    second = prove_one_of(blank.head, key, blank.branches, true, hidden, draw)
    return Answer(choices, individual, tuple(proof), tuple(second))
