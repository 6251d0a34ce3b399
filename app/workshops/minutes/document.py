"""What minutes hold: sections of text; their fingerprint, and what a new draft may replace. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# What people wrote is quoted as they wrote it: none of its signs may become a face or a link.
_MARKS = re.compile(r"([\\`*_\[\]<&])")
# Nor, where a line begins, a title, a list or a quotation.
_OPENING = re.compile(r"^(\d{0,9})([#>+=~.)-])")
# The sections that stand in minutes beside those of the items of the agenda.
BEFORE_ITEMS = ("session", "people", "agenda")
AFTER_ITEMS = ("decisions", "actions", "questions", "next", "signatures")
# « Relevé de décisions »: what is decided, and who does what.
RECORD = ("decisions", "actions")


@dataclass(frozen=True)
class Section:
    """A section of minutes: `text` is Markdown; `was_edited` once a person wrote in it."""

    key: str
    title: str
    text: str
    was_edited: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it tells an item of the agenda."""
        return self.key.startswith("item-")


def item_key(item_id: int) -> str:
    """The key of the section that tells an item."""
    return f"item-{item_id}"


def renewed(kept: Sequence[Section], fresh: Sequence[Section]) -> list[Section]:
    """The sections to keep when what happened is told again: `fresh`, but for what a person wrote.

    What was edited stays as it is, in its place or, when what it told is gone, after the items.
    """
    written = {section.key: section for section in kept if section.was_edited}
    told = [written.pop(section.key, section) for section in fresh]
    orphans = list(written.values())
    after = next((place for place, section in enumerate(told) if section.key in AFTER_ITEMS), len(told))
    return [*told[:after], *orphans, *told[after:]]


def fingerprint(sections: Iterable[Section]) -> str:
    """SHA-256 of titles and texts in their order: whoever changes one sign of approved minutes changes it."""
    said = [[section.key, section.title, section.text] for section in sections]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def quoted(text: str) -> str:
    """What someone wrote, on one line, as Markdown that shows exactly that."""
    return _OPENING.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(text.split())))


def initial(name: str) -> str:
    """How minutes name someone who asked not to be named: « F. »."""
    return f"{name.strip()[:1].upper()}."


def bullets(lines: Iterable[str]) -> str:
    """A list, one line a point; empty without any."""
    return "\n".join(f"- {line}" for line in lines)


def paragraphs(*parts: str) -> str:
    """The parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def to_markdown(title: str, sections: Iterable[Section], closing: Sequence[str] = ()) -> str:
    """The whole as a file that any editor opens."""
    lines = [f"# {title}", ""]
    for section in sections:
        lines += [f"## {section.title}", "", section.text, ""]
    return "\n".join([*lines, *closing, ""])


def shortened(text: str, longest: int) -> str:
    """`text` on one line, cut between two words when it is longer than `longest` signs."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
