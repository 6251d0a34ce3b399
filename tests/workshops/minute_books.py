"""An evening that leaves something to tell, and the pages of its minutes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.collectives.models import Collective
from app.db import db
from app.members.models import Member
from app.register.models import RegisterEntry
from app.workshops.group_models import Finding, Group, Note
from app.workshops.minutes.models import Minutes
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.services import leading


def walk_to(workshop: Workshop, actor: Member, kind: str) -> AgendaItem:
    """Go from item to item to the first of that kind."""
    for item in items_of(workshop):
        leading.go(workshop, actor, item, None)
        if item.kind.value == kind:
            return item
    raise LookupError(kind)


def write_at_table(
    item: AgendaItem, table: str, *notes: tuple[str, Finding | None], row: str = "Sélection"
) -> list[Note]:
    """What a table wrote during an item."""
    known = db.session.scalars(sa.select(Group).filter_by(item_id=item.id, name=table)).one()
    written = [
        Note(
            workshop_id=item.workshop_id,
            item_id=item.id,
            group_id=known.id,
            axis="questions",
            row=row,
            text=text,
            finding=finding,
            position=position,
        )
        for position, (text, finding) in enumerate(notes)
    ]
    db.session.add_all(written)
    db.session.flush()
    return written


def end(workshop: Workshop, actor: Member) -> None:
    """The last word."""
    leading.go(workshop, actor, None, None)
    db.session.commit()


def minutes_of(workshop: Workshop) -> Minutes:
    db.session.expire_all()
    return db.session.scalars(
        sa.select(Minutes).filter_by(workshop_id=workshop.id).order_by(Minutes.number.desc())
    ).first() or pytest.fail("no minutes")


def kinds(collective: Collective) -> list[str]:
    """What the register tells of minutes."""
    db.session.expire_all()
    found = (
        sa.select(RegisterEntry.kind).filter_by(collective_id=collective.id).order_by(RegisterEntry.position)
    )
    return [kind for kind in db.session.scalars(found) if kind.startswith("minutes.")]


class Book:
    """The pages of the minutes of a session, in one browser."""

    def __init__(self, client: FlaskClient, workshop: Workshop) -> None:
        self.client, self.base = client, f"/c/quatorze/seances/{workshop.id}"

    def read(self, page: str = "proces-verbal") -> str:
        """The page, its unbreakable spaces as plain ones."""
        text = self.client.get(f"{self.base}/{page}".rstrip("/")).text
        return text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")

    def post(self, page: str, **fields: object) -> TestResponse:
        return self.client.post(f"{self.base}/{page}", data=fields)

    def write(self, key: str, text: str, version: int = 1) -> TestResponse:
        return self.post(f"proces-verbal/sections/{key}", text=text, version=version)
