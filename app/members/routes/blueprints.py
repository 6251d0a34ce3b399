"""The two sets of addresses: inside a collective, and before one is known."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

members = Blueprint("members", __name__, url_prefix="/c/<slug>")
doors = Blueprint("doors", __name__)

Answer = str | Response | tuple[str, int]
