"""A verifiable urn as people live it: pages asked for, forms sent, sums done by their own devices."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from app.votes.models import Decision
from app.votes.urn import chain
from app.votes.urn.archive import read
from app.votes.verifiable.models import Urn
from tests.votes.urn.devices import Devices

SCRUTINEERS = ("Bob", "Chloé", "Farid")
SignIn = Callable[[str | None], FlaskClient]


@dataclass
class Assembly:
    """People around one decision; `facilitator` leads, three scrutinize, whoever has a slip votes."""

    app: Flask
    decision: Decision
    sign_in: SignIn
    devices: Devices
    member: Callable[[str], object]
    slips: list[tuple[str, str]] = field(default_factory=list)
    phrases: dict[str, str] = field(default_factory=dict)

    @property
    def urn(self) -> Urn:
        db.session.expire_all()
        return db.session.get_one(Urn, self.decision.id)

    def at(self, act: str = "") -> str:
        return f"/c/quatorze/decisions/{self.decision.id}/urne{act}"

    def public(self, act: str = "") -> str:
        return f"/c/quatorze/urne/{self.urn.uuid}{act}"

    def prepare(self) -> None:
        assert self.sign_in("Farid").post(self.at(), data={"key": "begin"}).status_code == 303

    def name_scrutineers(self, names: Sequence[str] = SCRUTINEERS, expected: int = 303) -> str:
        numbers = [self.member(name).id for name in names]  # type: ignore[attr-defined]
        sent = dict(zip(("first", "second", "third"), numbers, strict=True))
        answer = self.sign_in("Farid").post(self.at("/scrutateurs"), data=sent)
        assert answer.status_code == expected, answer.text[-2000:]
        return answer.text

    def make_keys(self) -> None:
        for name in SCRUTINEERS:
            (phrase,) = self.devices.do("phrases", number=1)
            key = self.devices.do("key", phrase=phrase, uuid=self.urn.uuid)
            sent = {
                "public_key": json.dumps(key, separators=(",", ":")),
                "seal_key": self.devices.do("sealKey", phrase=phrase, uuid=self.urn.uuid),
            }
            answer = self.sign_in(name).post(self.at("/scrutateur/cle"), data=sent)
            assert answer.status_code == 303, answer.text
            self.phrases[name] = phrase

    def make_slips(self) -> None:
        made = self.devices.do("slips", uuid=self.urn.uuid, number=self.decision.eligible)
        self.slips = [(slip, public) for slip, public in made]
        sent = {"credentials": "\n".join(public for _slip, public in self.slips)}
        answer = self.sign_in("Chloé").post(self.at("/scrutateur/fiches"), data=sent)
        assert answer.status_code == 303, answer.text

    def open(self) -> None:
        assert self.sign_in("Farid").post(self.at("/ouverture"), data={}).status_code == 303

    def opened(self) -> Assembly:
        self.prepare()
        self.name_scrutineers()
        self.make_keys()
        self.make_slips()
        self.open()
        return self

    def ballots(self, votes: Sequence[tuple[int, Sequence[int]]]) -> list[str]:
        """Ballots made by devices: the place of a slip, and the ticks."""
        said = [[self.slips[place][0], [ticks]] for place, ticks in votes]
        return self.devices.do("votes", election=self.urn.election, votes=said)["ballots"]

    def deposit(self, text: str | bytes, expected: int = 201) -> dict[str, str]:
        """Put a ballot in, from a browser nobody knows."""
        answer = self.app.test_client().post(self.public("/bulletins"), data=text, content_type="text/plain")
        assert answer.status_code == expected, answer.text
        assert "Set-Cookie" not in answer.headers
        return answer.get_json()

    def vote(self, *votes: tuple[int, Sequence[int]]) -> list[str]:
        return [self.deposit(text)["tracker"] for text in self.ballots(votes)]

    def close(self) -> None:
        assert self.sign_in("Farid").post(self.at("/cloture"), data={}).status_code == 303

    def part_of(self, name: str) -> str:
        """What a scrutineer's device makes, from the archive alone."""
        _timestamp, files = read(self.archive())
        steps = chain.steps_of(files)
        tally = next(step for step in steps if step.type == chain.ENCRYPTED_TALLY)
        given = {"election": self.urn.election, "tally": json.loads(tally.data[0])}
        return self.devices.do("decrypt", phrase=self.phrases[name], **given)

    def send_part(self, name: str, part: str | None = None, expected: int = 303) -> str:
        sent = {"part": part if part is not None else self.part_of(name)}
        answer = self.sign_in(name).post(self.at("/scrutateur/part"), data=sent)
        assert answer.status_code == expected, answer.text[-1500:]
        return answer.text

    def count(self) -> Decision:
        self.close()
        for name in SCRUTINEERS:
            self.send_part(name)
        db.session.expire_all()
        return db.session.get_one(Decision, self.decision.id)

    def archive(self) -> bytes:
        return self.app.test_client().get(self.public(".bel")).data
