"""The Flask extensions, created once and bound to the application here."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask_compress import Compress
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import HeaderSet
from werkzeug.http import parse_list_header

from app.db import db
from app.limits import Limiter

login_manager = LoginManager()
# A phone's address changes with its network; a browser is known, listed and revoked by its own token.
login_manager.session_protection = None
csrf = CSRFProtect()
migrate = Migrate()
htmx = HTMX()
compress = Compress()
limiter = Limiter()


class SignedSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; what signs it is made once, not twice at each request, and so are its keys."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs cookies with the application's key, None without a key."""
        if self._signer is None and (signer := super().get_signing_serializer(app)) is not None:
            derived = [signer.make_signer().derive_key(key) for key in signer.secret_keys]
            kwargs = {**signer.signer_kwargs, "key_derivation": "none"}
            self._signer = URLSafeTimedSerializer(
                derived, salt=self.salt, serializer=self.serializer, signer_kwargs=kwargs
            )
        return self._signer


@lru_cache(256)
def _listed(header: str) -> tuple[str, ...]:
    return tuple(parse_list_header(header))


class Answer(Response):
    """Flask's answer; what it varies with is said three times, in few words, and parsed once."""

    @property
    def vary(self) -> HeaderSet:
        return HeaderSet(_listed(self.headers.get("Vary", "")), self._varies)

    def _varies(self, names: HeaderSet) -> None:
        self.headers["Vary"] = names.to_header()


def init_app(app: Flask) -> None:
    """Bind every extension to `app`."""
    app.response_class = Answer
    app.session_interface = SignedSessions()
    db.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/../migrations", render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
