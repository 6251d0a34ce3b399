"""One clause of a charter: its kind, its words, its state. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.charter.faults import InvalidDocument

LONGEST_TITLE, LONGEST_TEXT = 200, 5_000
_NUMBER = re.compile(r"[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3})?")
_CODE = re.compile(r"[A-Za-z]{1,12}[0-9]{0,4}(\.[a-z]{1,3})?")


class ClauseKind(StrEnum):
    """The kinds of clause, in the order in which a charter is read."""

    PREAMBLE = "preamble"
    PRINCIPLE = "principle"
    CRITERION = "criterion"
    SUB_CRITERION = "sub_criterion"
    RECOMMENDATION = "recommendation"
    GLOSSARY = "glossary"


class Scope(StrEnum):
    """What a criterion judges."""

    VENUE = "venue"
    PRODUCT = "product"


class ClauseState(StrEnum):
    """Adopted, or open (« en débat »): shown with the reasons on both sides, binding nobody."""

    ADOPTED = "adopted"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause. `parent` is the code of the criterion it refines. Raises InvalidDocument.

    `simple` says the same in everyday words (« version simple »). `needs` is how many of a criterion's
    adopted sub-criteria make it met; None: all of them. `number` is that of its article (« 3 », « 3.1 »),
    empty for none: it may change, when the code by which the clause is cited never does.
    """

    code: str
    kind: ClauseKind
    title: str
    text: str = ""
    simple: str = ""
    scope: Scope | None = None
    parent: str | None = None
    state: ClauseState = ClauseState.ADOPTED
    reasons_for: str = ""
    reasons_against: str = ""
    needs: int | None = None
    number: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise InvalidDocument("bad_code", clause=self.code[:20])
        if self.number and not _NUMBER.fullmatch(self.number):
            raise InvalidDocument("bad_number", clause=self.code, number=self.number[:20])
        if not self.title.strip():
            raise InvalidDocument("empty_title", clause=self.code)
        if len(self.title) > LONGEST_TITLE:
            raise InvalidDocument("title_too_long", clause=self.code, most=str(LONGEST_TITLE))
        if max(map(len, (self.text, self.simple, self.reasons_for, self.reasons_against))) > LONGEST_TEXT:
            raise InvalidDocument("text_too_long", clause=self.code, most=str(LONGEST_TEXT))
        if self.kind is ClauseKind.CRITERION and self.scope is None:
            raise InvalidDocument("scope_missing", clause=self.code)
        if self.kind is not ClauseKind.CRITERION and self.scope is not None:
            raise InvalidDocument("scope_unwanted", clause=self.code)
        if self.kind is ClauseKind.SUB_CRITERION and self.parent is None:
            raise InvalidDocument("parent_missing", clause=self.code)
        if self.parent is not None and self.kind not in (ClauseKind.SUB_CRITERION, ClauseKind.RECOMMENDATION):
            raise InvalidDocument("wrong_parent", clause=self.code)
        if self.needs is not None and (self.kind is not ClauseKind.CRITERION or type(self.needs) is not int):
            raise InvalidDocument("needs_unwanted", clause=self.code)

    @property
    def is_open(self) -> bool:
        """Still « en débat »."""
        return self.state is ClauseState.OPEN

    @property
    def heading(self) -> str:
        """Its title, after the number of its article when it has one: « 3. Juste rémunération »."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def words(self) -> dict[str, str]:
        """What it says, as a change of words holds it."""
        return {"title": self.title, "text": self.text, "simple": self.simple}

    @property
    def debate(self) -> dict[str, str]:
        """Where its debate stands, as a change of state holds it."""
        return {"state": self.state.value, "for": self.reasons_for, "against": self.reasons_against}

    def to_document(self) -> dict[str, Any]:
        """The clause as JSON; all fields are present, but an empty number."""
        return {
            "code": self.code,
            "kind": self.kind.value,
            "scope": self.scope.value if self.scope else None,
            "parent": self.parent,
            "title": self.title,
            "text": self.text,
            "simple": self.simple,
            "state": self.state.value,
            "for": self.reasons_for,
            "against": self.reasons_against,
            "needs": self.needs,
            # Only when there is one: what was stored before keeps its bytes, and its hash.
            **({"number": self.number} if self.number else {}),
        }

    @classmethod
    def from_document(cls, document: Any) -> Clause:
        """Read a clause; a field left out has its default. Raises InvalidDocument."""
        try:
            return cls(
                code=str(document["code"]),
                kind=ClauseKind(document["kind"]),
                title=str(document["title"]),
                text=str(document.get("text") or ""),
                simple=str(document.get("simple") or ""),
                scope=Scope(document["scope"]) if document.get("scope") else None,
                parent=str(document["parent"]) if document.get("parent") else None,
                state=ClauseState(document.get("state") or "adopted"),
                reasons_for=str(document.get("for") or ""),
                reasons_against=str(document.get("against") or ""),
                needs=document.get("needs"),
                number=str(document.get("number") or ""),
            )
        except InvalidDocument:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidDocument("not_a_document") from error
