"""The code of a slip: forty bits, read back however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.members import codes


@given(st.integers(0, 2**40 - 1))
def test_a_code_is_read_back_however_it_is_typed(number: int) -> None:
    code = codes.spell(number)
    assert codes.read(code) == code
    assert codes.read(f"  {code.lower().replace('-', ' ')} ") == code
    assert codes.read(code.replace("0", "o").replace("1", "l")) == code
    assert codes.read(code.replace("0", "O").replace("1", "I").replace("-", "")) == code


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**40 - 1))
def test_two_numbers_have_two_codes(one: int, other: int) -> None:
    assert (codes.spell(one) == codes.spell(other)) == (one == other)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_none(typed: str) -> None:
    read = codes.read(typed)
    assert read is None or codes.read(read) == read


@pytest.mark.parametrize("number", [-1, 2**40])
def test_a_code_holds_forty_bits(number: int) -> None:
    with pytest.raises(ValueError, match="40 bits"):
        codes.spell(number)


def test_no_two_signs_look_alike() -> None:
    assert len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(codes.ALPHABET)
