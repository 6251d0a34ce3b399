"""Venues from a spreadsheet: every bad line is told by its number, and none is taken until all are good."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.accreditation.csv_format import written
from app.accreditation.csv_import import MOST_LINES, Fault, UnreadableFile, Words, decoded, read
from app.accreditation.models import Venue
from app.accreditation.states import VenueState
from app.collectives.models import Collective
from app.db import db
from app.register import search

SignIn = Callable[[str | None], FlaskClient]
WORDS = Words(
    columns={"lieu": "name", "genre": "kind", "ou": "place", "produits": "products", "marche": "market"}
    | {"etat": "", "site": "website", "adresse": "address"},
    kinds={"commerce": "shop", "marche": "market"},
    products={"pain": "T1"},
)
HEADER = "Lieu;Genre;Où;Produits;Marché\n"
ADDRESS = "/c/quatorze/lieux/importer"


def lines(*rows: str) -> str:
    return HEADER + "\n".join(rows)


def faults(*rows: str, known: frozenset[str] = frozenset()) -> list[Fault]:
    return list(read(lines(*rows), WORDS, known).faults)


def test_a_table_is_read_whatever_its_separator_and_the_order_of_its_columns() -> None:
    expected = ("Le Four", "shop", "Plaisance", ("T1",))
    for text in (
        lines("Le Four;commerce;Plaisance;pain | PAIN;"),
        "où\tgenre\tlieu\tproduits\nPlaisance\tCommerce\tLe Four\tPain\n",
        'Genre,Lieu,Où,Produits,État\nCommerce,"Le Four",Plaisance,Pain,Conventionné\r\n\r\n',
    ):
        [line] = read(text, WORDS, frozenset()).lines
        assert (line.name, line.kind, line.place, line.products) == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("=cmd|' /C calc'!A0;Commerce;Ici;;", "formula"),
        ("@SUM(A1);Commerce;Ici;;", "formula"),
        ("Le Four;Boulangerie;Ici;;", "unknown_kind"),
        (";Commerce;Ici;;", "missing"),
        ("Le Four;Commerce;;;", "missing"),
        (f"{'a' * 121};Commerce;Ici;;", "too_long"),
        ("Le Four;Commerce;Ici;Riz;", "unknown_product"),
        ("Le Four;Commerce;Ici;;Le samedi", "unknown_market"),
        ("Le Four;Commerce;Ici", "wrong_cells"),
    ],
)
def test_each_fault_is_told_with_its_line(row: str, code: str) -> None:
    found = faults("Le Pré;Commerce;Ici;;", row)
    assert [(fault.line, fault.code) for fault in found] == [(3, code)]


def test_a_name_twice_is_a_fault_and_one_already_known_is_left_as_it_is() -> None:
    assert [fault.code for fault in faults("Le Four;Commerce;Ici;;", "LE FOUR;Commerce;Là;;")] == ["twice"]
    reading = read(lines("Lé Four;Commerce;Ici;;"), WORDS, frozenset({"le four"}))
    assert (reading.lines, reading.known, reading.faults) == ((), ("Lé Four",), ())


def test_a_seller_finds_its_market_in_the_same_file_even_further_down() -> None:
    rows = ("Le stand;Commerce;Ici;;Marché Brune", "Marché Brune;Marché;Ici;;")
    assert faults(*rows) == []
    assert faults("Marché Brune;Marché;Ici;;Marché Brune")[0].code == "unknown_market"


def test_a_line_is_told_by_its_number_in_the_file_even_after_a_cell_of_several_lines() -> None:
    found = faults('"Le\nFour";Commerce;Ici;;', "", ";Commerce;Ici;;")
    assert [fault.line for fault in found] == [5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "column_missing"),
        (HEADER, "empty"),
        ("Lieu;Genre\nLe Four;Commerce", "column_missing"),
        ("Lieu;Genre;Où;Prix\nLe Four;Commerce;Ici;3", "no_column"),
        ("Lieu;Lieu;Genre;Où\nA;B;Commerce;Ici", "column_twice"),
        (HEADER + '"Le Four;Commerce;Ici;;', "not_a_table"),
        (HEADER + "A;Commerce;Ici;;\n" * (MOST_LINES + 1), "too_many"),
    ],
)
def test_a_file_that_is_no_table_says_why(text: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(text, WORDS, frozenset())
    assert refused.value.code == code


def test_a_file_in_another_encoding_or_far_too_long_says_why() -> None:
    with pytest.raises(UnreadableFile, match="not_utf8"):
        decoded("Lieu;Genre;Où\nLe Pré;Commerce;Là\n".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="too_many"):
        decoded(b"Le Four;Commerce;Ici;;\n" * 200_000)
    with pytest.raises(UnreadableFile, match="too_long"):
        decoded(b"a" * 500_000)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(st.text(max_size=80), st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=4))
def test_any_text_is_read_or_refused_with_a_known_reason(text: str, rows: list[list[str]]) -> None:
    table = written(["Lieu", "Genre", "Où", "Produits", "Marché"], rows).decode("utf-8-sig")
    for each in (text, table):
        try:
            reading = read(each, WORDS, frozenset())
        except UnreadableFile:
            continue
        assert len(reading.lines) + len(reading.faults) + len(reading.known) > 0
        assert all(line.name and line.place and line.kind for line in reading.lines)


# --- in its page -------------------------------------------------------------------------------------

GOOD = (
    "Lieu;Genre;Où;Produits;Marché\nMarché Brune;Marché;Pernety;;\n"
    "Le stand de Zoé;Producteur ou productrice;Pernety;Pain;Marché Brune\n"
)


def sent(browser: FlaskClient, content: bytes) -> TestResponse:
    """Send a file to be checked; written by hand, since the client would leave a large one open."""
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
    body = part.format('file"; filename="lieux.csv').encode() + content + b"\r\n"
    body += (part.format("do") + "check\r\n--b--\r\n").encode()
    return browser.post(ADDRESS, data=body, content_type="multipart/form-data; boundary=b")


def names() -> list[str]:
    return list(db.session.scalars(sa.select(Venue.name).order_by(Venue.id)))


@pytest.mark.usefixtures("charter_in_force")
def test_a_file_is_checked_then_added_whole(collective: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Farid")
    page = sent(browser, GOOD.encode())
    assert page.status_code == 200
    assert "2 lieux seront ajoutés" in page.text.replace("\u00a0", " ")
    assert names() == [], "a check adds nothing"
    assert browser.post(ADDRESS, data={"do": "add", "table": GOOD}).status_code == 303
    market, stall = db.session.scalars(sa.select(Venue).order_by(Venue.id))
    assert (stall.market_id, stall.products, stall.state) == (market.id, ["T2"], VenueState.APPLIED)
    assert [hit.title for hit in search.find(collective.id, "zoe")] == ["Le stand de Zoé"]
    again = browser.post(ADDRESS, data={"do": "add", "table": GOOD})
    assert again.status_code == 200
    assert len(names()) == 2


@pytest.mark.usefixtures("charter_in_force")
def test_one_bad_line_keeps_every_other_out_and_the_text_in_the_page(sign_in: SignIn) -> None:
    table = GOOD + "=cmd|' /C calc'!A0;Commerce;Ici;;\nLe Four;Boulangerie;Ici;;\n"
    for do, status in (("check", 200), ("add", 422)):
        page = sign_in("Farid").post(ADDRESS, data={"do": do, "table": table})
        assert page.status_code == status
        assert "Ligne 4" in page.text
        assert "Ligne 5" in page.text
        assert "Le stand de Zoé;Producteur" in page.text
    assert names() == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Lieu;Genre;Où\nLe Pré;Commerce;Là\n".encode("latin-1"), "n’est pas en UTF-8"),
        (b"Le Four;Commerce;Ici;;\n" * 200_000, "199999 lignes"),
        (b"PK\x03\x04\xff\x00", "n’est pas en UTF-8"),
    ],
)
@pytest.mark.usefixtures("charter_in_force")
def test_a_file_that_cannot_be_read_says_what_to_do(sign_in: SignIn, content: bytes, told: str) -> None:
    page = sent(sign_in("Farid"), content)
    assert page.status_code == 422
    assert told in page.text


@pytest.mark.usefixtures("charter_in_force")
def test_the_directory_s_own_file_is_read_back(sign_in: SignIn, accredited: Callable[..., Venue]) -> None:
    accredited("Le Four", place="Malakoff")
    browser = sign_in("Farid")
    page = sent(browser, browser.get("/c/quatorze/lieux.csv").data)
    assert page.status_code == 200
    assert "déjà connu" in page.text


def test_only_those_who_facilitate_import(sign_in: SignIn) -> None:
    assert sign_in("Bob").get(ADDRESS).status_code == 403
    assert sign_in("Bob").post(ADDRESS, data={"do": "add", "table": GOOD}).status_code == 403
    assert sign_in(None).get(ADDRESS).status_code == 303
