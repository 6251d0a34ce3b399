"""What is taken in charge: types of product, and per cent by criteria met and type. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charter.faults import InvalidDocument

RateTable = Mapping[tuple[int, str], int]
PRODUCT_PREFIX, MOST_PRODUCTS, LONGEST_NAME = "T", 30, 80
_CODE = re.compile(r"T([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class ProductType:
    """A type of product, under a code given once and for ever. Raises InvalidDocument."""

    code: str
    name: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise InvalidDocument("bad_product", product=self.code[:20])
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise InvalidDocument("empty_product", product=self.code, most=str(LONGEST_NAME))

    @property
    def number(self) -> int:
        """3 for `T3`."""
        return int(self.code[1:])

    def to_document(self) -> dict[str, str]:
        """The type as JSON."""
        return {"code": self.code, "name": self.name}

    @classmethod
    def from_document(cls, document: Any) -> ProductType:
        """Read a type. Raises InvalidDocument."""
        try:
            return cls(str(document["code"]), str(document["name"]))
        except (KeyError, TypeError) as error:
            raise InvalidDocument("not_a_document") from error


def checked_products(products: Iterable[ProductType]) -> tuple[ProductType, ...]:
    """The types in the order of their codes. Raises InvalidDocument when two share a code or a name."""
    found = tuple(sorted(products, key=lambda product: product.number))
    if len(found) > MOST_PRODUCTS:
        raise InvalidDocument("too_many_products", most=str(MOST_PRODUCTS))
    names = [product.name.strip().casefold() for product in found]
    for place, product in enumerate(found):
        if names.index(names[place]) != place or (product.code == found[place - 1].code and place):
            raise InvalidDocument("duplicate_product", product=product.name)
    return found


def checked_rates(rates: RateTable, products: Sequence[ProductType], of: int) -> dict[tuple[int, str], int]:
    """The table, row by row. Raises InvalidDocument; there are `of` criteria to meet."""
    known = {product.code for product in products}
    for (met, product), percent in rates.items():
        if product not in known:
            raise InvalidDocument("unknown_product", product=product[:20])
        if not 0 < met <= of:
            raise InvalidDocument("rate_beyond_criteria", met=str(met), of=str(of))
        if not 0 <= percent <= 100:
            raise InvalidDocument("rate_out_of_range", percent=str(percent))
    return dict(sorted(rates.items()))


def decreasing(rates: RateTable) -> list[tuple[str, int, int]]:
    """Where meeting more criteria lowers the rate: `(product, fewer, more)`, the two rows that say so."""
    found: list[tuple[str, int, int]] = []
    previous: dict[str, tuple[int, int]] = {}
    for (met, product), percent in sorted(rates.items()):
        if product in previous and previous[product][1] > percent:
            found.append((product, previous[product][0], met))
        previous[product] = (met, percent)
    return found


def rates_to_document(rates: RateTable) -> list[dict[str, Any]]:
    """The table as JSON, one object for each rate."""
    return [{"met": met, "product": product, "percent": percent} for (met, product), percent in rates.items()]


def rates_from_document(document: Any) -> dict[tuple[int, str], int]:
    """Read a table. Raises InvalidDocument."""
    rates: dict[tuple[int, str], int] = {}
    try:
        for each in document:
            if type(each["met"]) is not int or type(each["percent"]) is not int:
                raise InvalidDocument("not_a_document")
            rates[each["met"], str(each["product"])] = each["percent"]
    except (KeyError, TypeError) as error:
        raise InvalidDocument("not_a_document") from error
    return rates
