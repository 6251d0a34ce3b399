"""Tonight’s tables, as the tests of sitting, of the worksheet and of the rotation play them."""

from __future__ import annotations

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import db
from app.members.models import Member
from app.workshops.group_models import Group, GroupMember, GroupPart, Note
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.reading import items_of
from app.workshops.services import arriving, group_rows, grouping, leading

ROW = "Sélection des participants"


class Tables:
    """Tonight's tables, and the buttons of the desk."""

    def __init__(self, workshop: Workshop, client: FlaskClient, actor: Member) -> None:
        self.workshop, self.desk, self.actor = workshop, client, actor
        self.base = f"/c/quatorze/seances/{workshop.id}"
        for item in items_of(workshop):
            leading.go(workshop, actor, item, None)
            if item.kind.value == "tables":
                self.item: AgendaItem = item
                break
        db.session.commit()
        self.number = self.item.id

    def seat(self, table: int, name: str, part: GroupPart = GroupPart.MEMBER) -> Participant:
        """Someone without a device, at that table."""
        who = arriving.arrive(self.workshop, name, has_device=False, added_by=self.actor)
        group = group_rows.find_group(self.item, table)
        grouping.place(self.workshop, self.item, self.actor, who, group, part)
        db.session.commit()
        return who

    def choose(self, client: FlaskClient, table: int) -> int:
        """From a phone."""
        data = {"item": self.number, "group": table}
        return client.post(f"{self.base}/participer/groupe", data=data).status_code

    def write(self, client: FlaskClient, text: str, **fields: object) -> int:
        """A line on the sheet of one's table."""
        data = {"item": self.number, "row": ROW, "column": "questions", "text": text, "finding": "question"}
        return client.post(f"{self.base}/participer/feuille", data={**data, **fields}).status_code

    def rotate(self, seen: int | None = None) -> int:
        data = {} if seen is None else {"seen": seen}
        return self.desk.post(f"{self.base}/animer/sequences/{self.number}/rotation", data=data).status_code

    def places(self) -> dict[str, int]:
        """The number of each person's table."""
        db.session.expire_all()
        rotation = db.session.get_one(AgendaItem, self.number).settings.get("rotation", 0)
        rows = db.session.execute(
            sa.select(Participant.name, Group.number)
            .join(GroupMember, GroupMember.participant_id == Participant.id)
            .join(Group, Group.id == GroupMember.group_id)
            .where(GroupMember.item_id == self.number, GroupMember.rotation == rotation)
        )
        return dict(rows.all())

    def page(self, client: FlaskClient, page: str = "participer") -> str:
        return client.get(f"{self.base}/{page}").text

    def lines(self) -> list[Note]:
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Note).order_by(Note.id)))
