"""A session at its item done in groups, as the tests of groups, notes and common items play it."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.workshops.group_models import CommonItem, Note
from app.workshops.groups import tables_of
from app.workshops.models import AgendaItem, Move, Participant, Workshop

Phone = Callable[[Workshop, str], FlaskClient]


class GroupedRoom:
    """A session at its workshop of the blason: the desk, and whoever came in."""

    def __init__(self, desk: FlaskClient, workshop: Workshop, item: AgendaItem, phone: Phone) -> None:
        self.desk, self.workshop, self.item, self.phone = desk, workshop, item, phone
        self.base = f"/c/quatorze/seances/{workshop.id}"
        self.groups_url = f"{self.base}/animer/sequences/{item.id}/groupes"

    def enter(self, *names: str) -> list[FlaskClient]:
        return [self.phone(self.workshop, name) for name in names]

    def fill(self, count: int) -> None:
        self.enter(*(f"Personne {number:02}" for number in range(count)))

    def begin(self) -> None:
        assert self.desk.post(f"{self.base}/animer/passage", data={"to": self.item.id}).status_code == 303

    def draw(self, **fields: object) -> int:
        return self.desk.post(self.groups_url, data={"act": "draw", **fields}).status_code

    def move(self, name: str, group: int | str, part: str = "member") -> int:
        who = db.session.scalars(sa.select(Participant).filter_by(name=name)).one()
        fields = {"person": who.id, "group": group, "part": part}
        return self.desk.post(f"{self.groups_url}/places", data=fields).status_code

    def undo(self) -> int:
        last = db.session.scalar(sa.select(sa.func.max(Move.number)).filter_by(undone_at=None))
        return self.desk.post(f"{self.base}/animer/annulation", data={"move": last}).status_code

    def seats(self) -> dict[int, list[str]]:
        db.session.expire_all()
        return {table.number: [one.name for one in table.people] for table in tables_of(self.item)}

    def group_of(self, name: str) -> int | None:
        return next((number for number, names in self.seats().items() if name in names), None)

    def write(self, phone: FlaskClient, text: str, axis: str = "aims", **fields: object) -> int:
        data = {"item": self.item.id, "axis": axis, "text": text, **fields}
        return phone.post(f"{self.base}/participer/post-it", data=data).status_code

    @property
    def notes_url(self) -> str:
        return f"{self.base}/animer/sequences/{self.item.id}/post-it"

    @property
    def commons_url(self) -> str:
        return f"{self.base}/animer/sequences/{self.item.id}/reunions"

    def notes(self) -> list[Note]:
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Note).filter_by(item_id=self.item.id).order_by(Note.id)))

    def commons(self) -> list[CommonItem]:
        db.session.expire_all()
        return list(
            db.session.scalars(
                sa.select(CommonItem).filter_by(item_id=self.item.id).order_by(CommonItem.position)
            )
        )

    def page(self, screen: str = "mur") -> str:
        return self.desk.get(f"{self.base}/{screen}").text

    def people(self) -> list[Participant]:
        everyone = sa.select(Participant).filter_by(workshop_id=self.workshop.id)
        return list(db.session.scalars(everyone.order_by(Participant.id)))
