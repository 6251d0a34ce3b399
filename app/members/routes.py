"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint

from app.web import everyone, render, requires

bp = Blueprint("members", __name__, url_prefix="/c/<slug>")


@bp.get("/entrer")
@requires(everyone)
def sign_in() -> str:
    """The ways in: magic link, printed slip."""
    return render("members/sign_in.html")
