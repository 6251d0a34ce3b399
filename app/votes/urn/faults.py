"""What is wrong with a ballot, a key or an archive: one error, a code, and where."""

from __future__ import annotations


class InvalidUrn(ValueError):
    """Something does not hold. `code` becomes a sentence in the wording; `where` helps to find it."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where

    def __str__(self) -> str:
        return f"{self.code} ({self.where})" if self.where else self.code


class WrongResult(InvalidUrn):
    """The archive holds but for its last line: it states `stated`, and its ballots give `counts`."""

    def __init__(self, stated: tuple[tuple[int, ...], ...], counts: tuple[tuple[int, ...], ...]) -> None:
        super().__init__("wrong_result", f"{stated} ≠ {counts}")
        self.stated = stated
        self.counts = counts
