"""The words of thresholds, types of product and rates: what they are, and how they change."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.charter.document import Charter
from app.charter.rates import decreasing
from app.charter.wording import threshold_sentence

# A heading, what it said, what it says; one of the two may be empty.
Rule = tuple[str, str, str]


def percent(number: int | None) -> str:
    """« 60 % », empty for None."""
    return "" if number is None else f"{number}\u00a0%"


def rules_changed(before: Charter, after: Charter) -> list[Rule]:
    """Each rule that is not in a clause and differs: the threshold, the types of product, the rates."""
    rules = [(_("Le seuil"), threshold_sentence(before), threshold_sentence(after))]
    old = {product.code: product.name for product in before.products}
    new = {product.code: product.name for product in after.products}
    for code in dict.fromkeys([*old, *new]):
        rules.append((_("Type de produit %(code)s", code=code), old.get(code, ""), new.get(code, "")))
    for met, code in sorted({*before.rates, *after.rates}):
        heading = _rate_heading(met, new.get(code, old.get(code, code)))
        rules.append((heading, percent(before.rates.get((met, code))), percent(after.rates.get((met, code)))))
    return [rule for rule in rules if rule[1] != rule[2]]


def _rate_heading(met: int, product: str) -> str:
    return ngettext(
        "Taux pour %(product)s, %(num)s critère rempli",
        "Taux pour %(product)s, %(num)s critères remplis",
        met,
        product=product,
    )


def falls(charter: Charter) -> list[str]:
    """A sentence for each place where meeting more criteria lowers the rate: rarely what was meant."""
    names = {product.code: product.name for product in charter.products}
    return [
        _(
            "%(product)s : le taux baisse quand un lieu passe de %(fewer)s à %(more)s critères remplis. "
            "Est-ce bien ce que vous voulez ?",
            product=names[product],
            fewer=fewer,
            more=more,
        )
        for product, fewer, more in decreasing(charter.rates)
    ]
