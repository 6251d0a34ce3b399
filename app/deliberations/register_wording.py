"""How questions and what becomes of contributions are told in the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.register.wording import Act, Sentence, describe, locate, name_family

_QUESTIONS = {
    "opened": _l("%(who)s pose la question n° %(number)s."),
    "reworded": _l("%(who)s récrit la question n° %(number)s."),
    "closed": _l("%(who)s clôt la délibération sur la question n° %(number)s."),
    "reopened": _l("%(who)s rouvre la délibération sur la question n° %(number)s."),
}
_CONTRIBUTIONS = {
    "assisted": _l("%(who)s écrit une contribution pour %(author)s (saisie assistée)."),
    "moderated": _l("%(who)s retire la contribution n° %(number)s."),
    "restored": _l("%(who)s rétablit la contribution n° %(number)s."),
}


def _sentence(pattern: object) -> Sentence:
    def sentence(act: Act) -> str:
        said = {"who": act.actor, "number": act.subject_id}
        if "author" in act.payload:
            said["author"] = act.person("author")
        return str(pattern) % said

    return sentence


def init_app() -> None:
    """Describe the acts, and link them to their pages."""
    for verb, pattern in _QUESTIONS.items():
        describe(f"deliberation.{verb}", _sentence(pattern))
    for verb, pattern in _CONTRIBUTIONS.items():
        describe(f"contribution.{verb}", _sentence(pattern))
    name_family("contribution", _l("Contributions"))
    locate("deliberation", "deliberations.show", "deliberation_id")
    locate("contribution", "deliberations.contribution", "contribution_id")
