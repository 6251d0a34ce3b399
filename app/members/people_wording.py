"""How the acts of people and of their ways in are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.members.models import Role
from app.members.wording import ROLES
from app.register.wording import Act, describe, locate, name_family


def _added(act: Act) -> str:
    return _("%(actor)s inscrit %(who)s.", actor=act.actor, who=act.name(act.subject_id))


def _invited(act: Act) -> str:
    return _("%(actor)s invite %(who)s par e-mail.", actor=act.actor, who=act.name(act.subject_id))


def _uninvited(act: Act) -> str:
    return _("%(actor)s annule l’invitation de %(who)s.", actor=act.actor, who=act.name(act.subject_id))


def _joined(act: Act) -> str:
    who = act.name(act.subject_id)
    if act.payload.get("how") == "slip":
        return _("%(who)s entre pour la première fois, avec un billet.", who=who)
    return _("%(who)s entre pour la première fois, par un lien.", who=who)


def _edited(act: Act) -> str:
    if not act.payload.get("assisted"):
        return _("%(who)s corrige sa fiche.", who=act.name(act.subject_id))
    return _("%(actor)s corrige la fiche de %(who)s.", actor=act.actor, who=act.name(act.subject_id))


def _role(act: Act) -> str:
    return _(
        "%(actor)s confie à %(who)s le rôle « %(role)s » (auparavant « %(former)s »).",
        actor=act.actor,
        who=act.name(act.subject_id),
        role=ROLES[Role(act.payload["role"])],
        former=ROLES[Role(act.payload["former"])],
    )


def _left(act: Act) -> str:
    who = act.name(act.subject_id)
    if act.payload.get("assisted"):
        return _("%(actor)s note que %(who)s quitte le collectif.", actor=act.actor, who=who)
    return _("%(who)s quitte le collectif.", who=who)


def _returned(act: Act) -> str:
    return _("%(actor)s reprend %(who)s dans le collectif.", actor=act.actor, who=act.name(act.subject_id))


def _erased(act: Act) -> str:
    who = act.name(act.subject_id)
    if act.payload.get("assisted"):
        return _("%(actor)s efface, à sa demande, le nom de %(who)s.", actor=act.actor, who=who)
    return _("%(who)s efface son nom.", who=who)


def _slip_issued(act: Act) -> str:
    return _("%(actor)s prépare un billet pour %(who)s.", actor=act.actor, who=act.name(act.subject_id))


def _slip_revoked(act: Act) -> str:
    return _("%(actor)s annule le billet de %(who)s.", actor=act.actor, who=act.name(act.subject_id))


def init_app() -> None:
    """Describe the acts, and lead from them to the person's page."""
    describe("member.added", _added)
    describe("member.invited", _invited)
    describe("member.uninvited", _uninvited)
    describe("member.joined", _joined)
    describe("member.edited", _edited)
    describe("member.left", _left)
    describe("member.returned", _returned)
    describe("member.erased", _erased)
    describe("role.changed", _role)
    describe("slip.issued", _slip_issued)
    describe("slip.revoked", _slip_revoked)
    name_family("role", _l("Rôles"))
    locate("member", "members.show", "member_id")
