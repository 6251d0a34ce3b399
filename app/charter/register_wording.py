"""How the versions of the charter are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _

from app.register.wording import Act, describe, locate


def _amended(act: Act) -> str:
    return _(
        "La charte passe à la version %(number)s, par la décision n° %(decision)s.",
        number=act.payload["number"],
        decision=act.payload["decision"],
    )


def init_app() -> None:
    """Describe the act, and link it to its version."""
    describe("charter.amended", _amended)
    locate("charter", "charter.version", "number", key="number")
