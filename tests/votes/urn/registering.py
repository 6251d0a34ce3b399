"""Members who make their own credential in a window of time, on their own devices."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.collectives.models import Collective
from app.db import db, now
from app.members.models import Member
from app.votes.models import VoterRoll
from app.votes.verifiable.models import UrnRegistration, UrnWindow
from tests.votes.urn.people import Assembly

CLOCK = "%Y-%m-%dT%H:%M"
KEEPER = "Chloé"
EVERYONE = ("Alice", "Farid", "Bob", "Chloé", *(f"Membre {number:03}" for number in range(10)))


def hours(begins: timedelta, ends: timedelta, keeper: int = 2) -> dict[str, str]:
    """The window's form, as the browser of a collective that lives in UTC fills it."""
    return {
        "opens_at": (now() + begins).strftime(CLOCK),
        "closes_at": (now() + ends).strftime(CLOCK),
        "keeper": str(keeper),
    }


class Window:
    """The window of an assembly whose keys are made."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        db.session.get_one(Collective, assembly.decision.collective_id).timezone = "UTC"
        db.session.commit()

    @classmethod
    def prepared(cls, assembly: Assembly) -> Window:
        """The window of an assembly of which nothing is prepared yet."""
        assembly.prepare()
        assembly.name_scrutineers()
        assembly.make_keys()
        return cls(assembly)

    def set(self, begins: int = -1, ends: int = 48, keeper: int = 2, expected: int = 303) -> str:
        """Have the facilitator set it, in hours from now."""
        sent = hours(timedelta(hours=begins), timedelta(hours=ends), keeper)
        answer = self.assembly.sign_in("Farid").post(self.assembly.at("/inscriptions"), data=sent)
        assert answer.status_code == expected, answer.text[-2000:]
        return answer.text

    def move(self, begins: int, ends: int) -> None:
        """Let time pass: the window is now from so many hours to so many hours from now."""
        window = db.session.get_one(UrnWindow, self.assembly.decision.id, populate_existing=True)
        window.opens_at, window.closes_at = now() + timedelta(hours=begins), now() + timedelta(hours=ends)
        db.session.commit()

    def end(self) -> None:
        self.move(-48, -1)

    def draw(self, votes: int = 1) -> tuple[list[tuple[str, str]], str]:
        """What a device draws: slips with their public halves, and what it sends, sealed."""
        uuid = self.assembly.urn.uuid
        key = self.assembly.urn.scrutineers[1].seal_key
        do = self.assembly.devices.do
        made = [(slip, public) for slip, public in do("slips", uuid=uuid, number=votes)]
        return made, " ".join(do("seal", credential=public, key=key, uuid=uuid) for _slip, public in made)

    def send(self, name: str, sealed: str, expected: int = 303, **more: str) -> str:
        answer = self.assembly.sign_in(name).post(
            self.assembly.at("/inscription"), data={"sealed": sealed, **more}, follow_redirects=False
        )
        assert answer.status_code == expected, answer.text[-1500:]
        return answer.text

    def register(self, *names: str) -> None:
        for name in names:
            made, sealed = self.draw()
            self.send(name, sealed)
            self.assembly.slips += made

    def opened(self) -> list[str]:
        """What the keeper's device reads."""
        urn, do = self.assembly.urn, self.assembly.devices.do
        sealed = self.assembly.sign_in(KEEPER).get(self.assembly.at("/scrutateur/inscriptions")).get_json()
        phrase = self.assembly.phrases[KEEPER]
        found = [do("unseal", sealed=one, phrase=phrase, uuid=urn.uuid) for one in sealed]
        return sorted(one for one in found if one)

    def publish(self, listed: list[str] | None = None, name: str = KEEPER, expected: int = 303) -> str:
        listed = self.opened() if listed is None else listed
        answer = self.assembly.sign_in(name).post(
            self.assembly.at("/scrutateur/inscriptions"), data={"credentials": "\n".join(listed)}
        )
        assert answer.status_code == expected, answer.text[-1500:]
        return answer.text


def registered() -> int:
    """How many credentials were sent, sealed."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(UrnRegistration)) or 0


def marked(window: Window) -> set[str]:
    """The names that the roll shows as having registered."""
    asked = sa.select(Member.name).join(VoterRoll, VoterRoll.member_id == Member.id)
    db.session.expire_all()
    decision_id = window.assembly.decision.id
    return set(db.session.scalars(asked.where(VoterRoll.decision_id == decision_id, VoterRoll.has_voted)))
