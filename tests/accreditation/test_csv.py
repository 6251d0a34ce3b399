"""The directory as a file that a spreadsheet opens, in French, and that computes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accreditation.csv_format import written
from app.accreditation.models import Venue

SignIn = Callable[[str | None], FlaskClient]
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    header, *found = read(written(["Nom", "Où"], rows))
    assert header == ["Nom", "Où"]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


@given(st.sampled_from("=+-@"), CELLS)
def test_no_cell_is_a_formula(sign: str, rest: str) -> None:
    [_header, [cell]] = read(written(["Nom"], [(sign + rest,)]))
    assert cell == f"'{sign}{rest}"


def test_the_public_takes_the_directory_away(
    sign_in: SignIn, accredited: Callable[..., Venue], venue: Callable[..., Venue]
) -> None:
    accredited("=cmd|' /C calc'!A0", place="Malakoff")
    venue("En attente")
    answer = sign_in(None).get("/c/quatorze/lieux.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, *rows = read(answer.data)
    assert [row[0] for row in rows] == ["'=cmd|' /C calc'!A0"]
    told = dict(zip(header, rows[0], strict=True))
    assert (told["Lieu"], told["Fruits et légumes (%)"]) == ("'=cmd|' /C calc'!A0", "60")
    assert (told["Produits"], told["Critères remplis"]) == ("Fruits et légumes", "2")
    assert told["Pourquoi"] == "Nous y sommes allés, et c’est ainsi."
    assert "En attente" in sign_in("Bob").get("/c/quatorze/lieux.csv").text
