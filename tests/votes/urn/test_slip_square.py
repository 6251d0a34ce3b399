"""The square of a slip, drawn by the browser: to the module the one that segno, by other people, draws."""

from __future__ import annotations

import pytest
import segno
import segno.encoder

from tests.votes.urn.devices import Devices

FULL = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
"""The longest text of each version, from 1 to 10."""


def pad_to_the_codeword(bits: segno.encoder.Buffer, version: int, length: int) -> None:
    """ISO/IEC 18004, 7.4.10; segno adds a whole codeword of zeros to bits that end on a codeword."""
    bits.extend([0] * (-length % 8))


@pytest.mark.parametrize(
    "text",
    [
        *("a" * length for length in FULL),
        *("b" * (length - 1) for length in FULL),
        "https://caisse.example.org/c/quatorze/urne/6fRtZ2mKq9vYwPbXcD4hNs#AbCdE-FgHjKL-mNpQr-StUvWx",
        "http://127.0.0.1:8000/c/genève/urne/6fRtZ2mKq9vYwPbXcD4hNs#AbCdE-FgHjKL-mNpQr-StUvWx",
        "é" * 60,
        "z",
    ],
    ids=lambda text: f"{text[:24]}-{len(text)}",
)
def test_it_is_drawn_as_the_standard_says(
    people: Devices, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(segno.encoder, "write_padding_bits", pad_to_the_codeword)
    mine = people.do("qr", text=text)
    theirs = segno.make(
        text.encode(), error="m", micro=False, boost_error=False, mode="byte", mask=mine["mask"]
    )
    assert mine["rows"] == [list(row) for row in theirs.matrix]


def test_what_is_too_long_for_a_square_has_none(people: Devices) -> None:
    assert people.do("qr", text="a" * 214) is None
