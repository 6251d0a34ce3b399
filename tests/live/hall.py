"""A topic of the tests, "hall": a board and a clock that all see alike, and a drawer of one's own.

Behind a real server it has a page too, where things are said and counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask, abort, render_template_string, request
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused
from app.live.reading import server_now, start_following, versions
from app.live.services import emit
from app.live.topics import add_region, add_topic
from app.web import committed, everyone, requires

SAID = sa.Table(
    "hall_said",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("hall", sa.String(20)),
    sa.Column("text", sa.Text),
)
LONGEST = 200
PADDING = ""
PAGE = """
{% extends "base.html" %}
{% from "components/live.html" import live_lines %}
{% block title %}Salle{% endblock %}
{% block head %}<meta name="csrf-token" content="{{ csrf_token() }}">{% endblock %}
{% block main %}
<h1>Salle</h1>
{{ live_lines() }}
<p>Il reste <span id="timer" data-ends="{{ ends }}">--:--</span>,
<span id="paused" data-left="3723000"></span>.</p>
<p data-outbox-who="{{ request.args.get("who", "") }}"></p>
<section data-region="board">{{ board|safe }}</section>
<section data-region="drawer" data-region-src="/hall/{{ key }}/drawer">{{ drawer }}</section>
<form method="post" action="/hall/{{ key }}/tap" data-outbox data-outbox-tap>
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="key" value="{{ form_key() }}">
<label><input type="radio" name="text" value="du pain"> Du pain</label>
<label><input type="radio" name="text" value="du vin"> Du vin</label>
<p data-outbox-said role="status"></p>
<button class="button">Répondre</button>
</form>
{% endblock %}
"""
BOARD = """
<div{% if said %} data-say="{{ said|length }} choses dites"{% endif %}>
<ol class="said">{% for text in said %}<li>{{ text }}</li>{% endfor %}</ol>
<form method="post" action="/hall/{{ key }}/say" data-outbox>
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="key" value="{{ form_key() }}">
<label for="text">Dire</label> <textarea id="text" name="text"></textarea>
<button class="button">{{ _("Envoyer") }}</button>
<p data-outbox-said role="status"></p>
</form>
</div>
"""


def application() -> Flask:
    """What a server of the tests serves: the application, and halls."""
    from app.serve import application as whole

    app = whole()
    add_hall()
    with app.app_context():
        SAID.create(db.engine, checkfirst=True)
        db.engine.dispose()  # processes are forked from this one
    _pages(app)
    return app


def add_hall() -> None:
    """Halls are open to all, but for the one called "closed"; lounges are those that have a page."""
    add_topic("hall", lambda key, audience: key != "closed")
    add_region("hall", "board", audiences={"phone", "wall"}, render=board)
    add_region("hall", "clock", audiences={"wall"}, render=lambda key: "<p>12:00</p>")
    add_region("hall", "fire", audiences={"wall"}, render=fire)
    add_region("hall", "drawer", audiences={"phone"}, render=None)
    add_topic("lounge", lambda key, audience: "Je ferme" not in _said(key))
    add_region("lounge", "board", audiences={"phone"}, render=lounge)
    add_region("lounge", "drawer", audiences={"phone"}, render=None)


def board(key: str) -> str:
    """What changed is the version itself, so that a test sees whether it reads the newest."""
    version = versions([f"hall/{key}"])[f"hall/{key}"].get("board", 0)
    return f"<p>{_('Sortir')} {version}</p>"


def fire(key: str) -> str:
    """A mistake of ours."""
    raise RuntimeError(key)


def poster(key: str) -> str:
    """A region as heavy as PADDING."""
    return f"<p>{versions([f'hall/{key}'])[f'hall/{key}'].get('poster', 0)} {PADDING}</p>"


def lounge(key: str) -> str:
    """What was said, and a form to say more."""
    return render_template_string(BOARD, key=key, said=_said(key))


def _said(key: str) -> list[str]:
    texts = sa.select(SAID.c.text).where(SAID.c.hall == key).order_by(SAID.c.number)
    return list(db.session.scalars(texts))


def _drawer(key: str) -> str:
    return f"{len(_said(key))} dans le tiroir"


def _pages(app: Flask) -> None:
    @app.get("/hall/<key>")
    @requires(everyone)
    def hall_page(key: str) -> str:
        following = start_following("lounge", key, "phone")
        ends = server_now() + 90_000
        return render_template_string(
            PAGE, key=key, following=following, ends=ends, board=lounge(key), drawer=_drawer(key)
        )

    @app.get("/hall/<key>/drawer")
    @requires(everyone)
    def hall_drawer(key: str) -> str:
        return _drawer(key)

    @app.post("/hall/<key>/<any(say, tap):how>")
    @requires(everyone)
    def hall_say(key: str, how: str) -> object:
        text = request.form.get("text", "").strip() or abort(400)
        if len(text) > LONGEST:
            raise Refused("C’est trop long.", 422)
        db.session.execute(sa.insert(SAID).values(hall=key, text=text))
        emit(f"lounge/{key}", "board", "drawer")
        return committed(f"/hall/{key}")
