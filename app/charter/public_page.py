"""The charter, in brief and whole, answered to the public without doing the same work twice.

The two pages that most people read are the same for everyone without an account. They are kept as they went
out, compressed and with their headers, and given again as long as nothing they show has moved: one small
statement asks the database for the stamp of what they show. Whoever has a session gets a page made for them.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db, reading
from app.members.attendance import local_day
from app.register.models import RegisterHead

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_PATH = re.compile(r"/c/([^/]+)/charte(/texte)?")
# What the page depends on in the request, besides its address.
_ASKED = ("HTTP_HOST", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "wsgi.url_scheme")
_MOST = 256


@dataclass(frozen=True)
class _Kept:
    """An answer as it went out, and the stamp of what it showed."""

    stamp: tuple[Any, ...]
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


class PublicCharter:
    """WSGI middleware around the application; all but two pages of the charter pass through untouched."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inner = app.wsgi_app
        self.kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        match = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if match is None or not self._is_public(environ):
            return self.inner(environ, start)
        key = (match[0], *(environ.get(name, "") for name in _ASKED))
        try:
            stamp = self._stamp(match[1], is_brief=match[2] is None)
        except SQLAlchemyError:  # the application has a page for that
            return self.inner(environ, start)
        kept = self.kept.get(key)
        if kept is None or kept.stamp != stamp:
            return self._answer_and_keep(environ, start, key, stamp)
        if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 NOT MODIFIED", [pair for pair in kept.headers if pair[0] != "Content-Length"])
            return []
        start(kept.status, kept.headers)
        return [kept.body]

    def _is_public(self, environ: dict[str, Any]) -> bool:
        """A plain reading by someone without a session, hence without a message waiting for them."""
        session = f"{self.app.config['SESSION_COOKIE_NAME']}="
        return (
            environ["REQUEST_METHOD"] == "GET"
            and not environ.get("QUERY_STRING")
            and "HTTP_HX_REQUEST" not in environ
            and session not in environ.get("HTTP_COOKIE", "")
        )

    @cached_property
    def engine(self) -> sa.Engine:
        """Where the stamp is asked, without a context of the application at each reading."""
        with self.app.app_context():
            return db.engine

    def _stamp(self, slug: str, *, is_brief: bool) -> tuple[Any, ...]:
        """What the page shows of the database: the version in force, and the collective's name and wishes.

        In brief, the venues of the day too: none of them changes without a line in the register.
        """
        reading()
        with self.engine.connect() as connection:
            row = connection.execute(_BRIEF_STAMP if is_brief else _STAMP, {"slug": slug}).first()
        if row is None:
            return ()
        return (*row, local_day(row.timezone)) if is_brief else tuple(row)

    def _answer_and_keep(
        self, environ: dict[str, Any], start: StartResponse, key: tuple[Any, ...], stamp: tuple[Any, ...]
    ) -> Iterable[bytes]:
        answer = Response.from_app(self.inner, environ, buffered=True)
        status, headers, body = answer.status, answer.headers.to_wsgi_list(), answer.get_data()
        is_private = any(name.lower() == "set-cookie" for name, _ in headers)
        if status.startswith("200") and not is_private:
            etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            headers = [*(pair for pair in headers if pair[0].lower() != "etag"), ("ETag", etag)]
            with self.lock:
                self.kept[key] = _Kept(stamp, status, headers, body, etag)
                while len(self.kept) > _MOST:
                    self.kept.popitem(last=False)
        start(status, headers)
        return [body]


_STAMP = (
    sa.select(
        Collective.id,
        Collective.name,
        Collective.territory,
        Collective.show_open_points,
        Collective.is_fictitious,
        Collective.timezone,
        CharterVersion.hash,
        CharterVersion.adopted_at,
    )
    .outerjoin(CharterVersion, CharterVersion.collective_id == Collective.id)
    .where(Collective.slug == sa.bindparam("slug"))
    .order_by(CharterVersion.number.desc())
    .limit(1)
)
_BRIEF_STAMP = _STAMP.add_columns(RegisterHead.hash).outerjoin(
    RegisterHead, RegisterHead.collective_id == Collective.id
)


def init_app(app: Flask) -> None:
    """Stand before the application."""
    app.wsgi_app = PublicCharter(app)  # type: ignore[method-assign,assignment]  # as Flask's documentation does
