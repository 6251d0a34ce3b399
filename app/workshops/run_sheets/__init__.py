"""Ready run-sheets: the agenda of an evening, to be taken as it is or changed. Read from the files beside."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.workshops.kinds import ItemKind

_FOLDER = Path(__file__).parent
# In the order in which they are offered.
NAMES = ("soiree-de-lancement", "reunion-de-consentement", "reunion-de-conventionnement", "atelier-charte")


@dataclass(frozen=True)
class SheetItem:
    """An item of a run-sheet, `minutes` long; `settings` as in `AgendaItem`."""

    kind: ItemKind
    title: str
    minutes: int
    text: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class RunSheet:
    """A ready agenda; `welcomes_members` when those who come in become members."""

    name: str
    title: str
    lead: str
    welcomes_members: bool
    items: tuple[SheetItem, ...]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


@cache
def run_sheet(name: str) -> RunSheet:
    """The run-sheet of that name, one of NAMES. Raises KeyError for another."""
    if name not in NAMES:
        raise KeyError(name)
    told = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return RunSheet(
        name=name,
        title=told["title"],
        lead=told["lead"],
        welcomes_members=told.get("welcomes_members", False),
        items=tuple(_item(item) for item in told["item"]),
    )


def run_sheets() -> list[RunSheet]:
    """All of them, in the order in which they are offered."""
    return [run_sheet(name) for name in NAMES]


@cache
def reference_sheet(name: str) -> str:
    """What lies on a table, in Markdown; empty when nothing has that name."""
    known = {path.stem: path for path in (_FOLDER / "tables").glob("*.md")}
    return known[name].read_text(encoding="utf-8").strip() if name in known else ""


def _item(told: dict[str, Any]) -> SheetItem:
    return SheetItem(
        kind=ItemKind(told["kind"]),
        title=told["title"],
        minutes=told["minutes"],
        text=told.get("text", "").strip(),
        settings=told.get("settings", {}),
    )
