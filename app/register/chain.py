"""Canonical JSON and the chain of hashes: pure, shared by the register and by versioned documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


def canonical(document: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8 unescaped (after RFC 8785, without floats).

    Raises TypeError for what JSON does not know, ValueError for a not-a-number.
    """
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def link(previous: str, document: str) -> str:
    """The SHA-256 (64 hex digits) that chains `document`, a canonical text, to the `previous` hash."""
    return hashlib.sha256(f"{previous}\n{document}".encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """A stored link, as read back: position from 1, its text, and the hashes it claims."""

    position: int
    document: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Break:
    """Where a chain no longer holds: `gap`, `relinked` or `altered`, at a position."""

    position: int
    code: str


def breaks(links: Iterable[Link], genesis: str) -> Iterator[Break]:
    """Yield each place where the chain starting at `genesis` fails; nothing when it holds."""
    expected_hash, expected_position = genesis, 1
    for stored in links:
        if stored.position != expected_position:
            yield Break(expected_position, "gap")
        elif stored.previous_hash != expected_hash:
            yield Break(stored.position, "relinked")
        if link(stored.previous_hash, stored.document) != stored.hash:
            yield Break(stored.position, "altered")
        expected_hash, expected_position = stored.hash, stored.position + 1
