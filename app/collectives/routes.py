"""The list of collectives, the founding of one, its home."""

from __future__ import annotations

from flask import Blueprint, g
from werkzeug.wrappers import Response

from app.web import everyone, render, requires

bp = Blueprint("collectives", __name__)


@bp.get("/")
@requires(everyone)
def index() -> str | Response:
    """The collectives, the only one, or the founding of the first."""
    return render("collectives/index.html")


@bp.get("/c/<slug>/")
@requires(everyone)
def home() -> str:
    """The collective's home."""
    return render("collectives/home.html", collective=g.collective)
