"""The cookie is Flask's own, whoever signs it: keys derived once change nothing in it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.extensions import SignedSessions

SAID = {"_user_id": "jeton", "_flashes": [("message", "C’est noté.")], "seats": {"1": ["a"]}}


def signer_of(interface: SecureCookieSessionInterface, key: str, *former: str) -> URLSafeTimedSerializer:
    app = Flask(__name__)
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(former))
    found = interface.get_signing_serializer(app)
    assert found is not None
    return found


def test_flask_reads_our_cookie_and_we_read_flasks() -> None:
    ours = signer_of(SignedSessions(), "a key")
    flasks = signer_of(SecureCookieSessionInterface(), "a key")
    assert flasks.loads(ours.dumps(SAID)) == ours.loads(flasks.dumps(SAID)) == SAID


def test_a_cookie_signed_with_a_former_key_is_still_good() -> None:
    before = signer_of(SignedSessions(), "old").dumps(SAID)
    assert signer_of(SignedSessions(), "new", "old").loads(before) == SAID
    with pytest.raises(BadSignature):
        signer_of(SignedSessions(), "new").loads(before)


def test_an_instance_without_a_key_signs_nothing() -> None:
    assert SignedSessions().get_signing_serializer(Flask(__name__)) is None
