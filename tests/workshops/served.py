"""An evening led on a real server that can be killed and started again."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf

from app import create_app
from app.collectives.founding import found
from app.collectives.models import Collective
from app.db import db, now
from app.members.access import begin_session
from app.members.models import Member
from app.workshops.kinds import ItemKind
from app.workshops.reading import items_of
from app.workshops.services import preparing
from tests.live.phone import Phone
from tests.serving import Place, free_port, new_database
from tests.workshops.wire import BROWSER, Browser

PEOPLE = ("Fatou", "Malik")


class House:
    """The server, its database read from outside, and the one who leads."""

    def __init__(self, place: Place, app: Flask) -> None:
        self.place, self.app = place, app
        with app.app_context():
            upgrade()
            founding = {"territory": "", "presentation": "", "email": None, "preset": "simple_majority"}
            _collective, founder = found(name="Quatorze", founder="Alice", first=True, **founding)
            db.session.commit()
            self.leader = self._signed_in(founder)
            self._let_go()
        self.process: subprocess.Popen[bytes] = place.start(again=True)

    def _signed_in(self, founder: Member) -> Browser:
        with self.app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers=BROWSER):
            begin_session(founder)
            token = generate_csrf()
            db.session.commit()
            signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
            assert signer is not None
            return Browser(self.place.address, f"blason={signer.dumps(dict(session))}", token)

    def restart_after_a_kill(self) -> None:
        """SIGKILL to all that serves, then serve again."""
        self.place.kill(self.process)
        self.process = self.place.start(again=True)

    def count(self, model: type, **where: object) -> int:
        """How many rows the database holds, read by a process that serves nothing."""
        with self.app.app_context():
            held = db.session.scalar(sa.select(sa.func.count()).select_from(model).filter_by(**where))
            self._let_go()
            return held or 0

    def open_evening(self) -> Evening:
        """The launching evening with one more item, so that every kind of item is there; two people came."""
        with self.app.app_context():
            collective = db.session.scalars(sa.select(Collective)).one()
            founder = db.session.scalars(sa.select(Member).order_by(Member.id).limit(1)).one()
            made = preparing.create(
                collective, founder, title="Soirée", starts_at=now(), template="soiree-de-lancement"
            )
            preparing.add_item(made, kind=ItemKind.GROUP_WORK, title="En petits groupes", minutes=15)
            made.welcomes_members = True
            db.session.commit()
            items = {(item.kind, item.position): (item.id, item.title) for item in items_of(made)}
            number, code = made.id, made.code
            self._let_go()
        return Evening(self, number, code, items)

    def _let_go(self) -> None:
        """Hold nothing that would keep the server from writing."""
        db.session.remove()
        db.engine.dispose()


class Evening:
    """A session on that server: its addresses, its items, two phones."""

    def __init__(
        self, house: House, number: int, code: str, items: dict[tuple[ItemKind, int], tuple[int, str]]
    ) -> None:
        self.house, self.number, self.code = house, number, code
        self.items = {kind: named for (kind, _position), named in reversed(items.items())}
        self.base = f"/c/quatorze/seances/{number}"
        self.leader, self.item, self._sent = house.leader, 0, 0
        self.fatou, self.malik = (self.come_in(name) for name in PEOPLE)

    def come_in(self, name: str) -> Browser:
        """Someone types the code of the room."""
        phone = Browser(self.house.place.address)
        phone.get(f"/s/{self.code}")
        phone.post(f"/s/{self.code}", name=name, key=self._key())
        return phone

    def go(self, kind: ItemKind) -> str:
        """Have the room at the first item of that kind; its title."""
        self.item, title = self.items[kind]
        self.lead("passage", to=self.item)
        return title

    def lead(self, act: str, /, **fields: object) -> None:
        """An act of the desk, accepted."""
        self.leader.post(f"{self.base}/animer/{act}", key=self._key(), **fields)

    def add_person(self, name: str) -> None:
        """Someone who has no device, added at the door."""
        self.leader.post(f"{self.base}/personnes", key=self._key(), name=name)

    def say(self, phone: Browser, act: str, /, **fields: object) -> None:
        """An act of a phone, accepted."""
        phone.post(f"{self.base}/participer/{act}", key=self._key(), **fields)

    def _key(self) -> str:
        self._sent += 1
        return f"{self.number}-{self._sent}"

    def desk(self) -> str:
        """What the desk shows."""
        return self.leader.get(f"{self.base}/animer")

    def wall(self) -> str:
        """What the projector shows."""
        return self.leader.get(f"{self.base}/mur")

    def page_of(self, phone: Browser) -> str:
        """What a phone shows."""
        return phone.get(f"{self.base}/participer")

    def stream(self, *, after: int) -> Phone:
        """The stream of Fatou's phone, from that version on."""
        topic = f"workshop/{self.number}/phone"
        return Phone(self.house.place.address, topic, after=after, cookie=self.fatou.cookie)

    def number_on(self, phone: Browser, pattern: str) -> int:
        """The number that an address or a line of a phone holds."""
        shown = re.search(pattern, self.page_of(phone))
        assert shown is not None, pattern
        return int(shown[1])


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Serve; at the end, stop what runs then."""
    place = Place(folder, free_port(), new_database(folder))
    app = create_app({"SQLALCHEMY_DATABASE_URI": place.database, "SECRET_KEY": "only-for-tests"})
    house = House(place, app)
    try:
        yield house
    finally:
        house.process.send_signal(signal.SIGTERM)
        house.process.wait(20)
