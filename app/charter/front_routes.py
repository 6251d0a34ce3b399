"""The charter in a minute, for whoever stands in a shop: what it asks, what it gives, and where."""

from __future__ import annotations

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from app.blason.arms import shield
from app.blason.services import current_blason
from app.charter import services
from app.charter.front import sections
from app.charter.rate_fields import rows_of
from app.charter.routes import bp, readable
from app.charter.wording import threshold_sentence
from app.members.mail import public_url
from app.qr import qr
from app.web import everyone, render, requires


@bp.get("/charte")
@requires(everyone)
def show() -> str:
    """The criteria in everyday words, the rates, the venues; or the invitation to write a first text."""
    version = services.current_version(g.collective.id)
    if version is None:
        return render("charter/empty.html")
    charter = readable(version)
    return render(
        "charter/show.html",
        version=version,
        charter=charter,
        rate_rows=rows_of(charter),
        sections_beside=sections(g.collective, charter),
    )


@bp.get("/charte/en-bref")
@requires(everyone)
def former_brief() -> Response:
    """Where this page was before it came first: posters printed then still lead here."""
    return redirect(url_for("charter.show"), 301)


@bp.get("/charte/affiche")
@requires(everyone)
def poster() -> str | Response:
    """The same on a sheet to pin up, with the address of the page as a square to scan."""
    version = services.current_version(g.collective.id)
    if version is None:
        return redirect(url_for("charter.show"), 303)
    address = public_url("charter.show", slug=g.collective.slug)
    return render(
        "charter/poster.html",
        version=version,
        charter=version.charter,
        sentence=threshold_sentence(version.charter),
        rate_rows=rows_of(version.charter),
        qr=qr(address),
        address=address.partition("://")[2],
        arms=shield(current_blason(g.collective), "poster", words=False),
    )
