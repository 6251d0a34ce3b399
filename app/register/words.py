"""The words of a text, as search compares them: no case, no accent, the same in every database. Pure."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
# Found in nearly every French sentence: they would only make a question harder to satisfy.
_EMPTY = """
    a au aux ce ces cette d dans de des du elle en est et il ils j je l la le les leur leurs m mais n ne
    nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vous y
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


def fold(text: str) -> str:
    """`text` without case, accents nor ligatures: two texts that fold alike are read alike."""
    # Compatibility forms (𝕬, ﬁ, ²) come apart first: some hide a capital or an accent.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare.translate(_LIGATURES))


def words(text: str) -> list[str]:
    """The words of `text` in order, each of ASCII letters and digits only.

    A letter of another alphabet becomes `u` and its number on six hexadecimal digits, so that no
    database has an opinion of its own on what a word is; a beginning of a word stays a beginning.
    """
    return [_ascii(word) for word in _WORD.findall(fold(text))]


def _ascii(word: str) -> str:
    spelled = (letter if letter.isascii() else f"u{ord(letter):06x}" for letter in word[:_LONGEST])
    return "".join(spelled)


def wanted(query: str, most: int = 8) -> list[str]:
    """The beginnings of words that a document must all hold to answer `query`; empty when it says nothing.

    Small words are left out unless there is nothing else, and a plural looks for its singular too.
    """
    asked = list(dict.fromkeys(words(query)))
    telling = [word for word in asked if word not in _EMPTY_WORDS] or asked
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word for word in telling[:most]]
