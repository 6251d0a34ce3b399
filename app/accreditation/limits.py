"""How many applications may come from one place: the form asks for no account."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import TooManyRequests

from app.extensions import limiter

# A market may register its sellers one after another from the same desk.
APPLICATIONS = "30/hour"


def count_application(slug: str) -> None:
    """Count an application to the collective `slug`; raises TooManyRequests."""
    address = request.remote_addr or ""
    if not limiter.count(APPLICATIONS, "applications", address, slug):
        raise TooManyRequests
