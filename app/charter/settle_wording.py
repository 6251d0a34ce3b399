"""The words of a choice between an author's change and what another decision did meanwhile."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.charter.changes import Change
from app.charter.document import Charter
from app.charter.merge import says
from app.charter.settling import Choice
from app.charter.wordwise import Piece, words

CHOICES = (
    (Choice.MINE.value, _l("Ma version, telle qu’elle est dans les champs plus bas")),
    (Choice.THEIRS.value, _l("La version de la charte en vigueur")),
)
_HEADINGS = {
    "rewrite": _l("Le texte de %(code)s"),
    "state": _l("Le débat de %(code)s"),
    "needs": _l("Ce qui remplit %(code)s"),
    "renumber": _l("Le numéro de %(code)s"),
    "remove": _l("Le retrait de %(code)s"),
    "product": _l("Le type de produit %(code)s"),
    "threshold": _l("Le seuil"),
}


def heading(change: Change) -> str:
    """What a choice is about."""
    if change["op"] == "rate":
        return _("Le taux de %(code)s pour %(met)s critères", code=change["product"], met=change["met"])
    return str(_HEADINGS[change["op"]]) % {"code": change.get("code", "")}


def sides(current: Charter, change: Change) -> tuple[list[Piece], list[Piece]]:
    """What the author's change does to what they saw, then what the other decision did to it."""
    was = change.get("was")
    seen = _told(was if isinstance(was, dict) else {"": was})
    there = says(current, change) if change["op"] != "remove" else _clause_words(current, change)
    mine = "" if change["op"] == "remove" else _told({name: change.get(name) for name in there or {}})
    return words(seen, mine), words(seen, _told(there or {}))


def _clause_words(current: Charter, change: Change) -> dict[str, Any]:
    clause = current.clause(change["code"])
    return dict(clause.words) if clause else {}


def _told(values: dict[str, Any]) -> str:
    """Each thing said on its line; a state by its name."""
    states = {"open": _("En débat"), "adopted": _("Adopté")}
    lines = [states.get(value, value) if name == "state" else value for name, value in values.items()]
    return "\n".join(str(line) for line in lines if line not in (None, "")) or _("rien")
