"""The sentences of founding, home and settings."""

from __future__ import annotations

from babel.lists import format_list as join
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.wording import Act, describe

# Each preset of decision rules: its name, and what it means on an ordinary evening.
PRESETS = {
    "couserans": (
        _l("Consensus, sinon consentement, puis vote aux 2/3"),
        _l(
            "On cherche d’abord l’accord de toutes et tous. S’il ne vient pas, on demande si quelqu’un a une "
            "objection. En dernier recours, on vote, et il faut deux tiers des voix. "
            "C’est la règle de la caisse du Couserans, en Ariège."
        ),
    ),
    "geneve": (
        _l("Consentement"),
        _l(
            "Une proposition est adoptée quand plus personne n’y voit d’objection majeure. Chaque objection "
            "sert à améliorer le texte. C’est la règle de la caisse genevoise."
        ),
    ),
    "simple_majority": (
        _l("Majorité simple"),
        _l(
            "On vote à main levée ; une proposition est adoptée quand elle reçoit plus de voix pour que "
            "de voix contre. C’est la règle la plus connue, et la plus rapide."
        ),
    ),
}

# Where people of a French-speaking collective may live; others can ask for theirs.
TIMEZONES = {
    "Europe/Paris": _l("Paris"),
    "Europe/Brussels": _l("Bruxelles"),
    "Europe/Zurich": _l("Genève, Zurich"),
    "Europe/Luxembourg": _l("Luxembourg"),
    "America/Guadeloupe": _l("Guadeloupe"),
    "America/Martinique": _l("Martinique"),
    "America/Cayenne": _l("Guyane"),
    "America/Miquelon": _l("Saint-Pierre-et-Miquelon"),
    "America/Montreal": _l("Montréal"),
    "Indian/Reunion": _l("La Réunion"),
    "Indian/Mayotte": _l("Mayotte"),
    "Pacific/Noumea": _l("Nouméa"),
    "Pacific/Tahiti": _l("Papeete"),
}


def _founded(act: Act) -> str:
    return _(
        "%(who)s fonde le collectif « %(name)s » ; première règle de décision : « %(preset)s ».",
        who=act.actor,
        name=act.payload.get("name", ""),
        preset=PRESETS.get(str(act.payload.get("preset")), ("",))[0],
    )


SETTINGS = {
    "territory": _l("le territoire"),
    "presentation": _l("la présentation"),
    "timezone": _l("le fuseau horaire"),
    "show_open_points": _l("l’affichage des points en débat"),
}


def _settled(act: Act) -> str:
    changed = [str(SETTINGS[name]) for name in act.payload.get("changed", ()) if name in SETTINGS]
    return _("%(who)s change %(what)s.", who=act.actor, what=join(changed, locale=get_locale()))


def init_app() -> None:
    """Say how the acts of a collective are told in the register."""
    describe("collective.founded", _founded)
    describe("collective.settled", _settled)
