"""How the versions of the charter are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.wording import Act, describe, locate, name_family


def _amended(act: Act) -> str:
    return _(
        "La charte passe à la version %(number)s, par la décision n° %(decision)s.",
        number=act.payload["number"],
        decision=act.payload["decision"],
    )


def _ordered(act: Act) -> str:
    return _(
        "%(who)s règle l’ordre des votes sur les amendements qui touchent %(code)s.",
        who=act.actor,
        code=act.payload["code"],
    )


def init_app() -> None:
    """Describe the acts, and link a version to its page."""
    describe("charter.amended", _amended)
    describe("amendments.ordered", _ordered)
    name_family("amendments", _l("Amendements"))
    locate("charter", "charter.version", "number", key="number")
