"""How the acts of attendance and proxies are told in the register."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from app.register.wording import Act, describe


def _arrived(act: Act) -> str:
    with_device = act.payload.get("has_device", True)
    sentence = (
        _("%(who)s est là, le %(day)s.", who=act.name(act.subject_id), day=_day(act))
        if with_device
        else _("%(who)s est là, sans appareil, le %(day)s.", who=act.name(act.subject_id), day=_day(act))
    )
    return sentence + _noted_by(act)


def _left(act: Act) -> str:
    return _("%(who)s repart, le %(day)s.", who=act.name(act.subject_id), day=_day(act)) + _noted_by(act)


def _undone(act: Act) -> str:
    return _(
        "%(actor)s efface une présence notée par erreur : %(who)s, le %(day)s.",
        actor=act.actor,
        who=act.name(act.subject_id),
        day=_day(act),
    )


def _given(act: Act) -> str:
    return _(
        "%(principal)s donne son pouvoir à %(holder)s.",
        principal=act.person("principal_id"),
        holder=act.person("holder_id"),
    ) + _noted_by(act)


def _revoked(act: Act) -> str:
    return _(
        "Le pouvoir donné par %(principal)s à %(holder)s prend fin.",
        principal=act.person("principal_id"),
        holder=act.person("holder_id"),
    ) + _noted_by(act)


def _day(act: Act) -> str:
    return str(format_date(date.fromisoformat(act.payload["day"]), "d MMMM y"))


def _noted_by(act: Act) -> str:
    return " " + _("Noté par %(who)s.", who=act.actor) if act.payload.get("assisted") else ""


def init_app() -> None:
    """Describe the acts."""
    describe("attendance.arrived", _arrived)
    describe("attendance.left", _left)
    describe("attendance.undone", _undone)
    describe("proxy.given", _given)
    describe("proxy.revoked", _revoked)
