"""At most ten statements a page, whatever the number of rows: every address, in a collective that is full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from app.accreditation.models import Interest, Venue
from app.accreditation.visit_models import Visit
from app.collectives.models import Collective
from app.db import Base, db, now
from app.deliberations.models import Contribution, Deliberation
from app.demo.services import load_if_empty
from app.members.access import digest
from app.members.models import AccessSession, Member, Role
from app.proposals.models import Proposal
from app.votes.models import Decision
from app.votes.verifiable.models import Urn
from app.workshops.decision_models import WorkshopDecision
from app.workshops.group_models import Note
from app.workshops.models import AgendaItem, Participant, Workshop
from tests.full_house import FIRST, fill

MOST = 10


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    """The browser of whoever administers the demonstration, once it has grown."""
    load_if_empty()
    collective = db.session.scalars(sa.select(Collective)).one()
    author = db.session.scalars(sa.select(Member).filter_by(role=Role.ADMINISTRATOR)).first()
    assert author is not None
    fill(collective, author)
    author.last_seen_at = now()
    token = os.urandom(8).hex()
    db.session.add(AccessSession(member_id=author.id, token_hash=digest(token), device="test"))
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def values_of(name: str) -> list[object]:
    """What an address may be filled with: the first, the last and, where pages differ, all of them."""
    found = {
        "decision_id": sa.select(Decision.id),
        "proposal_id": sa.select(Proposal.id).where(Proposal.id < FIRST + 12),
        "deliberation_id": sa.select(sa.func.min(Deliberation.id)),
        "contribution_id": sa.select(Contribution.id).where(Contribution.id.in_((FIRST, FIRST + 15))),
        "venue_id": sa.select(Venue.id),
        "visit_id": sa.select(Visit.id),
        "interest_id": sa.select(Interest.id),
        "workshop_id": sa.select(Workshop.id),
        "item_id": sa.select(sa.func.min(AgendaItem.id)).group_by(AgendaItem.kind),
        "participant_id": sa.select(Participant.id).limit(1),
        "note_id": sa.select(sa.func.max(Note.id)).group_by(Note.item_id),
        "member_id": sa.select(Member.id).order_by(Member.id).limit(2),
        "slug": sa.select(Collective.slug),
        "uuid": sa.select(Urn.uuid),
    }
    if name in found:
        return list(db.session.scalars(found[name]))
    fixed: dict[str, list[object]] = {
        "number": [1, 2],
        "first": [1],
        "second": [2],
        "code": ["F1", "O1"],
        "key": ["session"],
        "table": [1],
        "version": [1],
    }
    return fixed.get(name, [1] if name == "position" else ["rien"])


def belonging() -> set[tuple[str, object, str, object]]:
    """Which item is of which session, which note of which item, which decision is taken in which room."""
    places = {
        ("workshop_id", "item_id"): sa.select(AgendaItem.workshop_id, AgendaItem.id),
        ("workshop_id", "note_id"): sa.select(Note.workshop_id, Note.id),
        ("item_id", "note_id"): sa.select(Note.item_id, Note.id),
        ("workshop_id", "decision_id"): sa.select(WorkshopDecision.workshop_id, WorkshopDecision.decision_id),
        ("venue_id", "visit_id"): sa.select(Visit.venue_id, Visit.id),
    }
    return {
        (whole, of, part, number)
        for (whole, part), pairs in places.items()
        for of, number in db.session.execute(pairs)
    }


def addresses(rule: Rule, belongs: set[tuple[str, object, str, object]]) -> Iterator[str]:
    """Every address of the rule that may lead somewhere: a note of another session is not asked for here."""
    names = sorted(rule.arguments)
    related = {(whole, part) for whole, _, part, _ in belongs}
    choices = [
        sorted(converter.items)
        if isinstance(converter := rule._converters[name], AnyConverter)
        else values_of(name)
        for name in names
    ]
    for values in product(*choices):
        named = dict(zip(names, values, strict=True))
        if any(
            (whole, named[whole], part, named[part]) not in belongs
            for whole, part in related
            if whole in named and part in named
        ):
            continue
        built = rule.build(named, append_unknown=False)
        assert built is not None
        yield built[1]


@pytest.mark.parametrize("who", ["administrator", "public"])
def test_no_address_sends_more_than_ten_statements(
    app: Flask, administrator: FlaskClient, count_queries: list[str], who: str
) -> None:
    client = administrator if who == "administrator" else app.test_client()
    spent: dict[str, tuple[int, int]] = {}
    read: set[str] = set()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    belongs = belonging()
    for rule in rules:
        # The file of one's own data asks each table once, however many rows it holds.
        most = len(Base.metadata.tables) if rule.endpoint == "members.my_data" else MOST
        for address in list(addresses(rule, belongs)):
            db.session.remove()
            count_queries.clear()
            answer = client.get(address)
            spent[address] = len(count_queries), most
            assert answer.status_code < 500, address
            if answer.status_code == 200:
                read.add(rule.endpoint)
            answer.close()
    assert {address: sent for address, (sent, most) in spent.items() if sent > most} == {}
    assert len(read) > (60 if who == "administrator" else 15), sorted({r.endpoint for r in rules} - read)
