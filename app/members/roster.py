"""A list of people typed or pasted at once: one a line, a name and perhaps an e-mail address. Pure.

Nothing is taken from a list with a bad line: each fault is told with its line, and the person mends them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.register.words import fold

LONGEST_NAME = 80
LONGEST_EMAIL = 254
MOST_LINES = 200
EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]+")
_HAS_SIGN = re.compile(r"\w")
_SEPARATOR = re.compile(r"[;,\t]")


@dataclass(frozen=True)
class Person:
    """A good line: `name` as others will see it, `email` in small letters or None."""

    name: str
    email: str | None


@dataclass(frozen=True)
class Fault:
    """A bad line (numbered from 1): what is wrong, in a code of `wording.FAULTS`, and the text at fault."""

    line: int
    code: str
    text: str


def tidy_name(typed: str) -> str:
    """The name with single spaces."""
    return " ".join(typed.split())


def name_fault(name: str) -> str | None:
    """Why nobody can bear this name: `name_missing`, `name_long`; None when it is good."""
    if not _HAS_SIGN.search(fold(name)):
        return "name_missing"
    # A few letters of other writings are longer once folded: both forms must hold in their column.
    return "name_long" if max(len(name), len(fold(name))) > LONGEST_NAME else None


def email_fault(email: str) -> str | None:
    """Why no letter can go to this address: `email_wrong`; None when it is good."""
    return None if len(email) <= LONGEST_EMAIL and EMAIL.fullmatch(email) else "email_wrong"


def read(
    text: str, taken_names: Mapping[str, str], taken_emails: Collection[str]
) -> tuple[list[Person], list[Fault]]:
    """The people of `text`, and every fault in it. Empty lines are passed over.

    `taken_names` gives, for a folded name of the collective, the fault that using it is (`name_taken`,
    `name_left`); `taken_emails` are the known addresses, in small letters.
    """
    people: list[Person] = []
    faults: list[Fault] = []
    names, emails = dict(taken_names), dict.fromkeys(taken_emails, "email_taken")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for number, line in lines:
        person, fault = _read_line(line, names, emails)
        if fault:
            faults.append(Fault(number, *fault))
        else:
            people.append(person)
        names.setdefault(fold(person.name), "name_twice")
        if person.email:
            emails.setdefault(person.email, "email_twice")
    if len(lines) > MOST_LINES:
        faults.append(Fault(lines[MOST_LINES][0], "too_many", lines[MOST_LINES][1].strip()))
    return people, faults


def _read_line(
    line: str, names: Mapping[str, str], emails: Mapping[str, str]
) -> tuple[Person, tuple[str, str] | None]:
    parts = [tidy_name(part) for part in _SEPARATOR.split(line)]
    name, rest = parts[0], [part for part in parts[1:] if part]
    email = rest[0].lower() if rest else None
    person = Person(name, email)
    found = (name_fault(name), name or line.strip())
    if found[0] is None and email_fault(name) is None:
        found = ("name_is_email", name)
    if found[0] is None and len(rest) > 1:
        found = ("too_much", line.strip())
    if found[0] is None and email:
        found = (email_fault(email), email)
    if found[0] is None:
        found = (names.get(fold(name)), name)
    if found[0] is None and email:
        found = (emails.get(email), email)
    return person, (found[0], found[1]) if found[0] else None
