"""The code of a room can be read aloud, typed badly, and never looks like another."""

from __future__ import annotations

import secrets

from hypothesis import given
from hypothesis import strategies as st

from app.workshops import codes


@given(st.lists(st.integers(0, len(codes.ALPHABET) - 1), min_size=6, max_size=6))
def test_a_code_is_read_back_however_it_is_spaced_or_cased(numbers: list[int]) -> None:
    drawn = iter(numbers)
    code = codes.draw(lambda below: next(drawn))
    for typed in (
        code,
        code.lower(),
        codes.spell(code),
        f" {code[:2]}-{code[2:]} ",
        f"{code[:3]} {code[3:]}",
    ):
        assert codes.read(typed) == code


def test_no_sign_looks_like_another() -> None:
    assert not set("01ILOU") & set(codes.ALPHABET)


def test_what_cannot_be_a_code_is_none() -> None:
    assert [codes.read(typed) for typed in ("", "ABC", "ABCDEFG", "ABCDE0", "ÉÀÇ234", "7K3M-Q0XZ")] == [
        None
    ] * 6


def test_codes_differ() -> None:
    assert len({codes.draw(secrets.randbelow) for _ in range(500)}) == 500
