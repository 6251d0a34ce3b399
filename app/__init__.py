"""Blason: a collective draws its shield, writes its charter and decides, in four modes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask

# Lowest first: a feature may import those before it, never those after it.
FEATURES = (
    "register",
    "live",
    "members",
    "collectives",
    "votes",
    "deliberations",
    "proposals",
    "blason",
    "charter",
    "accreditation",
    "workshops",
    "gallery",
    "demo",
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Return the application; `settings` override those read from the environment."""
    from app import addresses, assets, config, errors, extensions, i18n, kept, templating, typography, web

    app = Flask(__name__, template_folder="../templates", instance_path=str(config.INSTANCE))
    templating.init_app(app)
    config.init_app(app, settings or {})
    extensions.init_app(app)
    i18n.init_app(app)
    kept.init_app(app)
    errors.init_app(app)
    addresses.init_app(app)
    typography.init_app(app)
    assets.init_app(app)
    for name in FEATURES:
        import_module(f"app.{name}").init_app(app)
    web.init_app(app)
    return app
