"""Pieces of pages that are the same for many readers: rendered once, kept by what they show.

In a template, `{% call kept("menu", …) %}…{% endcall %}` renders what it holds for the first reader, and
gives the same to whoever comes with equal values. All that a piece shows must be among the values named,
besides the language and the collective, which are always looked at: nothing is ever to be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import Flask, g, request
from flask_babel import get_locale
from markupsafe import Markup

# So many characters at most, the oldest pieces giving way.
_MOST = 8_000_000
_pieces: dict[Hashable, Markup] = {}
_lock = Lock()


def kept(name: str, *shown: Hashable, caller: Callable[[], Markup]) -> Markup:
    """What `caller` renders, or what it rendered for the same name, values, language and collective.

    None among the values says that this reader sees something of their own there: nothing is kept.
    """
    if None in shown:
        return caller()
    key = (name, shown, get_locale().language, request.script_root, _place())
    piece = _pieces.get(key)
    if piece is None:
        piece = caller()
        if 'name="csrf_token"' in piece:
            raise RuntimeError(f"the piece {name} holds a form, which is one reader's own")
        _keep(key, piece)
    return piece


def _keep(key: Hashable, piece: Markup) -> None:
    with _lock:
        _pieces[key] = piece
        excess = sum(map(len, _pieces.values())) - _MOST
        for oldest in [*_pieces] if excess > 0 else ():
            if excess <= 0:
                break
            excess -= len(_pieces.pop(oldest))


def _place() -> tuple[str, str] | None:
    """Of the collective, what its addresses and its hours depend on."""
    collective: Any = g.get("collective")
    return None if collective is None else (collective.slug, collective.timezone)


def init_app(app: Flask) -> None:
    """Give `kept` to every template."""
    app.jinja_env.globals["kept"] = kept
