"""The page from which the evening is played again. There is none outside a demonstration."""

from __future__ import annotations

from flask import Blueprint, current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.addresses import identifier
from app.demo.replay import services
from app.demo.replay.models import Replay
from app.demo.replay.script import steps
from app.errors import Unseen
from app.web import acting_member, committed, render, requires
from app.workshops.policies import can_lead_session
from app.workshops.routes import load

bp = Blueprint("replay", __name__, url_prefix="/c/<slug>/rejouer")
Answer = str | Response


@bp.before_request
def _only_in_a_demonstration() -> None:
    if not current_app.config["DEMO"]:
        raise Unseen


@bp.get("")
@requires(can_lead_session)
def index() -> Answer:
    """What will be played, and the button that begins."""
    return render("demo/replay_begin.html", latest=services.latest(g.collective.id))


@bp.post("")
@requires(can_lead_session)
def begin() -> Answer:
    """Begin a new one."""
    replay = services.begin(g.collective, acting_member())
    return committed(
        url_for("replay.show", workshop_id=replay.workshop_id),
        _("La soirée est prête : ouvrez les trois écrans, puis lancez-la."),
    )


@bp.get("/<int:workshop_id>")
@requires(can_lead_session)
def show(workshop_id: int) -> Answer:
    """The three screens to open, where the evening is, and the next step."""
    return render("demo/replay.html", **_told(services.find(load(workshop_id))))


@bp.post("/<int:workshop_id>/etape")
@requires(can_lead_session)
def step(workshop_id: int) -> Answer:
    """The next step."""
    replay = services.find(load(workshop_id))
    services.take_step(replay, acting_member(), _seen())
    part = "replay.progress" if request.headers.get("HX-Request") else "replay.show"
    return committed(url_for(part, workshop_id=workshop_id, auto=request.form.get("auto") or None))


@bp.get("/<int:workshop_id>/avancement")
@requires(can_lead_session)
def progress(workshop_id: int) -> Answer:
    """The part of the page that moves."""
    return render("demo/_replay.html", **_told(services.find(load(workshop_id))))


def _told(replay: Replay) -> dict[str, object]:
    script = steps(replay.workshop)
    return {
        "replay": replay,
        "workshop": replay.workshop,
        "done": [one.caption for one in script[: replay.step]][::-1],
        "coming": script[replay.step].caption if replay.step < len(script) else None,
        "total": len(script),
        "auto": bool(request.args.get("auto")),
    }


def _seen() -> int | None:
    try:
        return identifier(request.form.get("seen", ""))
    except ValueError:
        return None
