"""The words of an import: the columns a file may have, and what is wrong with a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accreditation.csv_import import Fault, UnreadableFile, Words
from app.accreditation.wording import VENUE_KINDS
from app.register.words import fold

COLUMNS = {
    "name": _l("Lieu"),
    "kind": _l("Genre"),
    "place": _l("Où"),
    "address": _l("Adresse"),
    "products": _l("Produits"),
    "market": _l("Marché"),
    "website": _l("Site"),
    "presentation": _l("Présentation"),
}
# What the directory's own file also holds, and that only decisions write.
LEFT_ASIDE = (
    _l("État"),
    _l("Depuis le"),
    _l("Jusqu’au"),
    _l("Critères remplis"),
    _l("Pourquoi"),
)
_FILES = {
    "not_utf8": _l(
        "Ce fichier n’est pas en UTF-8 : ses accents seraient perdus. Dans le tableur, « Enregistrer sous », "
        "puis « CSV UTF-8 » (ou jeu de caractères « Unicode (UTF-8) »)."
    ),
    "not_a_table": _l("La ligne %(line)s ne se lit pas : un guillemet y est ouvert sans être fermé."),
    "empty": _l("Ce fichier n’a aucune ligne sous ses titres de colonnes."),
    "too_many": _l("Ce fichier a %(lines)s lignes : %(most)s au plus à la fois. Coupez-le en plusieurs."),
    "too_long": _l("Ce fichier pèse %(lines)s ko : %(most)s au plus à la fois. Coupez-le en plusieurs."),
    "no_column": _l(
        "La colonne « %(column)s » n’est pas connue. Retirez-la, ou donnez-lui un titre ci-dessous."
    ),
    "column_missing": _l("Il manque la colonne « %(column)s »."),
    "column_twice": _l("La colonne « %(column)s » est là deux fois."),
}
_FAULTS = {
    "formula": _l("« %(told)s » commence comme une formule de tableur : écrivez-le en toutes lettres."),
    "missing": _l("la case « %(told)s » est vide."),
    "too_long": _l("la case « %(told)s » est trop longue."),
    "unknown_kind": _l("« %(told)s » n’est pas un genre de lieu."),
    "unknown_product": _l("« %(told)s » n’est pas un type de produit de la charte."),
    "unknown_market": _l("« %(told)s » n’est pas un marché connu."),
    "bad_website": _l("« %(told)s » n’est pas une adresse de site : elle commence par https://."),
    "twice": _l("« %(told)s » est déjà plus haut dans ce fichier."),
    "wrong_cells": _l("elle n’a pas autant de cases que les titres (%(told)s)."),
}


def words_for(products: Mapping[str, str], markets: frozenset[str]) -> Words:
    """What a file may say, in French as in the reader's language."""
    columns: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for language in dict.fromkeys(("fr", str(get_locale()))):
        with force_locale(language):
            columns |= {fold(str(title)): "" for title in LEFT_ASIDE}
            columns |= {fold(str(title)): field for field, title in COLUMNS.items()}
            kinds |= {fold(str(label)): kind.value for kind, label in VENUE_KINDS.items()}
    return Words(columns, kinds, {fold(name): code for code, name in products.items()}, markets)


def unreadable(error: UnreadableFile) -> str:
    """Why a file is no table of venues."""
    params: dict[str, Any] = dict(error.params)
    if "field" in params:
        params["column"] = COLUMNS[params["field"]]
    return str(_FILES[error.code]) % params


def fault(found: Fault) -> str:
    """« Ligne 12 : « Boulangerie » n’est pas un genre de lieu. »"""
    return _("Ligne %(line)s :", line=found.line) + " " + str(_FAULTS[found.code]) % {"told": found.told}
