"""The editor's page as a person uses it: fields to type in, buttons to press."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.charter.models import CharterVersion
from app.db import db
from app.proposals.models import Proposal

Adopt = Callable[..., CharterVersion]
DraftOf = Callable[..., Proposal]
SignIn = Callable[[str | None], FlaskClient]
_FIELD = re.compile(r'<(?:input|textarea)[^>]* name="([^"]+)"[^>]*>(?:([^<]*)</textarea>)?')


class Editor:
    """Bob at the editor's page: he types in its fields, and presses its buttons."""

    def __init__(self, browser: FlaskClient, address: str) -> None:
        self.browser, self.address = browser, address
        self.fields: dict[str, str] = {}
        self.page = self.read(browser.get(address))

    def read(self, answer: TestResponse) -> TestResponse:
        """Take the page as it came: its fields, filled as they are."""
        self.page = answer
        self.fields = {}
        for found in _FIELD.finditer(answer.text):
            tag, name = found[0], found[1]
            if re.search('type="(checkbox|radio)"', tag) and " checked" not in tag:
                continue
            value = re.search(r'value="([^"]*)"', tag)
            text = found[2].removeprefix("\r\n").removeprefix("\n") if found[2] is not None else None
            self.fields[name] = unescape(text if text is not None else value[1] if value else "")
        return answer

    def press(self, button: str, **typed: str) -> TestResponse:
        """Type, then press a button; the fields are named with `_` for `-`."""
        fields = self.fields | {name.replace("_", "-"): value for name, value in typed.items()}
        answer = self.browser.post(self.address, data=fields | {"do": button})
        return self.read(answer) if answer.status_code != 303 else answer


Edit = Callable[[Proposal], Editor]


def changes_of(proposal: Proposal) -> list[dict[str, Any]]:
    db.session.expire_all()
    return proposal.effect_payload.get("changes", [])
