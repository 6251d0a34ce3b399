"""Finding one's way in the charter: as of a day, one clause and its life, the words it holds."""

from __future__ import annotations

from datetime import date

from flask import g, request, url_for
from werkzeug.wrappers import Response

from app.charter import life, services
from app.charter.document import Charter
from app.charter.policies import can_see_open_points
from app.charter.rate_fields import rows_of
from app.charter.routes import bp, readable, version_or_404
from app.charter.searching import search
from app.errors import Unseen
from app.web import current_actor, everyone, render, requires

LONGEST_QUERY = 100


@bp.get("/charte/au")
@requires(everyone)
def as_of_form() -> Response:
    """Where the form that picks a day leads, with or without JavaScript."""
    answer = Response(status=303)
    day = request.args.get("jour", "")
    answer.location = url_for("charter.as_of", day=day) if _day(day) else url_for("charter.versions")
    return answer


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 1900 < day.year < 3000 else None


@bp.get("/charte/au/<day>")
@requires(everyone)
def as_of(day: str) -> str:
    """The version in force that day."""
    asked = _day(day)
    if asked is None:
        raise Unseen
    found = services.version_on(g.collective, asked)
    charter = readable(found) if found else Charter()
    return render("charter/as_of.html", day=asked, version=found, charter=charter, rate_rows=rows_of(charter))


@bp.get("/charte/versions/<int:number>/<code>")
@requires(everyone)
def clause(number: int, code: str) -> str:
    """A clause as a version says it, at an address that never changes what it shows."""
    version = version_or_404(number)
    charter = readable(version)
    found = charter.clause(code)
    if found is None:
        raise Unseen
    return render("charter/clause.html", version=version, charter=charter, clause=found)


@bp.get("/charte/clauses/<code>")
@requires(everyone)
def clause_life(code: str) -> str:
    """Every version that changed a clause, word by word, and who decided it."""
    all_see = can_see_open_points(current_actor(), g.collective)
    moments = life.of_clause(g.collective.id, code[:20], with_open=all_see)
    if not moments:
        raise Unseen
    return render("charter/clause_life.html", code=code, moments=moments)


@bp.get("/charte/recherche")
@requires(everyone)
def search_clauses() -> str:
    """The clauses that hold these words, whatever their accents."""
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    version = services.current_version(g.collective.id)
    charter = readable(version) if version else Charter()
    return render("charter/search.html", query=query, version=version, found=search(charter, query))
