"""What is asked, and under which key: the text whose fingerprint every ballot bears (4.9, 4.10, 4.15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.votes.urn.canonical import array, dumps, fingerprint, integer, loads, record
from app.votes.urn.credentials import checked_uuid
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import NAME, decimal, is_member


@dataclass(frozen=True)
class Question:
    """Between `minimum` and `maximum` answers to tick, or none when a `blank` vote is allowed."""

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False

    @property
    def size(self) -> int:
        """How many encrypted numbers answer it; the blank vote comes first."""
        return len(self.answers) + self.blank

    @property
    def sums(self) -> range:
        """How many answers may be ticked."""
        return range(self.minimum, self.maximum + 1)

    def document(self) -> dict[str, Any]:
        """As it is written in JSON."""
        blank = {"blank": True} if self.blank else {}
        bounds = {"min": self.minimum, "max": self.maximum, "question": self.text}
        return {"answers": list(self.answers), **blank, **bounds}

    def allows(self, ticks: tuple[int, ...]) -> bool:
        """Whether these ticks, 0 or 1 for each number to encrypt, are a vote."""
        if len(ticks) != self.size or set(ticks) - {0, 1}:
            return False
        if self.blank and ticks[0]:
            return not any(ticks[1:])
        return sum(ticks) in self.sums


@dataclass(frozen=True)
class Election:
    """An election as published. `text` is the exact bytes whose fingerprint counts: never written anew."""

    text: bytes
    uuid: str
    name: str
    description: str
    public_key: int
    questions: tuple[Question, ...]

    @property
    def fingerprint(self) -> str:
        """What every ballot names it by."""
        return fingerprint(self.text)


def write(uuid: str, name: str, description: str, key: int, questions: tuple[Question, ...]) -> bytes:
    """The text of an election."""
    return dumps(
        {
            "version": 1,
            "description": description,
            "name": name,
            "group": NAME,
            "public_key": str(key),
            "questions": [question.document() for question in questions],
            "uuid": uuid,
        }
    ).encode()


def read(text: bytes) -> Election:
    """The election of `text`. Raises InvalidUrn when it is not one this urn can count."""
    needed = ("version", "description", "name", "group", "public_key", "questions", "uuid")
    fields = record(loads(text), needed, ("administrator", "credential_authority"))
    if fields["version"] != 1:
        raise InvalidUrn("unknown_version")
    if fields["group"] != NAME:
        raise InvalidUrn("unknown_group")
    key = decimal(fields["public_key"])
    if not is_member(key):
        raise InvalidUrn("not_in_group", "public_key")
    return Election(
        text,
        checked_uuid(fields["uuid"]),
        _string(fields["name"]),
        _string(fields["description"]),
        key,
        tuple(_question(question) for question in array(fields["questions"])),
    )


def _question(document: Any) -> Question:
    fields = record(document, ("answers", "min", "max", "question"), ("blank",))
    if type(fields.get("blank", False)) is not bool:
        raise InvalidUrn("wrong_shape", "blank")
    question = Question(
        _string(fields["question"]),
        tuple(_string(answer) for answer in array(fields["answers"])),
        integer(fields["min"]),
        integer(fields["max"]),
        fields.get("blank", False),
    )
    if not question.answers or not question.minimum <= question.maximum <= len(question.answers):
        raise InvalidUrn("impossible_question", question.text[:40])
    return question


def _string(document: Any) -> str:
    if not isinstance(document, str):
        raise InvalidUrn("wrong_shape")
    return document
