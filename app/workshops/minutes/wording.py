"""Why an act on minutes is refused, in sentences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

NOT_A_DRAFT = _l(
    "Ce procès-verbal n’est plus un projet : son texte ne change plus. "
    "Soumis, il peut être repris ; approuvé, il se corrige par une nouvelle édition."
)
READ_AGAIN = _l("Le texte a changé depuis que vous l’avez lu : relisez-le avant de l’approuver.")
STALE = _l(
    "Quelqu’un a écrit dans cette section pendant que vous écriviez. Rien n’est perdu : voici son texte, "
    "puis le vôtre. Réunissez-les, puis enregistrez."
)
