"""Where the items of a blason come from, as the features that wrote them tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# From a collective's number to the address that tells the origin of an item, by the item's code.
Origins = Callable[[int], Mapping[str, str]]
_known: list[Origins] = []


def add_origins(origins: Origins) -> None:
    """Have the page of the blason lead to where items come from."""
    if origins not in _known:
        _known.append(origins)


def origins_of(collective_id: int) -> dict[str, str]:
    """The address that tells where each item comes from, by its code."""
    return {code: url for origins in _known for code, url in origins(collective_id).items()}
