"""A passage that changes place is told as moved: not as words removed here and others added there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.charter.diff import Fate, clauses
from app.charter.wordwise import Op, Piece, with_moves, words
from tests.charter.charters import TEXTS, charters, edited, small

OLD, NEW = (Op.KEPT, Op.REMOVED, Op.MOVED_FROM), (Op.KEPT, Op.ADDED, Op.MOVED_TO)
WELCOME = "Le lieu accueille chaque personne sans condition."
PRICE = "Le prix payé couvre le coût du travail."
NEAR = "La moitié des produits vient d’à côté."


def told(old: str, new: str) -> list[tuple[Op, str]]:
    (pieces,) = with_moves({"L1": words(old, new)}).values()
    return [(piece.op, piece.text.strip()) for piece in pieces]


def side(pieces: list[Piece], kinds: tuple[Op, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.op in kinds)


def test_a_sentence_that_changes_place_is_moved() -> None:
    assert told(f"{WELCOME} {PRICE} {NEAR}", f"{PRICE} {NEAR} {WELCOME}") == [
        (Op.MOVED_FROM, WELCOME),
        (Op.KEPT, f"{PRICE} {NEAR}"),
        (Op.MOVED_TO, WELCOME),
    ]


def test_a_paragraph_that_changes_place_is_moved() -> None:
    pieces = told(f"{WELCOME}\n\n{PRICE}\n\n{NEAR}", f"{NEAR}\n\n{WELCOME}\n\n{PRICE}")
    assert {op for op, _text in pieces} == {Op.KEPT, Op.MOVED_FROM, Op.MOVED_TO}


def test_what_was_also_reworded_is_moved_but_for_its_new_words() -> None:
    pieces = told(
        f"{WELCOME} {PRICE} {NEAR}", f"{PRICE} {NEAR} Chez nous, le lieu accueille chaque personne."
    )
    assert (Op.MOVED_TO, "lieu accueille chaque personne.") in pieces
    assert (Op.ADDED, "Chez nous, le") in pieces


def test_a_few_words_found_again_by_chance_are_not_moved() -> None:
    pieces = told("Le prix est dit. Le pain est bon.", "Le pain du jour est dit. Le riz est bon.")
    assert not {Op.MOVED_FROM, Op.MOVED_TO} & {op for op, _text in pieces}


def test_a_passage_that_goes_to_another_clause_says_which() -> None:
    old = small()
    first, second = old.clauses[2], old.clauses[3]
    charter = replace(
        old,
        clauses=tuple(
            replace(one, text=f"{WELCOME} {PRICE}") if one.code == first.code else one for one in old.clauses
        ),
    )
    moved = replace(
        charter,
        clauses=tuple(
            replace(one, text=WELCOME)
            if one.code == first.code
            else replace(one, text=f"{second.text} {PRICE}")
            if one.code == second.code
            else one
            for one in charter.clauses
        ),
    )
    pieces = {row.clause.code: row.text for row in clauses(charter, moved) if row.fate is not Fate.KEPT}
    assert [(p.op, p.other) for p in pieces["L1"] if p.op is not Op.KEPT] == [(Op.MOVED_FROM, "L2")]
    assert [(p.op, p.other) for p in pieces["L2"] if p.op is not Op.KEPT] == [(Op.MOVED_TO, "L1")]


@given(st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), st.tuples(TEXTS, TEXTS)))
def test_both_texts_are_still_found_in_their_difference(texts: dict[str, tuple[str, str]]) -> None:
    pieces = with_moves({name: words(*both) for name, both in texts.items()})
    assert {name: (side(found, OLD), side(found, NEW)) for name, found in pieces.items()} == texts


@given(st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), st.tuples(TEXTS, TEXTS)))
def test_what_left_one_place_came_to_another_once(texts: dict[str, tuple[str, str]]) -> None:
    found = with_moves({name: words(*both) for name, both in texts.items()})
    pieces = [piece for each in found.values() for piece in each]
    left, came = (
        Counter(tuple(re.findall(r"\w+", piece.text)) for piece in pieces if piece.op is op)
        for op in (Op.MOVED_FROM, Op.MOVED_TO)
    )
    assert left == came


@given(st.permutations([WELCOME, PRICE, NEAR, "On y mange ce qui pousse ici."]))
def test_sentences_put_in_another_order_are_never_removed_nor_added(order: list[str]) -> None:
    pieces = told(" ".join([WELCOME, PRICE, NEAR, "On y mange ce qui pousse ici."]), " ".join(order))
    assert not [text for op, text in pieces if op in (Op.REMOVED, Op.ADDED) and re.search(r"\w", text)]


@given(st.data())
def test_telling_moves_changes_no_fate(data: st.DataObject) -> None:
    old = data.draw(charters())
    new = data.draw(edited(old))
    for row in clauses(old, new):
        assert side(row.text, NEW) == ("" if row.fate is Fate.REMOVED else row.clause.text)
