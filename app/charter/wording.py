"""The words of the charter: kinds, fates, what a change-set does in a sentence, and every refusal."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.charter.articles import Article
from app.charter.changes import Change, InvalidChange
from app.charter.contest import NUMBERS, RATES, THRESHOLD
from app.charter.diff import Fate
from app.charter.document import Charter, ClauseKind, InvalidDocument, Scope

SECTIONS = (
    (ClauseKind.PREAMBLE, None, _l("Préambule")),
    (ClauseKind.PRINCIPLE, None, _l("Principes")),
    (ClauseKind.CRITERION, Scope.VENUE, _l("Critères pour les lieux")),
    (ClauseKind.CRITERION, Scope.PRODUCT, _l("Critères pour les produits")),
    (ClauseKind.RECOMMENDATION, None, _l("Recommandations")),
    (ClauseKind.GLOSSARY, None, _l("Glossaire")),
)
# What a person may add, by the value of the button that adds it: `criterion:venue`.
ADDABLE = {
    "preamble": _l("Un paragraphe de préambule"),
    "principle": _l("Un principe"),
    "criterion:venue": _l("Un critère pour les lieux"),
    "criterion:product": _l("Un critère pour les produits"),
    "recommendation": _l("Une recommandation"),
    "glossary": _l("Un mot du glossaire"),
}
FATES = {
    Fate.ADDED: (_l("Ajouté"), "good"),
    Fate.REMOVED: (_l("Retiré"), "bad"),
    Fate.REWRITTEN: (_l("Réécrit"), "wait"),
    Fate.MOVED: (_l("Déplacé"), "neutral"),
    Fate.RENUMBERED: (_l("Renuméroté"), "neutral"),
    Fate.DEBATED: (_l("Débat ouvert ou clos"), "neutral"),
    Fate.KEPT: (_l("Inchangé"), "neutral"),
}
_VERBS = {
    "add": _l("ajoute %(codes)s"),
    "rewrite": _l("réécrit %(codes)s"),
    "state": _l("change l’état de %(codes)s"),
    "move": _l("déplace %(codes)s"),
    "remove": _l("retire %(codes)s"),
    "needs": _l("change ce qui remplit %(codes)s"),
    "renumber": _l("renumérote %(codes)s"),
}
_REFUSALS = {
    "not_a_document": _l("Ce texte de charte ne se lit pas. Reprenez la proposition depuis son éditeur."),
    "not_a_list": _l("Ces changements ne se lisent pas. Reprenez la proposition depuis son éditeur."),
    "unknown_change": _l("Ces changements ne se lisent pas. Reprenez la proposition depuis son éditeur."),
    "too_many": _l("Cette proposition change trop de clauses à la fois : faites-en plusieurs."),
    "clause_gone": _l("La clause %(clause)s n’existe plus dans la charte en vigueur."),
    "code_taken": _l("Le code %(clause)s est déjà celui d’une autre clause."),
    "bad_code": _l("« %(clause)s » n’est pas un code de clause."),
    "duplicate_code": _l("Deux clauses portent le code %(clause)s."),
    "bad_number": _l(
        "« %(number)s » n’est pas un numéro d’article : un nombre, ou deux séparés par un point (%(clause)s)."
    ),
    "duplicate_number": _l("Deux clauses portent le numéro %(number)s : l’une d’elles est %(clause)s."),
    "empty_title": _l("La clause %(clause)s n’a pas de titre."),
    "title_too_long": _l("Le titre de %(clause)s est trop long : %(most)s caractères au plus."),
    "text_too_long": _l("Le texte de %(clause)s est trop long : %(most)s caractères au plus."),
    "unknown_parent": _l(
        "La clause %(clause)s précise le critère %(parent)s, qui n’est plus dans la charte."
    ),
    "wrong_parent": _l("La clause %(clause)s ne peut pas être placée sous cette autre clause."),
    "parent_missing": _l("Le sous-critère %(clause)s doit préciser un critère."),
    "scope_missing": _l("Le critère %(clause)s doit dire s’il juge un lieu ou un produit."),
    "scope_unwanted": _l("Seul un critère juge un lieu ou un produit ; %(clause)s n’en est pas un."),
    "too_many_clauses": _l("Une charte a %(most)s clauses au plus."),
    "needs_unwanted": _l(
        "Seul un critère dit combien de ses sous-critères doivent être remplis : %(clause)s."
    ),
    "needs_out_of_range": _l(
        "%(clause)s demande %(needs)s sous-critères remplis, et il en a %(of)s d’adoptés."
    ),
    "bad_product": _l("« %(product)s » n’est pas un code de type de produit."),
    "empty_product": _l("Un type de produit a un nom, de %(most)s caractères au plus (%(product)s)."),
    "duplicate_product": _l("Deux types de produit portent le même nom : %(product)s."),
    "unknown_product": _l("Un taux parle d’un type de produit qui n’est pas dans la charte : %(product)s."),
    "too_many_products": _l("Une charte a %(most)s types de produit au plus."),
    "rate_out_of_range": _l("Un taux est entre 0 et 100 %% : %(percent)s n’en est pas un."),
    "rate_beyond_criteria": _l(
        "Le tableau des taux parle de %(met)s critères remplis, et la charte en a %(of)s pour les lieux."
    ),
    "threshold_out_of_range": _l(
        "Le seuil demande %(met)s critères remplis, et la charte en a %(of)s pour les lieux."
    ),
}
_CONTESTED = {
    THRESHOLD: _l("Le seuil"),
    RATES: _l("Les taux"),
    NUMBERS: _l("Les numéros d’articles"),
}
_CONFLICTS = {
    "clause_gone": _l("La clause %(clause)s a été retirée de la charte depuis."),
    "clause_rewritten": _l("La clause %(clause)s a été réécrite depuis par une autre décision."),
    "code_taken": _l("Une autre décision a ajouté une clause sous le code %(clause)s."),
    "threshold_changed": _l("Une autre décision a changé le seuil depuis."),
    "needs_changed": _l("Une autre décision a changé ce qui remplit le critère %(clause)s."),
    "number_changed": _l("Une autre décision a changé le numéro de %(clause)s."),
    "number_taken": _l("Le numéro donné à %(clause)s est désormais celui d’une autre clause."),
    "product_changed": _l("Une autre décision a changé le type de produit %(clause)s."),
    "rate_changed": _l("Une autre décision a changé le tableau des taux depuis."),
}


def refusal(error: InvalidChange | InvalidDocument) -> str:
    """Why a text or a change cannot be, in a sentence."""
    return str(_REFUSALS[error.code]) % error.params


def unreadable() -> str:
    """What is said of changes that are not ones."""
    return str(_REFUSALS["unknown_change"])


def conflict(reason: str, clause: str) -> str:
    """What moved since a change was composed."""
    return str(_CONFLICTS[reason]) % {"clause": clause}


def contested_name(code: str) -> str:
    """What several amendments touch: « Le seuil », « L4 »."""
    return str(_CONTESTED.get(code, code))


def summary(changes: Sequence[Change]) -> str:
    """« Charte : réécrit L4, ajoute L1.a et L1.b, fixe le seuil à 3 critères »."""
    parts = []
    for op, verb in _VERBS.items():
        codes = [change.get("code") or change["clause"]["code"] for change in changes if change["op"] == op]
        if codes:
            parts.append(str(verb) % {"codes": listed(list(dict.fromkeys(codes)))})
    thresholds = [change["met"] for change in changes if change["op"] == "threshold"]
    if thresholds:
        parts.append(_threshold_set(thresholds[-1]))
    if any(change["op"] in ("rate", "product") for change in changes):
        parts.append(_("change le tableau des taux"))
    return _("Charte : %(changes)s", changes=", ".join(parts))


def article_title(charter: Charter, article: Article) -> str:
    """« L4 Rémunération juste », « Le seuil et les taux » when it is about no clause."""
    if not article.code:
        return _("Le seuil et les taux")
    added = [change["clause"] for change in article.changes if change["op"] == "add"]
    titles = {clause.code: clause.title for clause in charter.clauses}
    titles |= {clause["code"]: clause["title"] for clause in added}
    return f"{article.code} {titles.get(article.code, '')}".strip()


def _threshold_set(met: int | None) -> str:
    if met is None:
        return _("retire le seuil")
    return ngettext("fixe le seuil à %(num)s critère", "fixe le seuil à %(num)s critères", met)


def listed(words: Sequence[str]) -> str:
    """« L1, L2 et L3 »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def threshold_sentence(charter: Charter) -> str:
    """What a venue must reach; empty while the charter sets no threshold."""
    if charter.threshold is None:
        return ""
    return ngettext(
        "Un lieu est conventionné s’il remplit au moins %(num)s critère sur %(of)s.",
        "Un lieu est conventionné s’il remplit au moins %(num)s critères sur %(of)s.",
        charter.threshold,
        of=len(charter.venue_criteria),
    )
