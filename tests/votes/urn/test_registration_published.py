"""The keeper opens what was registered, once it is over, and publishes the codes."""

from __future__ import annotations

import json

import sqlalchemy as sa

from app.db import db
from app.register.models import RegisterEntry
from app.votes.verifiable.models import UrnRegistration
from tests.votes.urn.registering import EVERYONE, KEEPER, Window


def test_only_the_keeper_opens_what_was_registered_and_only_once_it_is_over(window: Window) -> None:
    assembly = window.assembly
    window.register("Bob")
    address = assembly.at("/scrutateur/inscriptions")
    assert assembly.sign_in(KEEPER).get(address).status_code == 409
    window.end()
    assert len(assembly.sign_in(KEEPER).get(address).get_json()) == 1
    for name in ("Bob", "Farid", "Alice", "Membre 000"):
        assert assembly.sign_in(name).get(address).status_code == 404
    assert window.opened() == [assembly.slips[0][1]]
    sealed = db.session.scalars(sa.select(UrnRegistration.sealed)).one()
    for name in ("Bob", "Farid"):
        phrase = assembly.phrases[name]
        assert assembly.devices.do("unseal", sealed=sealed, phrase=phrase, uuid=assembly.urn.uuid) is None


def test_what_cannot_be_opened_costs_its_sender_their_code_and_nobody_else(window: Window) -> None:
    window.register(*EVERYONE[:5])
    _made, sealed = window.draw()
    spoiled = sealed[:-6] + ("AAAAAA" if sealed[-6:] != "AAAAAA" else "BBBBBB")
    window.send("Membre 009", spoiled)
    window.end()
    assert len(window.opened()) == 5
    window.publish()
    entry = db.session.scalars(sa.select(RegisterEntry).filter_by(kind="urn.listed")).one()
    payload = json.loads(entry.payload)
    assert (payload["credentials"], payload["registered"]) == (5, 6)


def test_the_keeper_publishes_no_more_codes_than_were_registered(window: Window) -> None:
    window.register(*EVERYONE[:5])
    window.end()
    stuffed = [public for _slip, public in window.draw(votes=6)[0]]
    assert "plus de codes" in window.publish(stuffed, expected=422)
    window.publish(["2"] * 5, expected=422)
    window.publish(name="Bob", expected=403)
    assert window.assembly.urn.credentials is None
    window.publish()
    window.publish([], expected=409)


def test_under_five_codes_no_urn_opens(window: Window) -> None:
    window.register(*EVERYONE[:4])
    window.end()
    assert "le secret ne tiendrait pas" in window.publish(expected=409)
    assert window.assembly.sign_in("Farid").post(window.assembly.at("/ouverture"), data={}).status_code == 409
    window.set(ends=24)  # longer hours, and one more person
    window.register(EVERYONE[4])
    window.end()
    window.publish()
    window.assembly.open()
    page = window.assembly.sign_in("Bob").get(f"/c/quatorze/decisions/{window.assembly.decision.id}").text
    assert "moins de dix" in page
