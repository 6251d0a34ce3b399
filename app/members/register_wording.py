"""How the acts of people are told in the register: coming, roles, slips, attendance, proxies."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.wording import Act, Sentence, describe, name_family

# What happens to someone: `who` acts, `name` is the person.
_PEOPLE = {
    "member.added": _l("%(who)s ajoute %(name)s au collectif."),
    "member.invited": _l("%(who)s invite %(name)s par e-mail."),
    "member.uninvited": _l("%(who)s annule l’invitation de %(name)s."),
    "member.joined": _l("%(name)s entre pour la première fois."),
    "member.edited": _l("%(who)s change le nom ou l’adresse de %(name)s."),
    "member.left": _l("%(name)s quitte le collectif."),
    "member.returned": _l("%(name)s revient dans le collectif."),
    "member.erased": _l("Le nom et l’adresse d’une personne sont effacés, pour toujours."),
    "slip.issued": _l("%(who)s fait un billet d’accès pour %(name)s."),
    "slip.revoked": _l("%(who)s révoque le billet d’accès de %(name)s."),
}
_ROLES = {
    "member": _l("membre"),
    "facilitator": _l("facilitation"),
    "administrator": _l("administration"),
}


def _person(pattern: object) -> Sentence:
    def sentence(act: Act) -> str:
        return str(pattern) % {"who": act.actor, "name": act.name(act.subject_id)}

    return sentence


def _role(act: Act) -> str:
    return _(
        "%(who)s donne à %(name)s le rôle « %(role)s ».",
        who=act.actor,
        name=act.name(act.subject_id),
        role=_ROLES[act.payload["role"]],
    )


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
    describe("role.changed", _role)
    name_family("role", _l("Rôles"))
    for kind, pattern in _PEOPLE.items():
        describe(kind, _person(pattern))
