"""Letters: to a folder when no server is named, by SMTP otherwise, and never with a forged host."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.members import mail
from app.members.mail import Letter

LETTER = Letter("zoe@exemple.fr", "Été : « bonjour »", "Ligne une.\n\nÀ bientôt.\n")
SETTINGS = {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": "sqlite://", "RATELIMIT_ENABLED": False}


class Post:
    """A server of letters that remembers what it was told."""

    log: list[str]
    sent: list[EmailMessage]

    def __init__(self, kind: str, host: str, port: int) -> None:
        self.log.append(f"{kind} {host}:{port}")

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *error: object) -> None:
        self.log.append("quit")

    def starttls(self, *, context: Any) -> None:
        assert context.check_hostname
        self.log.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.log.append(f"login {user} {password}")

    def send_message(self, message: EmailMessage) -> None:
        self.sent.append(message)


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> type[Post]:
    """The server that stands for all others during a test."""
    Post.log, Post.sent = [], []
    monkeypatch.setattr(smtplib, "SMTP", lambda host, port, timeout: Post("plain", host, port))
    monkeypatch.setattr(smtplib, "SMTP_SSL", lambda host, port, timeout, context: Post("tls", host, port))
    return Post


@pytest.mark.parametrize(
    ("address", "log"),
    [
        ("smtps://ana:p%40ss@mail.exemple.fr", ["tls mail.exemple.fr:465", "login ana p@ss", "quit"]),
        (
            "smtp://ana:mot@mail.exemple.fr:2587",
            ["plain mail.exemple.fr:2587", "starttls", "login ana mot", "quit"],
        ),
        ("smtp://localhost:25", ["plain localhost:25", "quit"]),
    ],
)
def test_by_smtp(
    app: Flask, post: type[Post], monkeypatch: pytest.MonkeyPatch, address: str, log: list[str]
) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", address)
    assert mail.deliver([LETTER])
    assert post.log == log
    [message] = post.sent
    assert (message["To"], message["Subject"]) == (LETTER.to, LETTER.subject)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content() == LETTER.body


def test_to_the_folder(app: Flask, letters: Callable[[], list[EmailMessage]]) -> None:
    assert mail.deliver([LETTER, LETTER])
    assert [letter.get_content() for letter in letters()] == [LETTER.body] * 2


def test_old_letters_of_the_folder_are_swept(app: Flask, letters: Callable[[], list[EmailMessage]]) -> None:
    import os

    mail.deliver([LETTER])
    [path] = Path(app.config["OUTBOX"]).glob("*.eml")
    long_ago = time.time() - 40 * 24 * 3600
    os.utime(path, (long_ago, long_ago))
    mail.deliver([LETTER])
    assert len(letters()) == 1


def test_nothing_to_send_is_done(app: Flask, post: type[Post], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost")
    assert mail.deliver([])
    assert post.log == []


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected()])
def test_a_server_that_does_not_answer_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*anything: object, **more: object) -> None:
        raise error

    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost")
    monkeypatch.setattr(smtplib, "SMTP", fail)
    assert not mail.deliver([LETTER])


def test_no_header_can_be_added(app: Flask) -> None:
    with pytest.raises(ValueError, match="Header values may not contain"):
        Letter("zoe@exemple.fr", "Bonjour\nBcc: tous@exemple.fr", "").message()


def test_a_served_instance_names_its_address(app: Flask) -> None:
    with pytest.raises(mail.MissingBaseUrl):
        create_app({**SETTINGS, "SMTP_URL": "smtp://mail.exemple.fr"})
    with pytest.raises(ValueError, match="begins with"):
        create_app({**SETTINGS, "SMTP_URL": "mail.exemple.fr", "BASE_URL": "https://x.fr"})


def test_links_are_under_the_named_address_whatever_the_host(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context(headers={"Host": "mal.example"}):
        assert mail.public_url("doors.sign_in") == "http://mal.example/entrer"
        monkeypatch.setitem(app.config, "BASE_URL", "https://blason.exemple.fr/")
        assert mail.public_url("doors.sign_in") == "https://blason.exemple.fr/entrer"
