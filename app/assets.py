"""How pages look: one style sheet and one script made of small files, and the reader's light or dark."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.web import everyone, local_path, requires

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "apparence"
_STATIC = Path(__file__).parent / "static"
# Layers are ordered by tokens.css; dark.css is linked apart, with the media that suit the reader's choice.
_FIRST, _APART = "tokens.css", "dark.css"


def _files(kind: str) -> list[Path]:
    found = (path for path in (_STATIC / kind).glob(f"*.{kind}") if path.name != _APART)
    return sorted(found, key=lambda path: (path.name != _FIRST, path.name))


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """Every component's style, in one text."""
    lines = (line.strip() for path in _files("css") for line in path.read_text().splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def script() -> str:
    """Every behaviour, each in a scope of its own, in one text."""
    parts = (f"{{\n{path.read_text()}}}\n" for path in _files("js"))
    return '"use strict";\n' + "".join(parts)


@lru_cache(maxsize=256)
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    """Name the content in the address of what browsers may keep for a year."""
    if endpoint == "static" and "filename" in values:
        values.setdefault("v", _version(_STATIC / values["filename"]))
    elif endpoint in ("style_sheet", "script", "htmx_script"):
        values.setdefault("v", current_app.extensions["blason.assets"][endpoint])


def _bundle(text: str, mimetype: str) -> Response:
    answer = Response(text, mimetype=mimetype)
    answer.cache_control.public, answer.cache_control.immutable = True, True
    answer.cache_control.max_age = 60 * 60 * 24 * 365
    return answer


def theme() -> str:
    """`light` or `dark` when the reader chose one, `auto` when the device decides."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _routes(app: Flask) -> None:
    @app.get("/blason.css", endpoint="style_sheet")
    @requires(everyone)
    def styles() -> Response:
        return _bundle(style_sheet(), "text/css")

    @app.get("/blason.js", endpoint="script")
    @requires(everyone)
    def behaviours() -> Response:
        return _bundle(script(), "text/javascript")

    @app.get("/apparence/<any(auto, light, dark):choice>")
    @requires(everyone)
    def appearance(choice: str) -> AnyResponse:
        answer = redirect(local_path(request.args.get("next")) or "/", 303)
        answer.set_cookie(
            THEME_COOKIE,
            choice,
            max_age=60 * 60 * 24 * 365,
            samesite="Lax",
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return answer


def _has_endpoint(app: Flask) -> Any:
    return lambda endpoint: endpoint in app.view_functions


def init_app(app: Flask) -> None:
    """Serve the style sheet and the script, under addresses that change when they do."""
    from importlib.metadata import version

    style_sheet.cache_clear()
    script.cache_clear()
    app.extensions["blason.assets"] = {
        "style_sheet": hashlib.sha256(style_sheet().encode()).hexdigest()[:10],
        "script": hashlib.sha256(script().encode()).hexdigest()[:10],
        "htmx_script": version("django-htmx"),
    }
    _routes(app)
    app.url_defaults(_stamp)
    # Globals rather than context: macros that are imported see only these.
    app.jinja_env.globals.update(
        THEMES=THEMES,
        theme=theme,
        has_endpoint=_has_endpoint(app),
        form_key=lambda: secrets.token_hex(12),
    )
