"""Ways in that do not name the collective: a slip's code alone, its QR; and the demonstration's letters."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import current_app

from app.errors import Unseen
from app.members.forms import CodeForm
from app.members.mail import outbox
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import doors as bp
from app.members.routes.sign_in import by_code, next_page, unstored
from app.web import everyone, render, requires


def _page(form: CodeForm) -> str:
    return render("members/door.html", slip=form, next_page=next_page())


@bp.get("/entrer")
@requires(everyone)
def sign_in() -> Answer:
    """Type the code of a slip; it says by itself which collective it opens."""
    return _page(CodeForm())


@bp.post("/entrer")
@requires(everyone)
def enter() -> Answer:
    """Come in with a slip."""
    form = CodeForm()
    return by_code(form, "") or (_page(form), 422)


@bp.get("/e/<code>")
@requires(everyone)
def scan(code: str) -> Answer:
    """Where a slip's QR leads: its code is typed already, a button remains to press."""
    return unstored(_page(CodeForm(formdata=None, code=code[:40])))


@bp.get("/demo/lettres")
@requires(everyone)
def letters() -> Answer:
    """The letters of the demonstration, which go nowhere else."""
    return render("members/letters.html", letters=[(path.name, _read(path)) for path in _letters()[:30]])


@bp.get("/demo/lettres/<name>")
@requires(everyone)
def letter(name: str) -> Answer:
    """One of them."""
    found = next((path for path in _letters() if path.name == name), None)
    if found is None:
        raise Unseen
    read = _read(found)
    return unstored(render("members/letter.html", letter=read, body=read.get_content()))


def _letters() -> list[Path]:
    if not current_app.config["DEMO"] or current_app.config["SMTP_URL"]:
        raise Unseen
    return sorted(outbox().glob("*.eml"), reverse=True)


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    return message
