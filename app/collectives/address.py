"""`/c/<slug>/…`: the collective a page belongs to, found once and never passed by hand."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, g, has_request_context

from app.collectives.models import Collective
from app.db import db
from app.errors import Unseen

# Statements of every page are made once: making one costs as much as sending it.
_BY_SLUG = sa.select(Collective).where(Collective.slug == sa.bindparam("slug"))


def _load(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if not values or "slug" not in values:
        return
    slug = values.pop("slug")
    g.collective = db.session.scalar(_BY_SLUG, {"slug": slug})
    if g.collective is None:
        raise Unseen


def _fill(app: Flask) -> Any:
    def fill(endpoint: str, values: dict[str, Any]) -> None:
        if "slug" not in values and app.url_map.is_endpoint_expecting(endpoint, "slug"):
            collective = g.get("collective") if has_request_context() else None
            if collective is not None:
                values["slug"] = collective.slug

    return fill


def init_app(app: Flask) -> None:
    """Read the slug before each request, and write it in each address."""
    app.url_value_preprocessor(_load)
    app.url_defaults(_fill(app))
