"""What belongs to one collective does not exist for another, whoever asks and whatever the role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from app import permissions
from app.collectives.models import Collective
from app.db import Base, db
from app.members.models import Member, Role
from app.web import policy_of
from tests.worlds import World, another_collective, furnish

SignIn = Callable[[str | None], FlaskClient]
WHO = {"a member": "Bob", "a facilitator": "Farid", "an administrator": "Alice"}
THEIRS = {
    "Ana": Role.ADMINISTRATOR,
    "Fanny": Role.FACILITATOR,
    "Marc": Role.MEMBER,
    "Odile": Role.MEMBER,
}
# Good enough for any form: what is refused must be refused for whose it is.
TYPED = {
    "question": "Comment choisir les lieux ?",
    "title": "Des visites à trois",
    "name": "Un autre nom",
    "text": "Un texte assez long pour tout.",
    "body": "Un texte assez long pour tout.",
    "reason": "Parce que c’est mieux.",
    "answer": "Parce que c’est mieux.",
    "effect_kind": "none",
    "choice": "argument:for",
    "role": "administrator",
    "version": "1",
    "base": "1",
    "understood": "y",
    "count-for": "1",
    "act": "step_down",
}


@pytest.fixture
def ours(collective: Collective) -> World:
    """The collective of every test, with one of each thing."""
    return furnish(collective)


@pytest.fixture
def theirs(ours: World) -> World:
    """Another one, with its own."""
    return furnish(another_collective("gironde", THEIRS))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(sa.select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def named(rule: Rule, world: World) -> list[str]:
    """The parts of the address that name a thing of a collective."""
    return [name for name in rule._converters if name in world.things]


def mixed(rule: Rule, ours: World, theirs: World) -> Iterator[str]:
    """Under our address, each way of naming at least one thing that is theirs."""
    names = named(rule, theirs)
    others = {
        name: min(converter.items) if isinstance(converter, AnyConverter) else "1"
        for name, converter in rule._converters.items()
        if name not in names
    }
    for owners in product((ours, theirs), repeat=len(names)):
        if theirs in owners:
            things = (world.things[name] for name, world in zip(names, owners, strict=True))
            for chosen in product(*things):
                values = {**others, **dict(zip(names, chosen, strict=True)), "slug": ours.slug}
                yield rule.build(values)[1]  # type: ignore[index]  # every part is given


@pytest.mark.parametrize("who", WHO)
def test_nothing_of_theirs_is_found_under_our_address(
    app: Flask, ours: World, theirs: World, sign_in: SignIn, member: Callable[[str], Member], who: str
) -> None:
    client, actor = sign_in(WHO[who]), member(WHO[who])
    allowed = {name: policy_of(app, name)(actor) for name in app.view_functions}  # type: ignore[misc]
    before, wrong, tried = everything(), [], 0
    for rule in app.url_map.iter_rules():
        if "slug" not in rule._converters or not named(rule, theirs):
            continue
        for method, address in product(permissions.methods(rule), mixed(rule, ours, theirs)):
            answer = client.open(address, method=method, data=TYPED if method == "POST" else None)
            tried += 1
            if answer.status_code != (404 if allowed[rule.endpoint] else 403):
                wrong.append(f"{method} {address} answers {answer.status_code}")
    assert wrong == []
    assert tried > 100
    assert everything() == before


def test_nothing_of_theirs_can_be_named_in_our_forms(ours: World, theirs: World, sign_in: SignIn) -> None:
    alice = sign_in("Alice")
    marc, contribution = theirs.things["member_id"][2], theirs.things["contribution_id"][0]
    room, asked = ours.things["decision_id"][3], ours.things["deliberation_id"][0]
    contribute = f"/c/quatorze/deliberations/{asked}/contributions"
    sent = [
        ("/c/quatorze/pouvoirs", {"principal": marc, "holder": ours.things["member_id"][0]}, 422),
        ("/c/quatorze/pouvoirs", {"principal": ours.things["member_id"][0], "holder": marc}, 422),
        (f"/c/quatorze/decisions/{room}/expression", {"choice": "for", "voter_id": marc}, 404),
        ("/c/quatorze/decisions", TYPED | {"kind": "ordinary", "method": "adopt", "recused": marc}, 422),
        (f"{contribute}?reponse={contribution}", {"choice": "answer", "text": "À deux."}, 404),
        (f"{contribute}?pour=autrui", {"choice": "for", "text": "À deux.", "author": marc}, 422),
    ]
    before = everything()
    answers = [alice.post(address, data=data).status_code for address, data, _status in sent]
    assert answers == [status for _address, _data, status in sent]
    alice.post("/c/quatorze/billets", data={"member": marc})
    assert everything() == before


def test_what_lists_and_searches_show_is_ours(ours: World, theirs: World, sign_in: SignIn) -> None:
    alice = sign_in("Alice")
    for address in (
        "decisions?q=marché",
        "recherche?q=marché",
        "recherche?q=visite",
        "deliberations",
        "propositions",
        "membres?q=m",
        "emargement",
        "pouvoirs",
        "registre",
        "nouveautes",
        "charte/versions",
        "moi",
        "",
    ):
        page = alice.get(f"/c/quatorze/{address}")
        assert page.status_code == 200, address
        assert [word for word in ("gironde", "Marc", "Odile") if word in page.text] == [], address


def test_a_member_of_another_collective_is_the_public_here(
    app: Flask, ours: World, theirs: World, sign_in: SignIn
) -> None:
    stranger, visitor = sign_in("Bob"), sign_in(None)
    wrong = []
    for rule in app.url_map.iter_rules():
        if "slug" not in rule._converters or "token" in rule._converters:
            continue
        values = {name: theirs.things.get(name, ["1"])[0] for name in rule._converters}
        for name, converter in rule._converters.items():
            if isinstance(converter, AnyConverter):
                values[name] = min(converter.items)
        address = rule.build({**values, "slug": "gironde"})[1]  # type: ignore[index]
        for method in permissions.methods(rule):
            as_bob, as_nobody = (client.open(address, method=method) for client in (stranger, visitor))
            if (as_bob.status_code, as_bob.location) != (as_nobody.status_code, as_nobody.location):
                wrong.append(f"{method} {address}: {as_bob.status_code}, {as_nobody.status_code}")
    assert wrong == []
