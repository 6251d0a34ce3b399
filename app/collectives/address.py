"""`/c/<slug>/…`: the collective a page belongs to, found once and never passed by hand."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, g, has_request_context, request, url_for
from flask_login import current_user

from app.collectives.models import Collective
from app.db import db
from app.errors import Unseen

# Statements of every page are made once: making one costs as much as sending it.
_BY_SLUG = sa.select(Collective).where(Collective.slug == sa.bindparam("slug"))


def _load(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if not values or "slug" not in values:
        return
    slug = values.pop("slug")
    # Most people read the pages of their own collective, which was found with them.
    own = current_user.collective if current_user.is_authenticated else None
    g.collective = own if own is not None and own.slug == slug else _find(slug)


def _find(slug: str) -> Collective:
    collective: Collective | None = db.session.scalar(_BY_SLUG, {"slug": slug})
    if collective is None:
        raise Unseen
    return collective


def _fill(app: Flask) -> Any:
    def fill(endpoint: str, values: dict[str, Any]) -> None:
        if "slug" not in values and app.url_map.is_endpoint_expecting(endpoint, "slug"):
            collective = g.get("collective") if has_request_context() else None
            if collective is not None:
                values["slug"] = collective.slug

    return fill


def _remembering(app: Flask) -> Any:
    """`url_for` for templates: a page has thirty addresses, most of them those of the page before."""

    @lru_cache(16_384)
    def built(root: str, slug: str | None, endpoint: str, values: frozenset[tuple[str, Any]]) -> str:
        return url_for(endpoint, **dict(values))

    def address(endpoint: str, **values: Any) -> str:
        if not has_request_context() or not _may_be_kept(endpoint, values):
            return url_for(endpoint, **values)
        collective = g.get("collective")
        slug = collective.slug if collective is not None else None
        return built(request.script_root, slug, endpoint, frozenset(values.items()))

    return address


# Of every page, with values of our own.
_OF_THE_HOUSE = {"asset", "appearance", "language"}


def _may_be_kept(endpoint: str, values: dict[str, Any]) -> bool:
    """Numbers alone: what people type, and secrets, are not kept."""
    if endpoint in _OF_THE_HOUSE:
        return "next" not in values
    return endpoint[0] != "." and all(type(value) is int for value in values.values())


def init_app(app: Flask) -> None:
    """Read the slug before each request, and write it in each address."""
    app.url_value_preprocessor(_load)
    app.url_defaults(_fill(app))
    app.jinja_env.globals["url_for"] = _remembering(app)
