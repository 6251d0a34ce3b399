"""The charter as files: JSON, Markdown, Atom, and the data of its printed pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from flask import url_for
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from app.charter.document import Charter, Clause
from app.charter.models import CharterVersion
from app.charter.print_blocks import blocks
from app.charter.rate_fields import rows_of
from app.charter.wording import SECTIONS, threshold_sentence
from app.collectives.models import Collective
from app.votes.screen import decision_sentence

SCHEMA = Path(__file__).parent / "schema" / "blason-charter-2.json"
_ATOM = "http://www.w3.org/2005/Atom"


def json_of(version: CharterVersion, charter: Charter) -> str:
    """`{"$schema", "format", "version", …, "prev_hash", "hash", "complete", "charter": document}`.

    `charter` is what the reader may see of the version. `hash` is the SHA-256 of `prev_hash`, a line feed
    and the canonical text of the whole document; it can be computed again only from a document given whole,
    so `complete` says whether it is. See the schema.
    """
    is_complete = charter == version.charter
    # As stored, whatever the format of its day: it is what the hash covers.
    document = json.loads(version.document) if is_complete else charter.to_document()
    told = {
        "$schema": url_for("charter.schema", _external=True),
        "format": document.pop("format"),
        "version": version.number,
        "adopted_at": version.adopted_at.isoformat(),
        "decision": url_for("votes.show", decision_id=version.decision_id, _external=True),
        "summary": version.summary,
        "prev_hash": version.prev_hash,
        "hash": version.hash,
        "complete": is_complete,
        "charter": document,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def markdown_of(collective: Collective, version: CharterVersion, charter: Charter) -> str:
    """`charter`, what the reader may see of `version`, as a text that any editor opens."""
    lines = [f"# {_title(collective)}", "", _adopted(version), ""]
    for title, clauses in sections_of(charter):
        lines += [f"## {title}", ""]
        for clause in clauses:
            lines += _markdown_clause(charter, clause)
    if threshold := threshold_sentence(charter):
        lines += [f"**{threshold}**", ""]
    lines += _markdown_rates(charter)
    if charter.open_points:
        lines += [f"## {_('En débat')}", ""]
        for clause in charter.open_points:
            lines += _markdown_clause(charter, clause)
            lines += _reasons(clause)
    return "\n".join(lines)


def _markdown_clause(charter: Charter, clause: Clause) -> Iterator[str]:
    yield from (f"### {clause.code} · {clause.heading}", "", clause.text, "")
    if clause.simple:
        yield from (f"> {_('Version simple :')} {clause.simple}", "")
    for child in charter.children(clause.code):
        if not child.is_open:
            yield from (f"- **{child.code} · {child.heading}** {child.text}".rstrip(), "")


def _markdown_rates(charter: Charter) -> Iterator[str]:
    head, *rows = rates_of(charter) or [[]]
    if rows:
        yield from (f"## {_('Taux de prise en charge')}", "", _row(head), _row(["---"] * len(head)))
        yield from (*map(_row, rows), "")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def rates_of(charter: Charter) -> list[list[str]]:
    """The table of rates as words, its heading first: a line for each product; empty without rates."""
    if not charter.rates:
        return []
    met = rows_of(charter)
    columns = (ngettext("%(num)d critère", "%(num)d critères", number) for number in met)
    return [
        [_("Produit"), *columns],
        *(
            [
                product.name,
                *(_("%(percent)s %%", percent=charter.rate(number, product.code)) for number in met),
            ]
            for product in charter.products
        ),
    ]


def _reasons(clause: Clause) -> Iterator[str]:
    if clause.reasons_for:
        yield from (f"*{_('Pour')} :* {clause.reasons_for}", "")
    if clause.reasons_against:
        yield from (f"*{_('Contre')} :* {clause.reasons_against}", "")


def sections_of(charter: Charter) -> Iterator[tuple[str, Sequence[Clause]]]:
    """The sections that hold adopted clauses, with their titles, in reading order."""
    for kind, scope, title in SECTIONS:
        clauses = charter.of_kind(kind, scope)
        if clauses:
            yield str(title), clauses


def pages_of(collective: Collective, version: CharterVersion, charter: Charter) -> dict[str, Any]:
    """`charter`, what the reader may see of `version`, as data for its printed pages."""
    return {
        "language": get_locale().language,
        "shield": _("Blason de « %(name)s »", name=collective.name),
        "title": _title(collective),
        "place": collective.territory,
        "adopted": _adopted(version),
        "threshold": threshold_sentence(charter),
        "rates_title": _("Taux de prise en charge"),
        "rates": rates_of(charter),
        "sections": [
            {"title": title, "clauses": [_printed(charter, clause) for clause in clauses]}
            for title, clauses in sections_of(charter)
        ],
        "open_title": _("En débat"),
        "for": _("Pour"),
        "against": _("Contre"),
        "open": [_printed(charter, clause) for clause in charter.open_points],
        "proof": _("Empreinte : %(hash)s", hash=version.hash),
    }


def _printed(charter: Charter, clause: Clause) -> dict[str, Any]:
    children = [child for child in charter.children(clause.code) if not child.is_open]
    return {
        "code": clause.code,
        "title": clause.heading,
        "text": blocks(clause.text),
        "simple": clause.simple,
        "for": clause.reasons_for,
        "against": clause.reasons_against,
        "children": [
            {"code": child.code, "title": child.heading, "text": blocks(child.text)} for child in children
        ],
    }


def _title(collective: Collective) -> str:
    return _("Charte de conventionnement · %(name)s", name=collective.name)


def _adopted(version: CharterVersion) -> str:
    return _(
        "Version %(number)s, adoptée le %(day)s. %(sentence)s",
        number=version.number,
        day=format_date(version.adopted_at, "long"),
        sentence=decision_sentence(version.decision),
    )


def atom_of(collective: Collective, versions: Sequence[CharterVersion]) -> bytes:
    """An Atom feed (RFC 4287), one entry for each version, the latest first."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    here = url_for("charter.feed", _external=True)
    _tell(feed, "id", here)
    _tell(feed, "title", _title(collective))
    _tell(feed, "updated", (versions[0].adopted_at if versions else collective.created_at).isoformat())
    _tell(_tell(feed, "author"), "name", collective.name)
    _tell(feed, "link", rel="self", href=here)
    for version in versions:
        address = url_for("charter.version", number=version.number, _external=True)
        entry = _tell(feed, "entry")
        _tell(entry, "id", address)
        _tell(entry, "title", _("Version %(number)s", number=version.number))
        _tell(entry, "updated", version.adopted_at.isoformat())
        _tell(entry, "link", rel="alternate", href=address)
        _tell(entry, "summary", f"{version.summary}. {decision_sentence(version.decision)}")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _tell(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element
