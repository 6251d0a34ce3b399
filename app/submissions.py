"""A form can be sent twice - a double click, a network that hesitates, the way back - and acts once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask import current_app, flash, g, redirect, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.db import Base, UTCDateTime, db, execute, go_on_writing, now, rows


class IdempotencyKey(Base):
    """A form accepted once, and where its answer led; only a digest of what was sent is kept."""

    __tablename__ = "idempotency_keys"
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(500))
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    # Every act writes one, while others wait: it is one page of the file, not a row and two indexes.
    __table_args__ = ({"sqlite_with_rowid": False},)


# Told that a form accepted before is sent again, before it is answered.
Subscriber = Callable[[], None]
_subscribers: list[Subscriber] = []
_LOCATION = sa.select(IdempotencyKey.location).where(IdempotencyKey.digest == sa.bindparam("digest"))
_ACCEPTED = sa.insert(IdempotencyKey)


def _digest() -> bytes | None:
    """Of the person, the address, and all that the form says: changed after the way back, it is another."""
    return _digest_of(current_user.id if current_user.is_authenticated else "")


def digest_of_anyone() -> bytes | None:
    """Of the form as someone who is not signed in sends it; None when nothing tells it from another.

    Once asked for, it is accepted with the form: sent again by whoever is signed in no more, it is known.
    """
    return _digest_of("")


def _digest_of(who: object) -> bytes | None:
    made: dict[object, bytes | None] = g.setdefault("form_digests", {})
    if who not in made:
        made[who] = _made_digest(who)
    return made[who]


def _made_digest(who: object) -> bytes | None:
    if not request.form.get("key"):
        return None
    said = sorted((name, text) for name, text in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(repr((who, request.path, said)).encode()).digest()


def _digests() -> list[bytes]:
    """The form as it was sent and, when it signed someone in, as that person would send it again."""
    _digest()
    return [digest for digest in g.form_digests.values() if digest is not None]


def secret_of(purpose: str, form: str) -> str:
    """What `form` (its key, or all it says) gives its sender: the same each time, and nobody else can tell.

    On a weak network the answer is lost, and with it the cookie that held the secret; so it is after a double
    click, of which the browser reads the second answer alone.
    """
    key = hashlib.sha256(f"{purpose}|{current_app.secret_key!s}".encode()).digest()
    return hmac.new(key, form.encode(), hashlib.sha256).hexdigest()


def on_repeated(subscriber: Subscriber) -> Subscriber:
    """Have `subscriber()` run before a form accepted earlier is answered again: a cookie may be missing."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)
    return subscriber


def first_answer() -> str | None:
    """Where the same form led when it was accepted; None when it has not been."""
    digest = _digest()
    if digest is None:
        return None
    accepted = rows(_LOCATION, {"digest": digest})
    return accepted[0][0] if accepted else None


def begin_act() -> Response | None:
    """Write from here on; gives the answer to a form that was accepted before, as it was given then."""
    start_act()
    return answer_before()


def start_act() -> None:
    """Write from here on, without asking whether the form was accepted before: `committed` finds out.

    What identifies the form is made ready first: everyone else who writes waits meanwhile.
    """
    _digest()
    go_on_writing()


def answer_before() -> Response | None:
    """The answer to a form that was accepted before, as it was given then; None to a new one."""
    first = first_answer()
    return None if first is None else _again(first)


def _again(location: str) -> Response:
    for tell in _subscribers:
        tell()
    return led_to(location)


def committed(location: str, message: str | None = None) -> Response:
    """Commit the request's work with its form's key, then lead to `location` (303).

    The same form sent again, even at the same instant, leads to the same place and changes nothing.
    """
    try:
        for digest in _digests():
            db.session.flush()
            execute(_ACCEPTED, {"digest": digest, "location": location, "accepted_at": now()})
        # The request ends here: what it knows of its objects is not asked for again.
        db.session().expire_on_commit = False
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        first = first_answer()
        if first is None:
            raise
        return _again(first)
    return led_to(location, message)


def led_to(location: str, message: str | None = None) -> Response:
    """The answer to an accepted form: where to go, or only `message` to a page that stays where it is."""
    if "return=minimal" in request.headers.get("Prefer", ""):
        status = 200 if message else 204
        return Response(message, status, {"Preference-Applied": "return=minimal"}, mimetype="text/plain")
    if message:
        flash(message)
    return redirect(location, 303)
