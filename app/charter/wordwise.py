"""What changed between texts, word by word, in pieces a person reads aloud; what moved is told so. Pure.

Paragraphs are matched first, then sentences, and words inside those that changed: on 3,600 words this is
some 300 times faster than matching all words at once, and what stayed together reads together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_TOKEN = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")
_SENTENCE = re.compile(r"\s+|[^\s.!?…][^.!?…\n]*[.!?…]*|[.!?…]+")
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+$")
# So many words in a row that went and came back are the same words in another place: fewer are chance.
LEAST_MOVED, LEAST_MOVED_ELSEWHERE = 4, 6
_RUN = 2 * LEAST_MOVED - 1  # words and the spaces between them
_MOST_PLACES = 8


class Op(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"


@dataclass(frozen=True)
class Piece:
    """A run of text with one fate; `other` names the text it moved to or from, empty for the same one."""

    op: Op
    text: str
    other: str = ""


def words(old: str, new: str) -> list[Piece]:
    """The pieces that lead from `old` to `new`, none of them told as moved.

    Kept and removed pieces joined give `old`; kept and added pieces joined give `new`.
    """
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    shared = {
        one for one in {*_SENTENCE.findall(old)} & {*_SENTENCE.findall(new)} if _counts(_TOKEN.findall(one))
    }
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[i1:i2]), "".join(after[j1:j2])
        pieces += [Piece(Op.KEPT, removed)] if op == "equal" else _by_sentence(removed, added, shared)
    return _joined(pieces)


def _by_sentence(old: str, new: str, shared: set[str]) -> Iterator[Piece]:
    """Sentence by sentence; those in `shared` that are not in one place are not compared to any other."""
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece(Op.KEPT, "".join(before[i1:i2]))
            continue
        mine, theirs = _apart(before[i1:i2], shared), _apart(after[j1:j2], shared)
        for (left, gone), (right, come) in zip_longest(mine, theirs, fillvalue=("", "")):
            yield from _by_word(left, right)
            yield from _changed(gone, come)


def _apart(sentences: Sequence[str], shared: set[str]) -> list[tuple[str, str]]:
    """`(sentences, the shared one that follows them)`, as often as there is one; the last may have none."""
    apart: list[tuple[str, str]] = []
    before = ""
    for sentence in sentences:
        if sentence in shared:
            apart.append((before, sentence))
            before = ""
        else:
            before += sentence
    return [*apart, (before, "")]


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[i1:i2]), "".join(after[j1:j2])
        if op == "equal":
            yield Piece(Op.KEPT, removed)
            continue
        if removed:
            yield Piece(Op.REMOVED, removed)
        if added:
            yield Piece(Op.ADDED, added)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Runs of changed words as one removal and one addition: a space kept between two is no landmark."""
    joined: list[Piece] = []
    removed = added = ""
    for place, piece in enumerate(pieces):
        is_seam = piece.op is Op.KEPT and not piece.text.strip() and "\n" not in piece.text
        if is_seam and (removed or added) and place + 1 < len(pieces):
            removed, added = removed + piece.text, added + piece.text
        elif piece.op is Op.KEPT:
            joined += _changed(removed, added)
            removed = added = ""
            joined = _with_kept(joined, piece)
        elif piece.op is Op.REMOVED:
            removed += piece.text
        else:
            added += piece.text
    return joined + _changed(removed, added)


def _with_kept(joined: list[Piece], piece: Piece) -> list[Piece]:
    if joined and joined[-1].op is Op.KEPT:
        return [*joined[:-1], Piece(Op.KEPT, joined[-1].text + piece.text)]
    return [*joined, piece]


def _changed(removed: str, added: str) -> list[Piece]:
    if removed == added:
        return [Piece(Op.KEPT, removed)] if removed else []
    pieces = [Piece(Op.REMOVED, removed), Piece(Op.ADDED, added)]
    return [piece for piece in pieces if piece.text]


@dataclass(frozen=True)
class _Run:
    """Tokens `start` to `end` of a piece, moved to or from the text named `other`."""

    start: int
    end: int
    other: str


# A piece of one of several texts: the name of the text, the place of the piece in it.
_Place = tuple[str, int]


