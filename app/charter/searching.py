"""The clauses of a charter that hold the words asked for, whatever their accents. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.charter.document import Charter, Clause
from app.register.excerpt import Part, excerpt
from app.register.words import words


@dataclass(frozen=True)
class FoundClause:
    """A clause, and the words around what was found, in pieces told apart."""

    clause: Clause
    parts: tuple[Part, ...]


def search(charter: Charter, query: str) -> list[FoundClause]:
    """Every clause in which each word of `query` begins a word, in the order of the charter."""
    asked = words(query)
    if not asked:
        return []
    found = []
    for clause in charter.clauses:
        text = "\n".join(part for part in (clause.text, clause.simple) if part)
        held = [clause.code.lower(), *words(f"{clause.title} {text}")]
        if all(any(word.startswith(beginning) for word in held) for beginning in asked):
            found.append(FoundClause(clause, excerpt(text, asked)))
    return found
