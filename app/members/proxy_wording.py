"""The sentences of proxies: why one is refused."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.members.proxy_rules import ProxyRefused

_REASONS = {
    "oneself": _l("On ne se donne pas pouvoir à soi-même. Choisissez une autre personne."),
    "already_given": _l(
        "Ce pouvoir est déjà donné. Reprenez-le d’abord, puis donnez-le à quelqu’un d’autre."
    ),
    "returned": _l("Cette personne vous a déjà donné son pouvoir : vous ne pouvez pas lui donner le vôtre."),
    "holder_gave": _l(
        "Cette personne a elle-même donné son pouvoir : elle ne pourrait pas voter avec le vôtre. "
        "Choisissez quelqu’un d’autre."
    ),
    "principal_holds": _l(
        "Un pouvoir ne passe pas de main en main : qui porte la voix d’autres membres ne peut pas "
        "donner la sienne. Il faut d’abord rendre ces pouvoirs."
    ),
}


def refusal(error: ProxyRefused) -> str:
    """A whole sentence for the refusal of a proxy, with what to do next."""
    if error.code == "over_limit":
        return _(
            "Cette personne porte déjà autant de pouvoirs que vos règles le permettent (%(limit)d). "
            "Choisissez quelqu’un d’autre.",
            limit=error.params["limit"],
        )
    return str(_REASONS[error.code])
