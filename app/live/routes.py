"""The stream of a topic, and the same by asking every few seconds."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, jsonify, request, session
from werkzeug.http import http_date
from werkzeug.wrappers import Response as AnyResponse

from app.addresses import identifier
from app.i18n import chosen_language
from app.live.frames import told
from app.live.handing import NoStreams, Order, hand_over
from app.live.policies import can_follow, followed
from app.live.reading import changed_since, server_now, shown
from app.web import requires

bp = Blueprint("live", __name__, url_prefix="/live/<kind>/<key>/<audience>")
RETRY_AFTER = 3
# The oldest stream is closed for the newest: a phone that changed network left one behind.
PER_BROWSER, PER_ADDRESS = 4, 40


@bp.get("")
@requires(can_follow)
def stream(kind: str, key: str, audience: str) -> AnyResponse:
    """Server-sent events. Where no stream can be held, 503: the page asks every few seconds instead."""
    followed(kind, key, audience)
    person, share = _person()
    order = Order(
        topic=f"{kind}/{key}",
        audience=audience,
        language=chosen_language(),
        root=_root(),
        after=_after(),
        person=person,
        share=share,
        head=_head(),
    )
    try:
        return hand_over(order)
    except NoStreams:
        return Response(status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


@bp.get("/depuis/<int:version>")
@requires(can_follow)
def since(kind: str, key: str, audience: str, version: int) -> Response:
    """The regions that are newer than `version`; 204 when none is."""
    followed(kind, key, audience)
    name = f"{kind}/{key}"
    changed = changed_since(name, audience, version)
    answer = Response(status=204) if not changed else _told(name, changed)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(name: str, changed: dict[str, int]) -> Response:
    language, root = chosen_language(), _root()
    regions = [told(region, shown(name, region, language, root)) for region in changed]
    return jsonify(version=max(changed.values()), now=server_now(), regions=regions)


def _after() -> int:
    """The version that the page has: what it heard last, else what it was made with."""
    try:
        return identifier(request.headers.get("Last-Event-ID") or request.args.get("after", "0"))
    except ValueError:
        return 0


def _person() -> tuple[str, int]:
    """Who follows, and how many streams they may hold.

    Whom this browser is signed in as, else the browser; the address alone for those that keep no cookie.
    """
    mark = session.get("_user_id") or session.get("csrf_token")
    share = PER_BROWSER if mark else PER_ADDRESS
    return hashlib.sha256((mark or f"from {request.remote_addr}").encode()).hexdigest(), share


def _root() -> str:
    """The address of this site, as the squares on a wall give it: everyone's alike when it is set."""
    return current_app.config["BASE_URL"] or request.url_root


def _head() -> str:
    """The beginning of the answer, with the headers that every page has."""
    answer = Response(mimetype="text/event-stream")
    answer.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Connection": "close"})
    answer.headers.pop("Content-Length", None)
    lines = [f"{name}: {value}" for name, value in current_app.process_response(answer).headers.items()]
    return "\r\n".join(["HTTP/1.1 200 OK", f"Date: {http_date()}", *lines, "", ""])
