"""The sentences for rules, counts and decision files that are not valid: what is wrong, what is expected."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.votes.decision_file import InvalidFile
from app.votes.rules import InvalidRules
from app.votes.tally import InvalidTally

RULES = {
    "not_a_mapping": _l("Les règles n’ont pas la forme attendue : « %(value)s »."),
    "unknown_field": _l("La règle « %(field)s » n’existe pas."),
    "missing_field": _l("Il manque la règle « %(field)s »."),
    "unknown_mode": _l("Le mode de décision « %(mode)s » n’existe pas."),
    "unknown_value": _l("« %(value)s » n’est pas une valeur possible de la règle « %(field)s »."),
    "bad_fraction": _l(
        "« %(value)s » n’est pas une fraction (règle « %(field)s »). "
        "Écrivez par exemple 1/2 ou 2/3, sans zéro en dessous."
    ),
    "quorum_out_of_range": _l("Un quorum va de 0 à 1 : %(value)s demanderait plus que tout le monde."),
    "threshold_out_of_range": _l("Un seuil est plus grand que 0 et au plus 1 : %(value)s ne convient pas."),
    "stand_asides_out_of_range": _l("La part de retraits admise va de 0 à 1 : %(value)s ne convient pas."),
    "bad_number": _l("« %(value)s » n’est pas un nombre possible pour la règle « %(field)s »."),
    "not_a_boolean": _l("La règle « %(field)s » se dit par oui ou par non : « %(value)s » ne convient pas."),
    "threshold_missing": _l("Un vote à la majorité a besoin d’un seuil : simple, absolue, ou une fraction."),
    "live_secret": _l("Un vote à bulletin secret ne montre aucun résultat avant sa clôture."),
    "unknown_kind": _l("« %(kind)s » n’est pas un genre de question."),
    "missing_kind": _l("Il manque les règles pour ce genre de question : « %(kind)s »."),
    "empty_cascade": _l("Il faut au moins un mode de décision pour ce genre de question : « %(kind)s »."),
}
TALLY = {
    "not_counts": _l("Le décompte n’a pas la forme attendue : « %(value)s »."),
    "bad_count": _l("« %(value)s » n’est pas un nombre de personnes (choix « %(choice)s »)."),
    "unknown_choice": _l("Le choix « %(choice)s » n’existe pas dans cette décision."),
    "more_than_eligible": _l(
        "%(participants)s personnes se sont exprimées, alors que %(eligible)s seulement sont inscrites."
    ),
    "bad_electorate": _l("« %(value)s » n’est pas un nombre de personnes (« %(field)s »)."),
    "no_threshold": _l("Un vote à la majorité a besoin d’un seuil : simple, absolue, ou une fraction."),
    "bad_options": _l("Il faut au moins deux options différentes, aux clés bien formées : « %(options)s »."),
    "unequal_marks": _l("Les marques ne correspondent pas aux %(expressed)s bulletins exprimés."),
    "options_not_allowed": _l("Une question à options ne se décide pas dans le mode « %(mode)s »."),
}
FILES = {
    "not_json": _l("ce fichier n’est pas du JSON en UTF-8."),
    "twice_the_key": _l("la clé « %(key)s » est écrite deux fois."),
    "wrong_shape": _l("le fichier n’a pas la forme attendue (à « %(where)s » : %(why)s)."),
    "rules_of_another_mode": _l("le mode est « %(mode)s », mais les règles sont celles de « %(other)s »."),
    "choices": _l("les choix ne sont pas ceux de cette décision : « %(choices)s »."),
    "no_ballots": _l("il manque les bulletins (« ballots »)."),
    "no_counts": _l("il manque le décompte de l’urne (« counts »)."),
    "ballots_not_secret": _l("un vote à bulletin secret ne publie pas de bulletins (« ballots »)."),
    "counts_not_open": _l("ce mode publie ses bulletins (« ballots »), pas un décompte (« counts »)."),
    "same_voter": _l("« %(voter)s » a deux bulletins."),
    "unknown_choice": _l("le choix « %(choice)s » n’existe pas dans cette décision."),
    "unknown_status": _l("« %(status)s » n’est pas un état possible du choix « %(choice)s »."),
    "confirmed_alone": _l("« %(by)s » ne peut pas confirmer son propre décompte en salle."),
    "no_present": _l("le quorum se compte sur les personnes présentes, et leur nombre manque."),
}


def invalid_rules(fault: InvalidRules) -> str:
    """Why these rules cannot be applied."""
    return _said(RULES[fault.code], fault.params)


def invalid_tally(fault: InvalidTally) -> str:
    """Why these counts are not those of an assembly."""
    return _said(TALLY[fault.code], fault.params)


def invalid_file(fault: InvalidFile) -> str:
    """Why this decision file cannot be recounted, in one line."""
    if isinstance(fault.__cause__, InvalidRules):
        return _("Fichier non valide : %(why)s", why=invalid_rules(fault.__cause__))
    if isinstance(fault.__cause__, InvalidTally):
        return _("Fichier non valide : %(why)s", why=invalid_tally(fault.__cause__))
    return _("Fichier non valide : %(why)s", why=_said(FILES[fault.code], fault.params))


def _said(sentence: object, params: Mapping[str, str]) -> str:
    return str(sentence) % params
