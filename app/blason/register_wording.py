"""How the versions of the blason are told in the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.register.wording import Act, Sentence, describe

_ACTS = {
    "drafted": _l("%(who)s écrit le blason à la main : version %(number)s."),
    "revised": _l("Le blason change par décision : version %(number)s."),
}


def _sentence(pattern: object) -> Sentence:
    def sentence(act: Act) -> str:
        return str(pattern) % {"who": act.actor, "number": act.payload.get("number", "")}

    return sentence


def init_app() -> None:
    """Describe the acts. No address is given: a version is found by its number, which the sentence says."""
    for verb, pattern in _ACTS.items():
        describe(f"blason.{verb}", _sentence(pattern))
