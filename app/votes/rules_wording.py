"""The rules of decision in plain words: modes, kinds of question, methods, and the steps of a cascade."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.votes.rules import MAJORITY_MODES, DecisionMode, Method, QuestionKind, Step

MODES = {
    "consensus": _l("Consensus"),
    "consent": _l("Consentement"),
    "open_majority": _l("Vote à main levée"),
    "secret_majority": _l("Vote à bulletin secret"),
}
MOTTOS = {
    "consensus": _l("Ce sur quoi tout le monde est d’accord."),
    "consent": _l("Personne n’a d’opposition majeure, tout le monde peut vivre avec."),
    "open_majority": _l("On compte les pour et les contre ; les noms sont visibles des membres."),
    "secret_majority": _l("On compte les pour et les contre ; personne ne voit qui a voté quoi."),
}
KINDS = {
    "blason": _l("Le blason"),
    "charter": _l("La charte"),
    "accreditation": _l("Un conventionnement"),
    "ordinary": _l("Une question courante"),
}
METHODS = {
    "adopt": _l("Adopter ou non un texte"),
    "choose_one": _l("Choisir une option"),
    "approval": _l("Approuver autant d’options que l’on veut"),
    "majority_judgment": _l("Donner une mention à chaque option"),
}
# After « quorum »; other fractions are said in figures.
SHARES = {
    Fraction(1, 2): _l("de la moitié"),
    Fraction(1, 3): _l("d’un tiers"),
    Fraction(1, 4): _l("d’un quart"),
    Fraction(1, 5): _l("d’un cinquième"),
    Fraction(1, 10): _l("d’un dixième"),
    Fraction(2, 3): _l("des deux tiers"),
    Fraction(3, 4): _l("des trois quarts"),
    Fraction(3, 5): _l("des trois cinquièmes"),
}
BASES = {
    "expressed": _l("des voix exprimées"),
    "participants": _l("des votants, abstentions comprises"),
    "eligible": _l("des personnes inscrites"),
}


def mode_label(mode: DecisionMode | str) -> str:
    """« Vote à main levée »."""
    return str(MODES[str(mode)])


def kind_label(kind: QuestionKind | str) -> str:
    """« La charte »."""
    return str(KINDS[str(kind)])


def method_label(method: Method | str) -> str:
    """« Choisir une option »."""
    return str(METHODS[str(method)])


def describe_step(step: Step) -> str:
    """« Consentement, quorum de la moitié des membres, 2 pouvoirs au plus par personne »."""
    return ", ".join([mode_label(step.mode), *step_rules(step)])


def step_rules(step: Step) -> list[str]:
    """The rules of a step, each in a few words, what decides first."""
    rules = []
    if step.threshold is not None:
        rules.append(describe_threshold(str(step.threshold), step.threshold_of))
    if step.mode is DecisionMode.CONSENSUS:
        rules.append(_stand_asides(step.stand_asides_max))
    rules.append(_quorum(step))
    if step.mode is DecisionMode.OPEN_MAJORITY and step.threshold == "simple" and step.tie == "reopen":
        rules.append(_("en cas d’égalité on rouvre la question"))
    if step.electorate == "present":
        rules.append(_("seules les personnes présentes s’expriment"))
    rules.append(_proxies(step.max_proxies))
    if step.show_results == "live" and step.mode in MAJORITY_MODES:
        rules.append(_("résultats visibles pendant le vote"))
    if step.close_when_all:
        rules.append(_("clôture dès que tout le monde s’est exprimé"))
    return rules


def describe_threshold(threshold: str, of: str) -> str:
    """« majorité simple », « majorité absolue des voix exprimées », « 2/3 des personnes inscrites »."""
    if threshold == "simple":
        return _("majorité simple")
    if threshold == "absolute":
        return _("majorité absolue %(base)s", base=BASES[of])
    if threshold == "1":
        return _("unanimité %(base)s", base=BASES[of])
    return _("%(share)s %(base)s", share=threshold, base=BASES[of])


def _quorum(step: Step) -> str:
    present = "present" in (step.quorum_of, step.electorate)
    if step.quorum == 0:
        return _("sans quorum")
    if step.quorum == 1:
        return _("quorum de toutes les personnes présentes") if present else _("quorum de tous les membres")
    share = SHARES.get(step.quorum) or _("de %(fraction)s", fraction=step.quorum)
    if present:
        return _("quorum %(share)s des personnes présentes", share=share)
    return _("quorum %(share)s des membres", share=share)


def _stand_asides(share: Fraction) -> str:
    if share == 0:
        return _("aucun retrait")
    if share == 1:
        return _("les retraits n’empêchent pas l’adoption")
    return _("retraits limités à %(fraction)s des participant·es", fraction=share)


def _proxies(most: int) -> str:
    if most == 0:
        return _("sans pouvoir")
    return ngettext("%(num)s pouvoir au plus par personne", "%(num)s pouvoirs au plus par personne", most)