def with_moves(texts: Mapping[str, Sequence[Piece]]) -> dict[str, list[Piece]]:
    """The pieces of several texts, by name, where words removed here and added there are told as moved.

    Kept, removed and moved-from pieces joined still give the old text; kept, added and moved-to the new.
    """
    tokens = {
        (name, at): _TOKEN.findall(piece.text)
        for name, pieces in texts.items()
        for at, piece in enumerate(pieces)
        if piece.op is not Op.KEPT
    }
    runs: dict[_Place, list[_Run]] = defaultdict(list)
    starts = _starts({place: found for place, found in tokens.items() if _op(texts, place) is Op.ADDED})
    for place, found in tokens.items():
        if _op(texts, place) is Op.REMOVED and starts:
            _match(place, found, tokens, starts, runs)
    return {
        name: [
            part
            for at, piece in enumerate(pieces)
            for part in _cut(
                piece, tokens.get((name, at), []), sorted(runs[name, at], key=lambda run: run.start)
            )
        ]
        for name, pieces in texts.items()
    }


def _op(texts: Mapping[str, Sequence[Piece]], place: _Place) -> Op:
    return texts[place[0]][place[1]].op


def _starts(added: Mapping[_Place, list[str]]) -> dict[tuple[str, ...], list[tuple[_Place, int]]]:
    """Where each run of _RUN tokens that begins with a word is in what was added."""
    starts: dict[tuple[str, ...], list[tuple[_Place, int]]] = defaultdict(list)
    for place, tokens in added.items():
        for at in range(len(tokens) - _RUN + 1):
            places = starts[tuple(tokens[at : at + _RUN])]
            if _is_word(tokens[at]) and len(places) < _MOST_PLACES:
                places.append((place, at))
    return starts


def _match(
    here: _Place,
    tokens: list[str],
    every: Mapping[_Place, list[str]],
    starts: Mapping[tuple[str, ...], list[tuple[_Place, int]]],
    runs: dict[_Place, list[_Run]],
) -> None:
    """Note the runs of a removed piece that were added somewhere, each used once, the longest first found."""
    at = 0
    while at <= len(tokens) - _RUN:
        found = [
            (length, there, start)
            for there, start in starts.get(tuple(tokens[at : at + _RUN]), ())
            if (length := _common(tokens, at, every[there], start, runs[there]))
            and _counts(tokens[at : at + length], is_elsewhere=there[0] != here[0])
        ]
        if not found:
            at += 1
            continue
        length, there, start = max(found, key=lambda one: one[0])
        is_elsewhere = there[0] != here[0]
        runs[here].append(_Run(at, at + length, there[0] if is_elsewhere else ""))
        runs[there].append(_Run(start, start + length, here[0] if is_elsewhere else ""))
        at += length


def _common(mine: list[str], at: int, their: list[str], start: int, used: list[_Run]) -> int:
    """How many tokens both hold from there on, none of `their` used already, no space at the end."""
    length = 0
    end = min([len(their), *(run.start for run in used if run.start >= start)])
    if any(run.start <= start < run.end for run in used):
        return 0
    while at + length < len(mine) and start + length < end and mine[at + length] == their[start + length]:
        length += 1
    while length and mine[at + length - 1].isspace():
        length -= 1
    return length


def _counts(tokens: Sequence[str], *, is_elsewhere: bool = False) -> bool:
    least = LEAST_MOVED_ELSEWHERE if is_elsewhere else LEAST_MOVED
    return sum(map(_is_word, tokens)) >= least


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def _cut(piece: Piece, tokens: list[str], runs: list[_Run]) -> list[Piece]:
    """`piece` where its moved runs are apart; a space or a mark left alone beside one goes with it."""
    if not runs:
        return [piece]
    op = Op.MOVED_FROM if piece.op is Op.REMOVED else Op.MOVED_TO
    parts: list[Piece] = []
    at = 0
    for run in [*runs, _Run(len(tokens), len(tokens), "")]:
        between, moved = "".join(tokens[at : run.start]), "".join(tokens[run.start : run.end])
        if any(map(_is_word, tokens[at : run.start])):
            parts.append(Piece(piece.op, between))
        elif parts:
            parts[-1] = Piece(op, parts[-1].text + between, parts[-1].other)
        else:
            moved = between + moved
        if moved:
            parts.append(Piece(op, moved, run.other))
        at = run.end
    return parts
