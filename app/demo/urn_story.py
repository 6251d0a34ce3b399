"""Secret ballots in a verifiable urn: one counted, one that takes ballots, one in preparation. All fictitious.

In real life nobody but its holder sees a slip, and a scrutineer's phrase never leaves their paper. Here the
text of a decision still open gives some: whoever visits can vote, close the urn and count it to the end.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.db import db
from app.demo.stage import Stage, at, content
from app.votes import services as votes
from app.votes.models import Decision, VoterRoll
from app.votes.rules import QuestionKind
from app.votes.urn import credentials, election, trustees
from app.votes.urn.encryption import vote
from app.votes.urn.proofs import drawn
from app.votes.urn.tally import partial_decryption
from app.votes.verifiable import counting, depositing, handing, preparing, registering
from app.votes.verifiable.asking import ADOPT
from app.votes.verifiable.models import Urn
from app.votes.verifiable.reading import tally_of, urn_of

# A visitor enters as Bernard or as Julien; Thérèse is away, and her envelope is opened.
SCRUTINEERS = ("Bernard L.", "Julien R.", "Thérèse M.")
FACILITATOR, MAKER, KEEPER = "Julien R.", "Bernard L.", 1
SLIPS_SHOWN = 6
_draw = drawn(secrets.token_bytes)


@dataclass
class Ballot:
    """A decision with its urn, and the papers of everyone around it."""

    stage: Stage
    decision: Decision
    phrases: tuple[str, ...]
    slips: tuple[str, ...] = ()

    @property
    def urn(self) -> Urn:
        urn = urn_of(self.decision)
        if urn is None:
            raise RuntimeError("this decision has no verifiable urn")
        return urn

    def make_keys(self) -> None:
        """An urn, and each scrutineer's part of its key."""
        people = [self.stage[name] for name in SCRUTINEERS]
        preparing.prepare(self.decision, self.stage[FACILITATOR])
        preparing.choose_scrutineers(self.decision, people, self.stage[FACILITATOR])
        uuid = self.urn.uuid
        for scrutineer, phrase in zip(self.urn.scrutineers, self.phrases, strict=True):
            key = trustees.public_half(trustees.private_key(phrase, uuid), _draw)
            sealing = trustees.sealing_half(phrase, uuid)
            preparing.accept_key(self.decision, scrutineer, json.dumps(key.document()), str(sealing))

    def open(self) -> None:
        """The slips printed, and the urn open."""
        publics = [credentials.public(slip, self.urn.uuid) for slip in self.slips]
        maker = self.urn.scrutineers[SCRUTINEERS.index(MAKER)]
        preparing.accept_credentials(self.decision, maker, "\n".join(map(str, publics)))
        preparing.open_urn(self.decision, self.stage[FACILITATOR])

    def cast(self, choices: Sequence[str]) -> None:
        """As many ballots, each of its own slip; in an order that says nothing of what they say."""
        asked = election.read((self.urn.election or "").encode())
        slips = self.slips[SLIPS_SHOWN : SLIPS_SHOWN + len(choices)]
        for slip, choice in sorted(zip(slips, choices, strict=True)):
            ticks = tuple(int(choice == one) for one in ADOPT)
            text = vote(asked, slip, (ticks,), _draw).text()
            depositing.deposit(self.urn, depositing.checked(self.urn, text))

    def hand_out(self, number: int) -> None:
        """So many people drew a slip and signed."""
        line = sa.select(VoterRoll.member_id).filter_by(decision_id=self.decision.id)
        for member_id in db.session.scalars(line.where(VoterRoll.weight == 1).limit(number)).all():
            handing.hand_slip(self.decision, member_id)

    def count(self) -> None:
        """Closed, then decrypted by each scrutineer, from the public archive."""
        counting.end_ballots(self.decision, self.stage[FACILITATOR])
        asked, tally = election.read((self.urn.election or "").encode()), tally_of(self.urn)
        for scrutineer, phrase in zip(self.urn.scrutineers, self.phrases, strict=True):
            key = trustees.private_key(phrase, self.urn.uuid)
            part = partial_decryption(asked, tally, key, _draw).text().decode()
            counting.accept_part(self.decision, scrutineer, part, scrutineer.member)
        votes.close(self.decision, None, because="scrutineers")


def count_one(stage: Stage) -> None:
    """An urn counted a month ago, with a batch of papers beside it."""
    with at(stage.ago(30)):
        ballot = _asked(stage, "counted")
        ballot.make_keys()
        ballot.open()
        ballot.hand_out(24)
        ballot.cast(["for"] * 15 + ["against"] * 4 + ["abstain"] * 3)
        ballot.cast(["for", "for", "against"])  # three changed their mind, or said it again
        papers = votes.type_room_count(ballot.decision, stage[FACILITATOR], {"for": 2, "against": 1})
        votes.confirm_room_count(papers, stage["Odile P."])
        ballot.count()


def open_two(stage: Stage) -> None:
    """An urn that takes ballots, and one in which members make their own code."""
    with at(stage.ago(1)):
        ballot = _asked(stage, "voting", closes_at=stage.ahead(9))
        ballot.make_keys()
        ballot.open()
        ballot.hand_out(24)
        ballot.cast(["for"] * 13 + ["against"] * 6 + ["abstain"])
        ballot = _asked(stage, "preparing", closes_at=stage.ahead(12))
        ballot.make_keys()
        hours = stage.today - timedelta(hours=12), stage.ahead(5)
        registering.set_window(ballot.decision, *hours, KEEPER, stage[FACILITATOR])


def _asked(stage: Stage, key: str, **said: Any) -> Ballot:
    told = content("urns")[key]
    phrases = tuple(credentials.generate(secrets.token_bytes) for _name in SCRUTINEERS)
    slips = tuple(credentials.generate(secrets.token_bytes) for _voice in stage.people)
    decision = votes.open_decision(
        stage.collective,
        question=told["question"],
        text=told["text"].format(
            phrases=_listed(
                f"{name} : `{phrase}`" for name, phrase in zip(SCRUTINEERS, phrases, strict=True)
            ),
            slips=_listed(f"`{slip}`" for slip in slips[:SLIPS_SHOWN]),
        ),
        kind=QuestionKind.ACCREDITATION,
        actor=stage[FACILITATOR],
        **said,
    )
    return Ballot(stage, decision, phrases, slips)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
