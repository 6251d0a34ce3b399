"""Émargement: today's sheet, ticked by a facilitator or by each person, and its printed form."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from app.members import attendance, proxies
from app.members.models import Member
from app.members.people import active_member
from app.members.policies import can_check_in, facilitators, signed_in
from app.web import acting_member, committed, render, requires

bp = Blueprint("attendance", __name__, url_prefix="/c/<slug>/emargement")


def _today() -> date:
    return attendance.local_day(g.collective.timezone)


def _sheet(template: str) -> str:
    lines = attendance.sheet(g.collective.id, _today())
    held = proxies.holders(g.collective.id)
    present = {line.member.id for line in lines if line.is_present}
    return render(
        template,
        day=_today(),
        lines=lines,
        names={line.member.id: line.member.name for line in lines},
        holders=held,
        present=len(present),
        without_device=sum(line.lacks_device for line in lines),
        represented=sum(holder in present and absent not in present for absent, holder in held.items()),
        mine=next((line for line in lines if line.member.id == acting_member().id), None),
        can_check_in=can_check_in(acting_member()),
    )


def _back(member: Member) -> Response:
    return committed(url_for("attendance.index", _anchor=f"m{member.id}"))


@bp.get("")
@requires(signed_in)
def index() -> str:
    """Who is here today."""
    return _sheet("members/attendance.html")


@bp.get("/feuille")
@requires(facilitators)
def printable() -> str:
    """The sheet to print and to sign with a pen."""
    return _sheet("members/attendance_sheet.html")


@bp.post("/moi")
@requires(signed_in)
def check_in() -> Response:
    """« Je suis là »: a member's own arrival, with the device they hold."""
    attendance.arrive(acting_member(), _today(), has_device=True, actor=acting_member())
    return committed(url_for("attendance.index"))


@bp.post("/moi/depart")
@requires(signed_in)
def check_out() -> Response:
    """« Je m’en vais »: a member's own departure."""
    attendance.leave(acting_member(), _today(), actor=acting_member())
    return committed(url_for("attendance.index"))


@bp.post("/<int:member_id>/presence")
@requires(can_check_in)
def arrive(member_id: int) -> Response:
    """Note that someone is here; `device=no` when they have none."""
    member = active_member(g.collective.id, member_id)
    has_device = request.form.get("device") != "no"
    attendance.arrive(member, _today(), has_device=has_device, actor=acting_member())
    return _back(member)


@bp.post("/<int:member_id>/depart")
@requires(can_check_in)
def leave(member_id: int) -> Response:
    """Note that someone left before the end."""
    member = active_member(g.collective.id, member_id)
    attendance.leave(member, _today(), actor=acting_member())
    return _back(member)


@bp.post("/<int:member_id>/effacement")
@requires(can_check_in)
def undo(member_id: int) -> Response:
    """Take back a line noted by mistake."""
    member = active_member(g.collective.id, member_id)
    attendance.undo(member, _today(), actor=acting_member())
    return _back(member)
