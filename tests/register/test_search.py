"""Search finds by words, whatever the accents and the case, and no typed text can break it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.collectives.models import Collective
from app.db import db
from app.register.excerpt import excerpt
from app.register.search import SearchDocument, find, index, unindex
from app.register.words import fold, wanted, words

DOCUMENTS = {
    1: ("Les œufs de l’été", "Chaque jeudi, au marché : **prix juste** et circuit court."),
    2: ("Charte du 14e", "Les chartes locales disent 3/5 des critères. ÉLEVAGE en plein air."),
    3: ("Réunion avec Жуков", "On parle d’œufs, de l'oeuvre commune et de café-débat."),
}


@pytest.fixture
def documents(collective: Collective) -> int:
    for number, (title, text) in DOCUMENTS.items():
        index(collective.id, "question" if number < 3 else "proposal", number, title, text)
    db.session.commit()
    return collective.id


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("oeufs", [1, 3]),
        ("ŒUFS", [1, 3]),
        ("œuf", [1, 3]),
        ("ete", [1]),
        ("ÉTÉ", [1]),
        ("elevage", [2]),
        ("chart", [2]),
        ("charte", [2]),
        ("chartes", [2]),
        ("14", [2]),
        ("14E", [2]),
        ("l’été", [1]),
        ("les œufs de l’été", [1]),
        ("marché prix", [1]),
        ("prix charte", []),
        ("жук", [3]),
        ("cafe debat", [3]),
        ("café-débat", [3]),
        ("3/5", [2]),
        ("vage", []),
        ("", []),
        ("…?!", []),
        ("de", [1, 2, 3]),
    ],
)
def test_the_same_words_are_found_in_every_database(documents: int, query: str, found: list[int]) -> None:
    assert sorted(hit.subject_id for hit in find(documents, query)) == found


def test_a_word_of_the_title_comes_before_a_word_of_the_text(documents: int) -> None:
    assert [hit.subject_id for hit in find(documents, "œufs")] == [1, 3]


def test_among_equals_the_newest_comes_first(collective: Collective) -> None:
    for number in (1, 2, 3):
        index(collective.id, "question", number, f"Question {number}", "pain")
    assert [hit.subject_id for hit in find(collective.id, "pain")] == [3, 2, 1]


def test_only_the_asked_kinds_are_found_and_no_more_than_the_limit(documents: int) -> None:
    assert [hit.subject_id for hit in find(documents, "oeufs", kinds=["proposal"])] == [3]
    assert find(documents, "oeufs", kinds=[]) == []
    assert len(find(documents, "oeufs", limit=1)) == 1


def test_another_collective_s_words_are_not_found(documents: int) -> None:
    other = Collective(slug="gironde", name="Gironde")
    db.session.add(other)
    db.session.flush()
    assert find(other.id, "oeufs") == []


def test_a_changed_text_is_found_by_its_new_words_only(documents: int) -> None:
    index(documents, "question", 1, "Le pain", "au levain")
    assert [hit.subject_id for hit in find(documents, "levain")] == [1]
    assert find(documents, "marché") == []


def test_what_is_withdrawn_is_not_found(documents: int) -> None:
    for _ in range(2):
        unindex(documents, "question", 1)
    assert find(documents, "marché") == []


def test_the_excerpt_shows_the_found_word_apart(documents: int) -> None:
    (hit,) = find(documents, "juste")
    assert ("juste", True) in hit.parts
    assert hit.snippet == "Chaque jeudi, au marché : prix juste et circuit court."


def test_a_long_text_is_cut_around_the_found_word() -> None:
    parts = excerpt("mot " * 200 + "Trésor " + "fin " * 200, ["tresor"])
    told = "".join(text for text, _ in parts)
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert ("Trésor", True) in parts
    assert len(told) < 250


@given(st.text(max_size=200))
def test_any_text_folds_to_plain_words(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in words(text))
    assert fold(fold(text)) == fold(text)


WORDS = st.lists(st.sampled_from(["pain", "œufs", "prix", "été", "marché", "l’ail"]), max_size=80)


@given(WORDS, st.sampled_from(["pain", "oeuf", "zzz"]))
def test_an_excerpt_is_a_piece_of_the_text_and_holds_the_first_found_word(text: list[str], word: str) -> None:
    whole = " ".join(text)
    parts = excerpt(whole, [word])
    assert "".join(part for part, _ in parts).removeprefix("… ").removesuffix(" …") in whole
    assert any(found for _, found in parts) == any(fold(one).startswith(word) for one in text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(query=st.text(max_size=80))
def test_no_typed_text_breaks_the_search(documents: int, query: str) -> None:
    find(documents, query)


@pytest.mark.parametrize(
    "query", ['"', "a OR", "NOT", "NEAR(", "titre:", "x*", "'", "& |", "\\", "(((", "\x00", "%", "--", ":*"]
)
def test_the_marks_of_query_languages_are_only_text(documents: int, query: str) -> None:
    find(documents, query)
    find(documents, f"oeufs {query}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(title=st.text(max_size=60), text=st.text(max_size=120))
def test_whatever_is_written_is_found_by_each_of_its_words(
    collective: Collective, title: str, text: str
) -> None:
    clean = str.maketrans({"\x00": None})  # a form refuses it, and PostgreSQL cannot store it
    index(collective.id, "question", 1, title.translate(clean), text.translate(clean))
    for word in words(f"{title.translate(clean)} {text.translate(clean)}")[:5]:
        assert [hit.subject_id for hit in find(collective.id, word)] == [1]


@given(st.text(max_size=60))
def test_a_query_never_asks_for_nothing_unless_it_has_no_word(query: str) -> None:
    assert bool(wanted(query)) == bool(words(query))


def test_the_index_goes_and_comes_back_with_its_table(documents: int) -> None:
    db.session.rollback()
    table = SearchDocument.__table__
    with db.engine.begin() as connection:
        table.drop(connection)
        table.create(connection)
    assert find(documents, "oeufs") == []
    index(documents, "question", 1, "Les œufs", "")
    assert [hit.subject_id for hit in find(documents, "oeufs")] == [1]
    db.session.commit()
