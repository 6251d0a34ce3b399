"""The stream of a topic, and the same by asking every few seconds."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from app.i18n import chosen_language
from app.live.policies import can_follow, followed
from app.live.frames import told
from app.live.reading import changed_since, server_now, shown
from app.web import requires

bp = Blueprint("live", __name__, url_prefix="/live/<kind>/<key>/<audience>")
RETRY_AFTER = 3


@bp.get("")
@requires(can_follow)
def stream(kind: str, key: str, audience: str) -> Response:
    """Server-sent events. Where no stream can be held, 503: the page asks every few seconds instead."""
    followed(kind, key, audience)
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
    language, root = chosen_language(), request.url_root
    regions = [told(region, shown(name, region, language, root)) for region in changed]
    return jsonify(version=max(changed.values()), now=server_now(), regions=regions)
