"""Every role before every address: let in, or turned away, exactly as docs/permissions.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, IntegerConverter

from app import permissions
from app.collectives.models import Collective
from app.db import db
from app.members.models import Member, MemberStatus
from app.web import policy_of

SignIn = Callable[[str | None], FlaskClient]
DOCUMENT = Path(__file__).parents[1] / "docs/permissions.md"
WHO = {"public": None, "membre": "Bob", "facilitateur·rice": "Farid", "administrateur·rice": "Alice"}
SIGN_IN = "/c/quatorze/entrer"


def address(rule: Rule) -> str:
    """An address of this shape, of a thing that does not exist."""
    values = {"slug": "quatorze"}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        elif isinstance(converter, IntegerConverter):
            values[name] = "987654"
        else:
            values.setdefault(name, "rien")
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def restore(people: list[Member]) -> None:
    """Undo what the last address did to people: some are asked to leave."""
    db.session.rollback()
    for person in people:
        db.session.execute(
            sa.update(Member)
            .filter_by(id=person.id)
            .values(name=person.name, role=person.role, status=MemberStatus.ACTIVE)
            .execution_options(synchronize_session=False)
        )
    db.session.commit()


@pytest.fixture
def people(collective: Collective) -> list[Member]:
    """The four as they are at first, apart from the database."""
    found = list(db.session.scalars(sa.select(Member)))
    for person in found:
        db.session.refresh(person)
        db.session.expunge(person)
    return found


@pytest.mark.parametrize("role", WHO)
def test_every_address_lets_in_whom_its_policy_names(
    app: Flask, people: list[Member], sign_in: SignIn, role: str
) -> None:
    actor = next((person for person in people if person.name == WHO[role]), None)
    wrong, tried = [], 0
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        assert policy is not None
        for method in permissions.methods(rule):
            restore(people)
            allowed = policy(actor)
            answer = sign_in(WHO[role]).open(address(rule), method=method)
            to_the_door = answer.status_code == 303 and answer.location.partition("?")[0] == SIGN_IN
            turned_away = answer.status_code in (401, 403) or to_the_door
            answer.close()
            tried += 1
            if turned_away == allowed:
                wrong.append(f"{method} {address(rule)} answers {answer.status_code} to {role}")
    assert wrong == []
    assert tried > 100


def test_the_document_is_up_to_date(app: Flask, collective: Collective) -> None:
    assert DOCUMENT.read_text() == permissions.document(app), (
        "python -m app.permissions > docs/permissions.md"
    )


def test_every_address_is_in_the_document(app: Flask) -> None:
    told = DOCUMENT.read_text()
    assert [rule.rule for rule in app.url_map.iter_rules() if f"`{rule.rule}`" not in told] == []


def test_a_role_may_do_what_the_one_before_may(app: Flask, collective: Collective) -> None:
    assert [line for line in permissions.lines(app) if list(line.allowed) != sorted(line.allowed)] == []


def test_the_public_only_reads_or_comes_in(app: Flask, collective: Collective) -> None:
    acts = {line.address for line in permissions.lines(app) if line.method != "GET" and line.allowed[0]}
    assert acts == {
        "/c/<slug>/entrer/billet",
        "/c/<slug>/entrer/comme",
        "/c/<slug>/entrer/lettre",
        "/c/<slug>/entrer/lien/<token>",
        "/entrer",
        "/c/<slug>/lieux/candidature",  # a venue applies without account
        "/c/<slug>/lieux/suivi",
        "/c/<slug>/lieux/suivi/reponse",
        "/s",  # the code of a room, and a first name
        "/s/<code>",
        "/c/<slug>/urne/<uuid>/bulletins",  # a ballot is signed by its slip, and comes without a name
        "/composants",  # shows a refused form, and keeps nothing
    }
