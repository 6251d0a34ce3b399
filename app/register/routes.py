"""The pages of the register: its acts, one of them, and the check of the chain."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for

from app.errors import Unseen
from app.register import reading
from app.register.policies import can_read_register
from app.register.services import verify
from app.web import render, requires

bp = Blueprint("register", __name__, url_prefix="/c/<slug>/registre")
# A longer chain is checked by the command: a page must not keep its reader waiting.
LONGEST_LIVE_CHECK = 2000


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("")
@requires(can_read_register)
def index() -> str:
    """Every act, newest first, by family and by day."""
    wanted = reading.Filter(
        request.args.get("famille", "")[:40], _day("du"), _day("au"), g.collective.timezone
    )
    number = min(max(request.args.get("page", 1, int), 1), 1_000_000)
    acts, count = reading.page(g.collective.id, wanted, number)
    asked: dict[str, Any] = {"famille": wanted.family or None, "du": wanted.since, "au": wanted.until}
    return render(
        "register/index.html",
        acts=acts,
        count=count,
        wanted=wanted,
        families=reading.families(g.collective.id),
        page=number,
        pages=max(1, -(-count // reading.PAGE)),
        page_url=lambda number: url_for("register.index", page=number, **asked),
    )


@bp.get("/<int:position>")
@requires(can_read_register)
def show(position: int) -> str:
    """One act, with all that its hash covers."""
    told = reading.entry(g.collective.id, position) if position < 2**31 else None
    if told is None:
        raise Unseen
    return render("register/show.html", act=told)


@bp.get("/verification")
@requires(can_read_register)
def verification() -> str:
    """Check the chain now, or say by which command."""
    length = reading.length(g.collective.id)
    is_live = length <= LONGEST_LIVE_CHECK
    faults = list(verify(g.collective.id)) if is_live else []
    return render("register/verification.html", length=length, is_live=is_live, faults=faults)
