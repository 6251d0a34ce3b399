"""A whole election at once, by someone who plays every part: to demonstrate, to measure and to try."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.votes.urn import chain, credentials, election, tally, trustees
from app.votes.urn.ballot import Ballot
from app.votes.urn.chain import Step
from app.votes.urn.election import Election, Question
from app.votes.urn.encryption import Ticks, vote
from app.votes.urn.proofs import Draw, drawn
from app.votes.urn.recount import credentials_text


@dataclass(frozen=True)
class Rehearsal:
    """An election ready to open, with every secret in one hand: never how a real one is made."""

    election: Election
    credentials: tuple[str, ...]
    private_keys: tuple[int, ...]
    setup: Step
    draw: Draw

    def cast(self, votes: Sequence[tuple[int, Ticks]]) -> list[Ballot]:
        """The ballots of `votes`: the place of a credential, and what it says."""
        return [vote(self.election, self.credentials[voter], ticks, self.draw) for voter, ticks in votes]

    def counted(self, ballots: Sequence[Ballot]) -> list[Step]:
        """Every step, from the setup to the result."""
        kept = tally.last(ballots)
        sums = tally.encrypted(self.election, kept)
        parts = [tally.partial_decryption(self.election, sums, key, self.draw) for key in self.private_keys]
        counts = tally.decrypted(sums, parts, len(kept))
        return [
            self.setup,
            *(Step(chain.BALLOT, (ballot.text(),)) for ballot in ballots),
            Step(chain.END_BALLOTS),
            chain.encrypted_tally(tally.tally_text(sums), len(kept)),
            *(chain.partial(owner, part.text()) for owner, part in enumerate(parts, start=1)),
            Step(chain.RESULT, (tally.result_text(counts),)),
        ]


def prepare(
    uuid: str,
    name: str,
    questions: Sequence[Question],
    voters: int,
    random: Callable[[int], bytes],
    hands: int = 4,
) -> Rehearsal:
    """An election of so many `voters`, its key in so many `hands`."""
    draw = drawn(random)
    private = tuple(trustees.private_key(credentials.generate(random), uuid) for _hand in range(hands))
    public = [trustees.public_half(key, draw) for key in private]
    text = election.write(uuid, name, "", trustees.joined(public), tuple(questions))
    slips = tuple(credentials.generate(random) for _voter in range(voters))
    listed = credentials_text(credentials.public(slip, uuid) for slip in slips)
    return Rehearsal(
        election.read(text),
        slips,
        private,
        chain.setup(text, trustees.write(public), listed),
        draw,
    )
