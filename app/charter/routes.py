"""Reading the charter: the one in force, each version, any two compared, and the same as files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.blason.arms import shield
from app.blason.services import current_blason
from app.charter import exports, services
from app.charter.diff import Fate, clauses
from app.charter.document import Charter
from app.charter.exports import SCHEMA
from app.charter.models import CharterVersion
from app.charter.pdf import pdf
from app.charter.policies import can_see_open_points
from app.charter.rate_fields import rows_of
from app.charter.rate_wording import rules_changed
from app.charter.wording import FATES, SECTIONS, threshold_sentence
from app.errors import Unseen
from app.votes.screen import decision_mode, decision_sentence
from app.web import current_actor, everyone, render, requires

bp = Blueprint("charter", __name__, url_prefix="/c/<slug>")


@bp.context_processor
def _words() -> dict[str, Any]:
    """What the templates of this feature say things with."""
    return {
        "sections": SECTIONS,
        "fates": FATES,
        "threshold_sentence": threshold_sentence,
        "decision_mode": decision_mode,
        "decision_sentence": decision_sentence,
    }


@bp.get("/charte/texte")
@requires(everyone)
def text() -> str | AnyResponse:
    """The adopted charter, whole."""
    version = services.current_version(g.collective.id)
    if version is None:
        return redirect(url_for("charter.show"), 303)
    return _page(version, is_current=True)


@bp.get("/charte/versions/<int:number>")
@requires(everyone)
def version(number: int) -> str:
    """The charter as it was adopted; this address never changes what it shows."""
    found = version_or_404(number)
    latest = services.current_version(g.collective.id)
    return _page(found, is_current=latest is not None and latest.number == number)


def _page(version: CharterVersion, *, is_current: bool) -> str:
    charter = readable(version)
    return render(
        "charter/text.html",
        version=version,
        charter=charter,
        is_current=is_current,
        rate_rows=rows_of(charter),
    )


def readable(version: CharterVersion) -> Charter:
    """What whoever asks may read: points in debate stay among members when the collective wishes."""
    charter = version.charter
    return charter if can_see_open_points(current_actor(), g.collective) else charter.without_open_points()


@bp.get("/charte/versions")
@requires(everyone)
def versions() -> str:
    """Every version, who decided it and what it changed; two of them to be compared."""
    return render("charter/versions.html", versions=services.versions(g.collective.id))


@bp.get("/charte/comparer")
@requires(everyone)
def compare_form() -> Response:
    """Where the form that picks two versions leads, with or without JavaScript."""
    first, second = request.args.get("de", 1, type=int), request.args.get("a", 1, type=int)
    answer = Response(status=303)
    answer.location = url_for("charter.compare", first=first, second=second)
    return answer


@bp.get("/charte/comparer/<int:first>...<int:second>")
@requires(everyone)
def compare(first: int, second: int) -> str:
    """What changed from one version to another; 0 stands for the blank page before the first."""
    before, after = version_or_404(first) if first else None, version_or_404(second)
    old, new = readable(before) if before else Charter(), readable(after)
    return render(
        "charter/compare.html",
        before=before,
        after=after,
        rows=[row for row in clauses(old, new) if row.fate is not Fate.KEPT],
        rules=rules_changed(old, new),
    )


@bp.get("/charte.json")
@requires(everyone)
def as_json() -> Response:
    """The version in force as JSON, with what proves it."""
    return _json(_current())


@bp.get("/charte/versions/<int:number>.json")
@requires(everyone)
def version_as_json(number: int) -> Response:
    """Any version as JSON: with all of them, anyone verifies the chain."""
    return _json(version_or_404(number))


def _json(version: CharterVersion) -> Response:
    return _file(exports.json_of(version, readable(version)), "application/json")


@bp.get("/charte/schema.json")
@requires(everyone)
def schema() -> Response:
    """What the JSON of a charter holds, as a JSON Schema."""
    return _file(SCHEMA.read_text(encoding="utf-8"), "application/schema+json")


@bp.get("/charte.md")
@requires(everyone)
def as_markdown() -> Response:
    """The version in force as Markdown."""
    version = _current()
    text = exports.markdown_of(g.collective, version, readable(version))
    return _file(text, "text/markdown; charset=utf-8")


@bp.get("/charte.pdf")
@requires(everyone)
def as_pdf() -> Response:
    """The version in force, typeset for paper, under the collective's shield."""
    return _pdf(_current())


@bp.get("/charte/versions/<int:number>.pdf")
@requires(everyone)
def version_as_pdf(number: int) -> Response:
    """Any version, typeset the same way."""
    return _pdf(version_or_404(number))


def _pdf(version: CharterVersion) -> Response:
    """In the usual size, or in large print when the address says `?gros=1`."""
    is_large = request.args.get("gros") == "1"
    told = exports.pages_of(g.collective, version, readable(version))
    printed = pdf(told, str(shield(current_blason(g.collective))), large=is_large)
    answer = _file(printed, "application/pdf")
    name = f"charte-{g.collective.slug}-v{version.number}{'-gros' if is_large else ''}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@bp.get("/charte/flux.atom")
@requires(everyone)
def feed() -> Response:
    """Every adopted version, for those who follow from elsewhere."""
    entries = services.versions(g.collective.id)
    return _file(exports.atom_of(g.collective, entries), "application/atom+xml")


def _current() -> CharterVersion:
    version = services.current_version(g.collective.id)
    if version is None:
        raise Unseen
    return version


def version_or_404(number: int) -> CharterVersion:
    found = services.version(g.collective.id, number)
    if found is None:
        raise Unseen
    return found


def _file(content: str | bytes, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.add_etag()
    answer.headers["Cache-Control"] = "private, max-age=60"
    answer.make_conditional(request)
    return answer
