"""The sentences of founding, home and settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

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
            "On vote à main levée ; une proposition est adoptée quand elle reçoit plus de voix pour que "
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
