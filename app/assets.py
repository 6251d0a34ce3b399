"""How pages look: one style sheet and one script made of small files, and the reader's light or dark."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.errors import Unseen
from app.web import everyone, local_path, requires

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "apparence"
_STATIC = Path(__file__).parent / "static"
# Layers are ordered by tokens.css; dark.css is linked apart, with the media that suit the reader's choice.
_FIRST, _APART = "tokens.css", "dark.css"
# The screens of a session are read by people in a room: others do not load their style.
_SESSION = {
    "deciding",
    "groups",
    "live",
    "minutes",
    "notes",
    "polls",
    "timers",
    "wall",
    "workshops",
    "worksheets",
}


def _files(kind: str) -> list[Path]:
    found = (path for path in (_STATIC / kind).glob(f"*.{kind}") if path.name != _APART)
    return sorted(found, key=lambda path: (path.name != _FIRST, path.name))


def _styles(*, of_session: bool) -> list[Path]:
    return [path for path in _files("css") if (path.stem in _SESSION) is of_session]


def _trimmed(paths: Iterable[Path]) -> str:
    """The style sheets without the spaces that only help their authors."""
    text = " ".join(line.strip() for path in paths for line in path.read_text().splitlines())
    for spaced in ("{", "}", ";", ","):
        text = text.replace(f"{spaced} ", spaced).replace(f" {spaced}", spaced)
    return text.replace(": ", ":").replace(";}", "}")


def _script() -> str:
    """Every behaviour, each in a scope of its own."""
    return '"use strict";\n' + "".join(f"{{\n{path.read_text()}}}\n" for path in _files("js"))


def _read() -> dict[str, tuple[bytes, str]]:
    """Name, content and type of each asset. Kept in memory: they are small, and asked for by everyone."""
    return {
        "blason.css": (_trimmed(_styles(of_session=False)).encode(), "text/css"),
        "seance.css": (_trimmed(_styles(of_session=True)).encode(), "text/css"),
        "dark.css": (_trimmed([_STATIC / "css" / _APART]).encode(), "text/css"),
        "blason.js": (_script().encode(), "text/javascript"),
        "blason.svg": ((_STATIC / "img" / "blason.svg").read_bytes(), "image/svg+xml"),
    }


def _urn_modules() -> dict[str, bytes]:
    """The modules of the verifiable urn, by name: they import one another, and are served side by side."""
    return {path.name: path.read_bytes() for path in sorted((_STATIC / "js" / "urn").glob("*.js"))}


def _stamp(stamps: dict[str, str]) -> Any:
    """Name the content in the address of what browsers may keep for a year."""

    def stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in ("asset", "htmx_script"):
            values.setdefault("v", stamps[values.get("name", "htmx")])
        if endpoint == "urn_module":
            values.setdefault("version", stamps["urn"])

    return stamp


def theme() -> str:
    """`light` or `dark` when the reader chose one, `auto` when the device decides."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def _kept(answer: Response) -> Response:
    """A browser may keep it: its address changes when it does."""
    answer.cache_control.public, answer.cache_control.immutable = True, True
    answer.cache_control.max_age = 60 * 60 * 24 * 365
    return answer


def _routes(app: Flask, assets: dict[str, tuple[bytes, str]], modules: tuple[str, dict[str, bytes]]) -> None:
    @app.get("/a/<any('blason.css', 'seance.css', 'dark.css', 'blason.js', 'blason.svg'):name>")
    @requires(everyone)
    def asset(name: str) -> Response:
        content, mimetype = assets[name]
        return _kept(Response(content, mimetype=mimetype))

    @app.get("/a/urn/<version>/<name>")
    @requires(everyone)
    def urn_module(version: str, name: str) -> Response:
        if version != modules[0] or name not in modules[1]:
            raise Unseen
        return _kept(Response(modules[1][name], mimetype="text/javascript"))

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

    assets = _read()
    stamps = {name: hashlib.sha256(content).hexdigest()[:10] for name, (content, _type) in assets.items()}
    urn = _urn_modules()
    stamps["urn"] = hashlib.sha256(b"".join(urn.values())).hexdigest()[:10]
    _routes(app, assets, (stamps["urn"], urn))
    app.url_defaults(_stamp({**stamps, "htmx": version("django-htmx")}))
    # Globals rather than context: macros that are imported see only these.
    app.jinja_env.globals.update(
        THEMES=THEMES,
        theme=theme,
        has_endpoint=_has_endpoint(app),
        form_key=lambda: secrets.token_hex(12),
    )
