"""Why an act at a table is refused, in sentences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STALE = _l(
    "Quelqu’un de la table a changé cette note pendant que vous écriviez. Rien n’est perdu : "
    "voici son texte, puis le vôtre."
)
TABLE_STALE = _l(
    "Quelqu’un a changé cette table pendant que vous écriviez. Rien n’est perdu : voici ce qui est "
    "enregistré, puis ce que vous avez écrit."
)
