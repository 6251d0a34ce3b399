"""The hours of registration are set: they make sense, and a keeper with a key opens what comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.db import db, now
from tests.votes.urn.people import Assembly
from tests.votes.urn.registering import KEEPER, Window


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(2, 1, "vient après leur début"), (-3, -1, "après maintenant"), (1, 500, "avant l’échéance")],
)
def test_the_hours_must_make_sense(window: Window, begins: int, ends: int, words: str) -> None:
    window.assembly.decision.closes_at = now() + timedelta(hours=400)
    db.session.commit()
    assert words in window.set(begins, ends, expected=422)


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "hier", "", "2026-02-30T10:00"])
def test_hours_that_are_none_are_refused_beside_their_field(window: Window, typed: str) -> None:
    sent = {"opens_at": typed, "closes_at": typed, "keeper": "2"}
    answer = window.assembly.sign_in("Farid").post(window.assembly.at("/inscriptions"), data=sent)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    for keeper in ("", "4", "-1", "Chloé"):
        assert (
            window.assembly.sign_in("Farid")
            .post(window.assembly.at("/inscriptions"), data={**sent, "keeper": keeper})
            .status_code
            == 422
        )


def test_the_keeper_has_a_key_first(gather: Callable[..., Assembly]) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    page = assembly.sign_in("Farid").get(assembly.at()).text
    assert "fasse d’abord sa clé" in page


def test_a_key_comes_with_one_that_seals(gather: Callable[..., Assembly]) -> None:
    assembly = gather()
    assembly.prepare()
    assembly.name_scrutineers()
    (phrase,) = assembly.devices.do("phrases", number=1)
    key = json.dumps(assembly.devices.do("key", phrase=phrase, uuid=assembly.urn.uuid))
    for seal_key in ("", "2", "-1"):
        sent = {"public_key": key, "seal_key": seal_key}
        assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 422


def test_the_keeper_s_key_stays_once_someone_registered(window: Window) -> None:
    window.register("Bob")
    assembly = window.assembly
    (phrase,) = assembly.devices.do("phrases", number=1)
    sent = {
        "public_key": json.dumps(assembly.devices.do("key", phrase=phrase, uuid=assembly.urn.uuid)),
        "seal_key": assembly.devices.do("sealKey", phrase=phrase, uuid=assembly.urn.uuid),
    }
    assert assembly.sign_in(KEEPER).post(assembly.at("/scrutateur/cle"), data=sent).status_code == 409
    assert assembly.sign_in("Bob").post(assembly.at("/scrutateur/cle"), data=sent).status_code == 303
    window.set(keeper=1, expected=409)
