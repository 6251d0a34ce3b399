"""Who asks a real server over the wire: a desk, a wall, a phone."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

BROWSER = {"User-Agent": "Tests", "Accept-Language": "fr"}


@dataclass
class Browser:
    """A browser without scripts: its cookie, and the token of its forms."""

    address: str
    cookie: str = ""
    token: str = ""

    def get(self, path: str) -> str:
        """What a page says, with ordinary spaces. Raises AssertionError unless it answers 200."""
        status, _location, text = self._ask("GET", path)
        assert status == 200, f"{status} on {path}"
        if token := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text):
            self.token = token[1]
        return unescape(text).replace("\u00a0", " ").replace("\u202f", " ")

    def post(self, path: str, **fields: object) -> str:
        """Send a form; where it leads. Raises AssertionError unless it is accepted."""
        status, location, text = self._ask("POST", path, {"csrf_token": self.token, **fields})
        assert status == 303, f"{status} on {path}: {text[:2000]}"
        return location

    def _ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str, str]:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        heads = {**BROWSER, **form, **({"Cookie": self.cookie} if self.cookie else {})}
        # Closed too when the server dies before it has answered.
        with closing(HTTPConnection(self.address.removeprefix("http://"), timeout=60)) as connection:
            connection.request(method, path, urlencode(fields) if fields else None, heads)
            answer = connection.getresponse()
            text = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie", []):
            if value.startswith("blason="):
                self.cookie = value.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), text
