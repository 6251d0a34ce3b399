"""Venues read from a spreadsheet's file: every bad line is told, none is taken until all are good. Pure.

A line is told by its number in the file, the header being 1, as a spreadsheet shows it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.accreditation.csv_format import FORMULA
from app.register.words import fold

MOST_LINES = 2_000
LONGEST_TABLE = 400_000
# Name, kind and place are needed; what the directory's own file holds besides is read and left aside.
NEEDED = ("name", "kind", "place")
LONGEST = {"name": 120, "place": 120, "address": 300, "website": 300, "presentation": 3_000, "market": 120}
_SEPARATORS = ";\t,"


class UnreadableFile(ValueError):
    """A file that is no table of venues: `not_utf8`, `not_a_table`, `empty`, `too_many`, `too_long`,
    `no_column`, `column_missing`, `column_twice`.

    `params` may hold `column` (its title), `field` (what it stands for), `line`, `lines`, `most`.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line: `formula`, `missing`, `too_long`, `unknown_kind`, `unknown_product`,
    `unknown_market`, `bad_website`, `twice`, `wrong_cells`. `told` is the column or the word at fault.
    """

    line: int
    code: str
    told: str = ""


@dataclass(frozen=True)
class Line:
    """A venue as a line gives it: `kind` and `products` are codes, `market` the folded name of one."""

    number: int
    name: str
    kind: str
    place: str
    address: str = ""
    website: str = ""
    presentation: str = ""
    products: tuple[str, ...] = ()
    market: str = ""

    @property
    def folded(self) -> str:
        """The name, whatever its capitals and accents."""
        return fold(self.name)[:120]


@dataclass(frozen=True)
class Words:
    """The words a file may use, folded: those of columns (the field, or "" for one left aside), of kinds,
    of products; and the folded names of the collective's `markets`.
    """

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    products: Mapping[str, str]
    markets: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """The lines that can be taken, those already known by name, and every fault in the order of lines."""

    lines: tuple[Line, ...] = ()
    known: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def decoded(content: bytes) -> str:
    """The text of a file. Raises UnreadableFile when it is not UTF-8, or holds too many lines."""
    lines = content.count(b"\n")
    if lines > MOST_LINES + 1:
        raise UnreadableFile("too_many", lines=lines - 1, most=MOST_LINES)
    if len(content) > LONGEST_TABLE:
        raise UnreadableFile("too_long", lines=len(content) // 1_000, most=LONGEST_TABLE // 1_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("not_utf8") from error


def read(text: str, words: Words, known: frozenset[str]) -> Reading:
    """Read a table of venues; `known` are the folded names of those there already. Raises UnreadableFile."""
    rows = _rows(text)
    header = next(rows, (1, []))[1]
    columns = _columns(header, words)
    body = list(rows)
    if not body:
        raise UnreadableFile("empty")
    if len(body) > MOST_LINES:
        raise UnreadableFile("too_many", lines=len(body), most=MOST_LINES)
    faults: list[Fault] = []
    found: dict[str, Line] = {}
    already: list[str] = []
    for number, cells in body:
        wrong = list(_faults(number, cells, header, columns, words))
        faults += wrong
        if wrong:
            continue
        line = _line(number, dict(zip(columns, cells, strict=True)), words)
        if line.folded in known:
            already.append(line.name)
        elif line.folded in found:
            faults.append(Fault(number, "twice", line.name))
        else:
            found[line.folded] = line
    markets = words.markets | {folded for folded, line in found.items() if line.kind == "market"}
    faults += [
        Fault(line.number, "unknown_market", line.market)
        for line in found.values()
        if line.market and (line.market not in markets or line.market == line.folded)
    ]
    return Reading(tuple(found.values()), tuple(already), tuple(sorted(faults, key=lambda one: one.line)))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of each row that is not blank. Raises UnreadableFile."""
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("not_a_table", line=start) from error


def _columns(header: Sequence[str], words: Words) -> list[str]:
    """The field of each column, "" for one left aside. Raises UnreadableFile."""
    columns = []
    for title in header:
        field = words.columns.get(fold(title))
        if field is None and not title.endswith("(%)"):
            raise UnreadableFile("no_column", column=title[:60])
        columns.append(field or "")
    missing = [field for field in NEEDED if field not in columns]
    twice = [field for field in columns if field and columns.count(field) > 1]
    if missing or twice:
        raise UnreadableFile("column_missing" if missing else "column_twice", field=(missing or twice)[0])
    return columns


def _faults(
    number: int, cells: Sequence[str], header: Sequence[str], columns: Sequence[str], words: Words
) -> Iterator[Fault]:
    if len(cells) != len(columns):
        yield Fault(number, "wrong_cells", f"{len(cells)} / {len(columns)}")
        return
    for title, field, cell in zip(header, columns, cells, strict=True):
        if not field:
            continue
        if cell.startswith(FORMULA):
            yield Fault(number, "formula", cell[:40])
        elif not cell and field in NEEDED:
            yield Fault(number, "missing", title)
        elif len(cell) > LONGEST.get(field, 3_000):
            yield Fault(number, "too_long", title)
        else:
            yield from _unknown(number, field, cell, words)


def _unknown(number: int, field: str, cell: str, words: Words) -> Iterator[Fault]:
    if field == "kind" and fold(cell) not in words.kinds:
        yield Fault(number, "unknown_kind", cell[:60])
    if field == "website" and cell and not cell.startswith(("https://", "http://")):
        yield Fault(number, "bad_website", cell[:60])
    if field == "products":
        yield from (
            Fault(number, "unknown_product", name[:60])
            for name in _several(cell)
            if fold(name) not in words.products
        )


def _several(cell: str) -> list[str]:
    """« Pain | Fruits » as two names."""
    return [name.strip() for name in cell.split("|") if name.strip()]


def _line(number: int, cells: Mapping[str, str], words: Words) -> Line:
    # The directory's own file puts an apostrophe before what a spreadsheet would compute.
    said = {field: cell.removeprefix("'") for field, cell in cells.items() if field}
    products = tuple(dict.fromkeys(words.products[fold(name)] for name in _several(said.pop("products", ""))))
    kind, market = words.kinds[fold(said.pop("kind"))], fold(said.pop("market", ""))[:120]
    return Line(number=number, kind=kind, products=products, market=market, **said)
