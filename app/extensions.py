"""The Flask extensions, created once and bound to the application here."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app.db import db

login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
htmx = HTMX()
compress = Compress()
# A hall shares one address: routes that need a limit name their own key (a code, an e-mail, a device).
limiter = Limiter(get_remote_address, default_limits=[])


def init_app(app: Flask) -> None:
    """Bind every extension to `app`."""
    db.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/../migrations", render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
