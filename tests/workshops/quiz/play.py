"""« Qui sommes-nous ? » as its tests play it: led, guessed, answered, typed from paper."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from app.db import db
from app.workshops.composition_models import CompositionAnswer
from app.workshops.poll_models import Poll
from tests.workshops.room import Phone, Room

REVEALED = "portrait-figure"  # shown by each figure of the portrait, and by nothing else


def lead(room: Room, phase: str) -> int:
    return room.press("quiz", item=room.item.id, phase=phase).status_code


def guess(phone: Phone, name: str, number: object) -> int:
    poll = db.session.scalars(sa.select(Poll.id).filter_by(name=name)).one()
    return phone.say(f"sondages/{poll}", {"choice": number}).status_code


def tell(room: Room, phone: Phone, women: str = "", age: object = "", years: object = "") -> int:
    fields = {"item": room.item.id, "women": women, "age": age, "years": years}
    return phone.say("quiz", fields).status_code


def answers() -> Counter[tuple[str, str]]:
    db.session.expire_all()
    return Counter((one.question, one.value) for one in db.session.scalars(sa.select(CompositionAnswer)))


def crowd(room: Room, number: int) -> None:
    room.without_device(*(f"Voix {one}" for one in range(number)))


def type_sheets(room: Room, text: str) -> int:
    return room.press("quiz/feuilles", item=room.item.id, sheets=text).status_code
