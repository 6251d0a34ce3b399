"""The editor's fields for rates: `product-<code>`, `product-new`, `rate-<met>-<code>`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from app.charter.document import Charter, ProductType, with_product
from app.charter.rates import LONGEST_NAME
from app.forms import Form, line

NEW = "product-new"


def rows_of(charter: Charter) -> list[int]:
    """The numbers of criteria met that the table has a row for: from the threshold to all of them."""
    return list(range(charter.threshold or 1, len(charter.venue_criteria) + 1))


def fields_of_rates(charter: Charter) -> dict[str, Any]:
    """A field for the name of each type of product, one for a new type, one for each rate."""
    fields: dict[str, Any] = {
        NEW: line(_l("Ajouter un type de produit"), required=False, maximum=LONGEST_NAME)
    }
    for product in charter.products:
        label = _l("Type de produit %(code)s", code=product.code)
        fields[f"product-{product.code}"] = line(label, required=False, maximum=LONGEST_NAME)
        for met in rows_of(charter):
            fields[f"rate-{met}-{product.code}"] = IntegerField(
                _ln(
                    "%(product)s, %(num)s critère rempli",
                    "%(product)s, %(num)s critères remplis",
                    met,
                    product=product.name,
                ),
                [
                    Optional(),
                    NumberRange(0, 100, message=_l("Un taux est un nombre entier, de 0 à 100.")),
                ],
            )
    return fields


def values_of_rates(charter: Charter) -> dict[str, Any]:
    """What these fields hold."""
    names = {f"product-{product.code}": product.name for product in charter.products}
    return names | {f"rate-{met}-{product}": percent for (met, product), percent in charter.rates.items()}


def typed_rates(charter: Charter, form: Form) -> Charter:
    """`charter` with the types and rates of the form; a type whose name was emptied goes, with its rates.

    Rates that the form has no field for stay. Raises InvalidDocument.
    """
    products, rates = [], dict(charter.rates)
    for product in charter.products:
        name = form[f"product-{product.code}"].data
        if name:
            products.append(ProductType(product.code, name))
        for met in rows_of(charter):
            percent = form[f"rate-{met}-{product.code}"].data
            rates.pop((met, product.code), None)
            if percent is not None:
                rates[met, product.code] = percent
    kept = {product.code for product in products}
    rates = {row: percent for row, percent in rates.items() if row[1] in kept}
    changed = replace(charter, products=tuple(products), rates=rates)
    return with_product(changed, form[NEW].data) if form[NEW].data else changed
