"""Odd but well-formed requests everywhere: never a failure of ours, always a page that says what to do."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, IntegerConverter

from app import permissions
from app.collectives.models import Collective
from app.db import db
from app.forms import Form
from app.members.models import Member, MemberStatus
from tests.worlds import World, furnish

SignIn = Callable[[str | None], FlaskClient]
WHO = (None, "Bob", "Farid", "Alice")
FAR = ("0", "-1", str(2**31), str(2**63), str(10**30), "0x10", "1e3", "٣", "²")
ODD_WORDS = {
    "a character that PostgreSQL does not store": "pain%00levain",
    "a lone surrogate": "%ED%A0%80pain",
    "bytes that are not UTF-8": "%FF%FE%C3",
    "text that reads backwards": "pain%E2%80%AEniap%1B%5B2J",
    "5,000 signs": "a" * 5000,
    "signs of SQL": "%25_%27%3B--%5C",
    "signs of full text": "%22+OR+*+NEAR(%22a%22)+%26+!+%3A*+-%28",
    "a huge number": "1" + "0" * 30,
    "a negative number": "-1",
    "half a page": "1.5",
    "a number beyond our columns": str(2**31),
}
ASKED = (
    *("page", "q", "etat", "dans", "state", "mode", "groupe", "famille", "du", "au"),
    *("genre", "reponse", "de", "a", "pour", "next", "tri", "kind", "version"),
)


@pytest.fixture
def world(collective: Collective) -> World:
    """A collective with one of each thing."""
    return furnish(collective)


class Visitors:
    """A browser for each role, signed in again whenever an act put it out."""

    def __init__(self, world: World, sign_in: SignIn) -> None:
        self._world, self._sign_in = world, sign_in
        self._roles = {person.id: (person.name, person.role) for person in world.people.values()}
        self._clients = {who: sign_in(who) for who in WHO}
        self.wrong: list[str] = []
        self.tried = 0

    def ask(self, who: str | None, method: str, address: str, **sent: Any) -> int:
        """Send it, note in `wrong` what is no proper answer, and return the status."""
        self.tried += 1
        what = f"{method} {address[:150]} {str(sent)[:80]} by {who}"
        try:
            answer = self._clients[who].open(address, method=method, **sent)
        except Exception as error:
            db.session.rollback()
            self.wrong.append(f"{what}: {type(error).__name__} {str(error)[:200]}")
            return 500
        if why := improper(answer, method):
            self.wrong.append(f"{what}: {answer.status_code}, {why}")
        answer.close()
        if method == "POST" and answer.status_code < 400:
            self._restore()
            self._clients = {name: self._sign_in(name) for name in WHO}
        return answer.status_code

    def _restore(self) -> None:
        db.session.rollback()
        for person_id, (name, role) in self._roles.items():
            db.session.execute(
                sa.update(Member)
                .filter_by(id=person_id)
                .values(name=name, role=role, status=MemberStatus.ACTIVE)
                .execution_options(synchronize_session=False)
            )
        db.session.commit()


def improper(answer: Any, method: str) -> str | None:
    """Why this is not the answer of a careful site; None when it is."""
    if answer.status_code >= 500:
        return "our fault"
    if answer.status_code < 400 or method == "HEAD":
        return None
    if answer.mimetype != "text/html" or '<html lang="fr"' not in answer.text:
        return "not a page in French"
    return None if "<h1" in answer.text and 'href="/' in answer.text else "no title, or no way out"


@pytest.fixture
def visitors(world: World, sign_in: SignIn) -> Visitors:
    """Someone of each role."""
    return Visitors(world, sign_in)


def address(rule: Rule, world: World, **instead: str) -> str:
    """The address of the first thing of its kind; `instead` replaces parts, quoted by the caller."""
    parts = {"slug": world.slug, "position": "1", "number": "1", "first": "0", "second": "1", "name": "rien"}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            parts[name] = min(converter.items)
        elif name in world.things:
            parts[name] = world.things[name][-1]
        else:
            parts.setdefault(name, "I1")
    parts |= {name: value for name, value in instead.items() if name in rule._converters}
    written = "".join(parts[piece] if is_part else piece for is_part, piece in rule._trace)
    return written.replace("|", "", 1)


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """The routes that answer `method`."""
    return (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))


def field_names() -> list[str]:
    """Every name that a form of ours reads."""
    read_by_hand = (
        "do changes seen act direction phase device member approved key next threshold count-for mention-o1 "
        "value-text value-seen steps-0-mode steps-0-quorum steps-0-share steps-0-max_proxies answer-I1 "
        "comment-I1 title-L1 text-L1 "
        "choice item name participant shows count-consent with point first second idea reason "
        "women age years sheets phase"
    )
    names = set(read_by_hand.split())
    waiting: list[type[Any]] = [Form]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        names |= {name for name in dir(kind) if hasattr(getattr(kind, name), "field_class")}
    return sorted(names)


def test_numbers_that_name_nothing(app: Flask, world: World, visitors: Visitors) -> None:
    for rule in app.url_map.iter_rules():
        numbers = [name for name, part in rule._converters.items() if isinstance(part, IntegerConverter)]
        people = cycle(WHO)
        for far in FAR if numbers else ():
            where = address(rule, world, **dict.fromkeys(numbers, quote(far)))
            for method in permissions.methods(rule):
                status = visitors.ask(next(people), method, where)
                if status not in (303, 403, 404, 405):
                    visitors.wrong.append(f"{method} {where} answers {status}")
    assert visitors.wrong == []
    assert visitors.tried > 500


def test_words_that_no_address_has(app: Flask, world: World, visitors: Visitors) -> None:
    paths = "..%2F..%2Fetc%2Fpasswd %2e%2e .git%2Fconfig %2F%2Fexample.org a%0D%0Ab %F0%9F%8D%9E"
    odd = [*ODD_WORDS.values(), *paths.split()]
    people = cycle(WHO)
    for rule in app.url_map.iter_rules():
        words = [
            name
            for name, part in rule._converters.items()
            if not isinstance(part, IntegerConverter) and (name != "slug" or len(rule._converters) == 1)
        ]
        for word in odd if words else ():
            visitors.ask(
                next(people), permissions.methods(rule)[0], address(rule, world, **dict.fromkeys(words, word))
            )
    assert visitors.wrong == []


def test_words_that_no_question_has(app: Flask, world: World, visitors: Visitors) -> None:
    people = cycle((*WHO, "Alice"))
    for rule in rules(app, "GET"):
        where = address(rule, world)
        odd = list(ODD_WORDS.values())
        for word in odd[:1] if where.endswith(".pdf") else odd:
            query = "&".join(f"{name}={word}" for name in ASKED)
            visitors.ask(next(people), "GET", f"{where}?{query}")
    assert visitors.wrong == []


BODIES: dict[str, dict[str, Any]] = {
    "every field with a character that PostgreSQL does not store": {
        "data": lambda: dict.fromkeys(field_names(), "pain\x00levain")
    },
    "every field with a number beyond our columns": {
        "data": lambda: dict.fromkeys(field_names(), str(2**63))
    },
    "every field with a digit that is not one": {"data": lambda: dict.fromkeys(field_names(), "²")},
    "every field with the first hour of the calendar": {
        "data": lambda: dict.fromkeys(field_names(), "0001-01-01T00:00")
    },
    "every field with the last day of the calendar": {
        "data": lambda: dict.fromkeys(field_names(), "9999-12-31")
    },
    "every field three times": {
        "data": lambda: {name: ["1", "", "a\u202eb"] for name in field_names()},
    },
    "every field with what is not text": {
        "data": lambda: "&".join(f"{name}=%ED%A0%80%FF" for name in field_names()),
        "content_type": "application/x-www-form-urlencoded",
    },
    "5,000 signs in every field": {"data": lambda: dict.fromkeys(field_names(), "é" * 5000)},
    "10,000 fields": {"data": lambda: {f"steps-{n}-mode": "consensus" for n in range(10_000)}},
    "JSON": {
        "data": lambda: json.dumps({name: [1] for name in field_names()}),
        "content_type": "application/json",
    },
    "half of a multipart form": {
        "data": lambda: b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\npain',
        "content_type": "multipart/form-data; boundary=x",
    },
    "a multipart form without its boundary": {
        "data": lambda: b"\x00\xff" * 50,
        "content_type": "multipart/form-data",
    },
    "files instead of texts": {
        "data": lambda: {name: (io.BytesIO(b"pain"), "pain.txt") for name in field_names()[:60]}
    },
    "a form said to be a picture": {"data": lambda: b"title=Pain", "content_type": "image/png; charset=\xff"},
    "nothing": {"data": lambda: b""},
}


@pytest.mark.parametrize("body", BODIES)
def test_forms_that_no_page_sends(app: Flask, world: World, visitors: Visitors, body: str) -> None:
    sent = BODIES[body]
    people = cycle(("Alice", "Bob", "Alice", None, "Farid"))
    for rule in rules(app, "POST"):
        visitors.ask(next(people), "POST", address(rule, world), **{**sent, "data": sent["data"]()})
    assert visitors.wrong == []
