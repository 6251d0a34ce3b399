"""The directory as a spreadsheet reads it in French: UTF-8 with its mark, semicolons. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet would take for a formula (OWASP, CSV injection): shown as text instead.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as a CSV file (RFC 4180 but for the separator), whose cells compute nothing."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """`cell`, behind an apostrophe when a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
