"""Who may give their vote to whom. Pure: people are numbers, and the limit is an argument.

A proxy (pouvoir) goes from a principal to a holder, in one step: never to oneself, never handed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


class ProxyRefused(Exception):
    """A proxy that the rules do not allow.

    `code` is `oneself`, `already_given`, `returned` (the holder gave theirs to the principal), `holder_gave`
    (the holder gave theirs to someone), `principal_holds` (the principal holds others') or `over_limit`
    (params: limit).
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def check(principal: int, holder: int, active: Mapping[int, int], limit: int) -> None:
    """Raise ProxyRefused unless `principal` may give their vote to `holder`.

    `active` maps each principal to their holder; `limit` is the most proxies one person may hold.
    """
    held = Counter(active.values())
    refusals = (
        ("oneself", principal == holder),
        ("already_given", principal in active),
        ("returned", active.get(holder) == principal),
        ("holder_gave", holder in active),
        ("principal_holds", held[principal] > 0),
    )
    for code, is_so in refusals:
        if is_so:
            raise ProxyRefused(code)
    if held[holder] >= limit:
        raise ProxyRefused("over_limit", limit=limit)
