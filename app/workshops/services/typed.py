"""A few words that someone typed, as they are kept."""

from __future__ import annotations

from flask_babel import gettext as _

from app.errors import Refused
from app.forms import invisible_characters, tidy


def short_text(typed: str, longest: int, missing: str) -> str:
    """On one line, tidied. Raises Refused, with `missing` when there is nothing."""
    text = " ".join(str(tidy(typed)).split())
    if not text:
        raise Refused(missing, 422)
    if len(text) > longest:
        raise Refused(_("Au plus %(longest)d caractères, s’il vous plaît.", longest=longest), 422)
    if invisible_characters(text):
        raise Refused(
            _(
                "Ce texte contient des caractères invisibles qui pourraient tromper le lecteur. "
                "Retapez le passage, ou collez-le sans mise en forme."
            ),
            422,
        )
    return text
