"""A room at one of its items: the desk that leads it, and phones in the hands of people."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import db
from app.members.models import Member
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Move, Participant, Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, leading


class Room:
    """A session whose room is at the first item of `kind`."""

    def __init__(self, app: Flask, workshop: Workshop, leader: Member, desk: FlaskClient, kind: str) -> None:
        self.app, self.workshop, self.leader, self.desk_client = app, workshop, leader, desk
        self.base = f"/c/quatorze/seances/{workshop.id}"
        self.item: AgendaItem = next(one for one in items_of(workshop) if one.kind is ItemKind(kind))
        leading.go(workshop, leader, self.item, None)
        db.session.commit()

    # --- the desk ---

    def press(self, button: str, **fields: object) -> TestResponse:
        """Send an act of the desk."""
        return self.desk_client.post(f"{self.base}/animer/{button}", data=fields)

    def desk(self) -> str:
        """What the desk shows."""
        return self.desk_client.get(f"{self.base}/animer").text

    def undo(self) -> TestResponse:
        """« Annuler le dernier geste »."""
        db.session.expire_all()
        last = db.session.scalar(sa.select(sa.func.max(Move.number)).filter_by(undone_at=None))
        return self.press("annulation", move=last)

    def wall(self) -> str:
        """What the projector shows."""
        return self.desk_client.get(f"{self.base}/mur").text

    # --- people ---

    def phone(self, name: str) -> Phone:
        """Someone comes in with a phone."""
        client = self.app.test_client()
        answer = client.post(f"/s/{self.workshop.code}", data={"name": name, "key": f"phone-of-{name}"})
        assert answer.status_code == 303, answer.text
        return Phone(client, self.base, name)

    def without_device(self, *names: str) -> list[int]:
        """People without a device are added at the door; their numbers."""
        added = [
            arriving.arrive(self.workshop, name, has_device=False, added_by=self.leader).id for name in names
        ]
        db.session.commit()
        return added

    def number_of(self, name: str) -> int:
        """The number of someone in the room."""
        return db.session.scalars(sa.select(Participant.id).filter_by(name=name)).one()


class Phone:
    """A phone in the room."""

    def __init__(self, client: FlaskClient, base: str, name: str) -> None:
        self.client, self.base, self.name = client, base, name

    def say(self, act: str, data: dict[str, object] | None = None) -> TestResponse:
        """Send a form of the phone."""
        return self.client.post(f"{self.base}/participer/{act}", data=data or {})

    def page(self) -> str:
        """What the phone shows."""
        return self.client.get(f"{self.base}/participer").text


OpenRoom = Callable[[str], Room]
