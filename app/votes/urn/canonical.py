"""JSON as the protocol hashes it: compact, keys in the order of the specification, UTF-8 unescaped."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NoReturn

from app.votes.urn.faults import InvalidUrn


def dumps(document: Any) -> str:
    """The compact text; keys stay in the order given."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: bytes) -> Any:
    """The document, without a key written twice. Raises InvalidUrn when it is not JSON."""
    try:
        return json.loads(text.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise InvalidUrn("not_json") from fault


def record(document: Any, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """`document` as an object with the `required` keys and none beyond the `optional` ones."""
    if not isinstance(document, dict):
        raise InvalidUrn("wrong_shape")
    needed = set(required)
    if not needed <= document.keys() <= needed | set(optional):
        raise InvalidUrn("wrong_shape", ", ".join(sorted(map(str, document)))[:120])
    return document


def array(document: Any, size: int | None = None) -> list[Any]:
    """`document` as a list, of `size` items when given."""
    if not isinstance(document, list) or (size is not None and len(document) != size):
        raise InvalidUrn("wrong_shape")
    return document


def integer(document: Any) -> int:
    """`document` as a small integer, not negative; `true` is none."""
    if type(document) is not int or not 0 <= document < 2**30:
        raise InvalidUrn("wrong_shape")
    return document


def fingerprint(text: bytes) -> str:
    """SHA-256 in base64 without `=`: the election's hash, a ballot's tracker."""
    return b64encode(sha256(text).digest()).decode().rstrip("=")


def hexadecimal(text: bytes) -> str:
    """SHA-256 in hexadecimal: the name of a file in an archive."""
    return sha256(text).hexdigest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is written twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)
