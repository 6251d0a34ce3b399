"""Letters: written to a folder when no server is named, sent by SMTP otherwise, always after the commit."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, copy_current_request_context, current_app, url_for
from werkzeug.wrappers import Response

from app.db import now

TIMEOUT = 15
# Letters in the folder hold links and addresses; it is for trying out, and sweeps itself.
KEPT = timedelta(days=30)
_LOCAL = ("localhost", "127.0.0.1", "::1")


class MissingBaseUrl(RuntimeError):
    """SMTP_URL is set but not BLASON_BASE_URL: a stranger could choose the host name in the links."""


@dataclass(frozen=True)
class Letter:
    """A letter in plain text to one person."""

    to: str
    subject: str
    body: str

    def message(self) -> EmailMessage:
        """The same, as it travels."""
        message = EmailMessage()
        message["From"] = current_app.config["MAIL_FROM"]
        message["To"] = Address(addr_spec=self.to)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(now())
        message["Message-ID"] = make_msgid(domain="blason")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.body)
        return message


def public_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for paper and letters: under BASE_URL when it is set."""
    base = current_app.config["BASE_URL"].rstrip("/")
    return base + url_for(endpoint, **values) if base else url_for(endpoint, _external=True, **values)


def deliver(letters: Iterable[Letter]) -> bool:
    """Send now; False when the server refuses or does not answer, which the log tells in full."""
    messages = [letter.message() for letter in letters]
    if not messages:
        return True
    address = current_app.config["SMTP_URL"]
    try:
        _send(address, messages) if address else _store(messages)
    except (OSError, smtplib.SMTPException):
        current_app.logger.exception("%d letters could not be sent", len(messages))
        return False
    return True


def after(answer: Response, work: Callable[[], None]) -> Response:
    """Do `work` once `answer` has been given, so that the time it takes tells its reader nothing."""
    answer.call_on_close(copy_current_request_context(work))
    return answer


def _store(messages: Iterable[EmailMessage]) -> None:
    folder = outbox()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.eml"):
        if old.stat().st_mtime < (now() - KEPT).timestamp():
            old.unlink(missing_ok=True)
    for message in messages:
        reader = re.sub(r"[^a-z0-9]+", "-", str(message["To"]).lower())
        path = folder / f"{now():%Y%m%d-%H%M%S}-{token_hex(4)}-{reader}.eml"
        path.write_bytes(message.as_bytes())


def outbox() -> Path:
    """The folder where letters wait when no server is named."""
    return Path(current_app.config["OUTBOX"])


def _send(address: str, messages: Iterable[EmailMessage]) -> None:
    """Send through `smtps://user:password@host:465`, or `smtp://…:587`, which is encrypted unless local."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
    with server:
        if parts.scheme != "smtps" and host not in _LOCAL:
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        for message in messages:
            server.send_message(message)


def init_app(app: Flask) -> None:
    """Refuse to start when letters would hold addresses that nobody vouches for."""
    address = app.config["SMTP_URL"]
    if not address:
        return
    if urlsplit(address).scheme not in ("smtp", "smtps"):
        raise ValueError("SMTP_URL begins with smtp:// or smtps://")
    if not app.config["BASE_URL"]:
        raise MissingBaseUrl("set BLASON_BASE_URL, for instance https://blason.exemple.fr")
