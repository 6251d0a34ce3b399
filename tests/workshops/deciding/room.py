"""A session at its vote: what its desk, its wall and its phones do about a decision."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.live.models import LiveRegion
from app.votes.models import Decision
from app.workshops.models import Move, Workshop

Phone = Callable[[Workshop, str], FlaskClient]
BASE = "/c/quatorze/seances"
QUESTION = {"question": "Le marché ouvre-t-il le samedi ?", "body": "Oui, de 9 h à 13 h."}


def plain(page: str) -> str:
    """The page with ordinary spaces."""
    return page.replace("\u00a0", " ").replace("\u202f", " ")


class Room:
    """A session at its vote, whose rules have one step; what its desk and its phones do."""

    def __init__(self, workshop: Workshop, desk: FlaskClient, phone: Phone) -> None:
        self.workshop, self.client, self.phone = workshop, desk, phone
        self.base = f"{BASE}/{workshop.id}"

    @property
    def decision(self) -> Decision:
        db.session.expire_all()
        found = db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()
        assert found is not None
        return found

    def open(self, **fields: object) -> int:
        answer = self.client.post(
            f"{self.base}/animer/decisions",
            data={**QUESTION, "kind": "ordinary", "method": "adopt", **fields},
        )
        return answer.status_code

    def act(self, what: str, **fields: object) -> int:
        where = f"{self.base}/animer/decisions/{self.decision.id}/{what}"
        return self.client.post(where, data=fields).status_code

    def speak(self, client: FlaskClient, choice: str, **fields: object) -> int:
        where = f"{self.base}/participer/decisions/{self.decision.id}/voix"
        return client.post(where, data={"choice": choice, **fields}).status_code

    def mine(self, client: FlaskClient) -> str:
        return plain(client.get(f"{self.base}/participer/moi").text)

    def wall(self) -> str:
        return plain(self.client.get(f"{self.base}/mur").text)

    def desk(self) -> str:
        return plain(self.client.get(f"{self.base}/animer/pupitre").text)

    def undo(self) -> int:
        db.session.expire_all()
        number = db.session.scalar(sa.select(sa.func.max(Move.number)).filter_by(undone_at=None))
        return self.client.post(f"{self.base}/animer/annulation", data={"move": number}).status_code


def regions(workshop: Workshop) -> dict[str, int]:
    db.session.expire_all()
    rows = db.session.execute(
        sa.select(LiveRegion.region, LiveRegion.version).filter_by(topic=workshop.topic)
    )
    return {row.region: row.version for row in rows}


def without_device(here: Room, *names: str) -> None:
    for name in names:
        answer = here.client.post(f"{here.base}/personnes", data={"name": name})
        assert answer.status_code == 303
