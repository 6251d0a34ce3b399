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
