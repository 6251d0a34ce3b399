"""How the versions of the blason are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _

from app.register.wording import Act, describe, locate


def _drafted(act: Act) -> str:
    number = act.payload["number"]
    return _("%(who)s écrit la version %(number)s du blason.", who=act.actor, number=number)


def _revised(act: Act) -> str:
    return _(
        "Le blason passe à la version %(number)s, par la décision n° %(decision)s.",
        number=act.payload["number"],
        decision=act.payload["decision"],
    )


def init_app() -> None:
    """Describe the acts, and link each to its version."""
    describe("blason.drafted", _drafted)
    describe("blason.revised", _revised)
    locate("blason", "blason.version", "number", key="number")
