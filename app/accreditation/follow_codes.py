"""The code with which an applicant follows its application: two slip codes in a row, 80 bits."""

from __future__ import annotations

import secrets

from app.members.codes import LENGTH, read, spell


def new_code() -> str:
    """A code such as `7K3M-Q0XZ-9B2C-44TT`, shown once."""
    return f"{spell(secrets.randbits(40))}-{spell(secrets.randbits(40))}"


def read_code(typed: str) -> str:
    """The code a person meant, as `new_code` writes it; empty when it cannot be one."""
    signs = "".join(sign for sign in typed if sign.isalnum())
    first, second = read(signs[:LENGTH]), read(signs[LENGTH:])
    return f"{first}-{second}" if first and second else ""
