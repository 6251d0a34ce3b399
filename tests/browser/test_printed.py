"""What is meant for paper fits the paper: the poster of the charter on one sheet, code to scan included."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.browser.conftest import Server, Walker

POSTER = "/c/la-table-du-quatorze/charte/affiche"


@pytest.mark.xdist_group("demonstration")
def test_the_poster_of_the_charter_fits_one_sheet(demo: Server, walker: Callable[..., Walker]) -> None:
    person = walker(demo)
    person.go(POSTER)
    (sheet,) = PdfReader(io.BytesIO(person.page.pdf(prefer_css_page_size=True))).pages
    told = sheet.extract_text()
    assert [round(float(side)) for side in (sheet.mediabox.width, sheet.mediabox.height)] == [595, 842]
    for words in ("Notre charte", "Accessibilité", "Viande et poisson", "Scannez pour lire la charte"):
        assert words in told
