"""One ballot, one text: any other way to write it is refused when it is cast."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from app.votes.urn import ballot
from app.votes.urn.faults import InvalidUrn
from app.votes.urn.group import Q
from app.votes.urn.recount import fault_of_ballot
from tests.votes.urn import elections as urn

TEXT = urn.steps()[1].data[0].decode()


def reordered(text: str) -> str:
    return json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":"))


def first_number(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: re.sub(
        r'"alpha":"(\d+)"', lambda found: f'"alpha":"{change(found[1])}"', text, count=1
    )


ATTACKS = {
    "a leading zero": first_number(lambda digits: f"0{digits}"),
    "an underscore between digits": first_number(lambda digits: f"{digits[0]}_{digits[1:]}"),
    "a plus sign": first_number(lambda digits: f"+{digits}"),
    "a minus sign": first_number(lambda digits: f"-{digits}"),
    "a space in a number": first_number(lambda digits: f" {digits}"),
    "a newline in a number": first_number(lambda digits: f"{digits}\\n"),
    "digits of another script": first_number(
        lambda digits: digits.translate({48 + n: 0x660 + n for n in range(10)})
    ),
    "an exponent": first_number(lambda digits: f"{digits[:-1]}e1"),
    "an escaped digit": first_number(lambda digits: f"\\u00{ord(digits[0]):02x}{digits[1:]}"),
    "a number without quotes": lambda text: re.sub(r'"alpha":"(\d+)"', r'"alpha":\1', text, count=1),
    "a number of a million digits": first_number(lambda digits: digits * 1600),
    "spaces": lambda text: json.dumps(json.loads(text)),
    "a final newline": lambda text: text + "\n",
    "a byte order mark": lambda text: "\ufeff" + text,
    "keys in another order": reordered,
    "an extra key": lambda text: text[:-1] + ',"note":"x"}',
    "a key written twice": lambda text: text.replace("{", '{"election_uuid":"x",', 1),
    "an escaped key": lambda text: text.replace('"alpha"', '"\\u0061lpha"', 1),
    "an escaped slash": lambda text: text.replace("/", "\\/", 1) if "/" in text else text + " ",
    "a blank proof nobody asked for": lambda text: text.replace(
        '"overall_proof"', '"blank_proof":[],"overall_proof"', 1
    ),
    "a response a turn further": lambda text: re.sub(
        r'"response":"(\d+)"', lambda found: f'"response":"{int(found[1]) + int(Q)}"', text, count=1
    ),
    "a lone surrogate": lambda text: text.replace('"hash":"', '"hash":"\\ud800', 1),
    "nothing": lambda _text: "",
    "a list": lambda text: f"[{text}]",
    "null": lambda _text: "null",
    "not a number": lambda _text: "NaN",
    "a deep nest": lambda _text: "[" * 100_000,
}


def test_the_text_itself_is_accepted() -> None:
    assert fault_of_ballot(urn.small().election, TEXT.encode()) is None
    assert ballot.read(TEXT.encode()).text() == TEXT.encode()


@pytest.mark.parametrize("attack", ATTACKS)
def test_any_other_way_to_write_it_is_refused(attack: str) -> None:
    text = ATTACKS[attack](TEXT).encode()
    assert text != TEXT.encode()
    with pytest.raises(InvalidUrn):
        ballot.read(text)


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b"\x00", b"{", b'"x"', b"1", TEXT.encode()[:-1], TEXT.encode("utf-16")]
)
def test_bytes_that_are_no_ballot_have_a_code(text: bytes) -> None:
    with pytest.raises(InvalidUrn) as fault:
        ballot.read(text)
    assert fault.value.code in ("not_json", "wrong_shape")
