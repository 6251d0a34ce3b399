"""What every page shares: who may, which collective, safe headers, the menu."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import (
    Flask,
    Response,
    current_app,
    g,
    redirect,
    request,
    request_started,
    url_for,
)
from flask import render_template as render
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from app.db import db, reading
from app.errors import Forbidden
from app.i18n import LANGUAGE_COOKIE, LANGUAGES
from app.markdown import markdown
from app.submissions import answer_before, begin_act, committed, start_act

if TYPE_CHECKING:
    from app.members.models import Member

__all__ = [
    "add_navigation",
    "answer_before",
    "committed",
    "current_actor",
    "everyone",
    "local_path",
    "reads_first",
    "render",
    "requires",
    "start_act",
]

View = TypeVar("View", bound=Callable[..., Any])
Policy = Callable[["Member | None"], bool]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


# --- who may -----------------------------------------------------------------------------------------


def everyone(actor: Member | None) -> bool:
    """The public, without an account."""
    return True


def requires(policy: Policy) -> Callable[[View], View]:
    """Name the policy of a route. A route without one answers nobody, and a test finds it."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]  # read back by policy_of
        return view

    return mark


def reads_first(view: View) -> View:
    """A route that says by itself when it begins to write (`start_act`): many send to it at once.

    Those who write come one after the other: they wait for nothing that can be checked or made ready before.
    A form it would refuse may have been accepted before: it asks for the `answer_before`.
    """
    view.reads_first = True  # type: ignore[attr-defined]  # looked for by _guard
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy named by the route, None when it names none."""
    return getattr(app.view_functions[endpoint], "policy", None)


def current_actor() -> Member | None:
    """The member who is signed in to the collective of this page; None for the public."""
    member: Member = current_user._get_current_object()
    if not member.is_authenticated:
        return None
    collective = g.get("collective")
    return member if collective is None or member.collective_id == collective.id else None


def acting_member() -> Member:
    """The signed-in member, on a route whose policy lets no one else in."""
    actor = current_actor()
    if actor is None:
        raise Forbidden("")
    return actor


def _guard() -> AnyResponse | None:
    """Before each request: permission, then the repeated form."""
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        raise Forbidden("")
    if policy is not everyone and not policy(actor := current_actor()):
        # Sent twice, a form that changes what one may do (to found, to leave) is refused only once.
        if request.method not in SAFE_METHODS and (accepted := answer_before()):
            return accepted
        if actor is None and getattr(g, "collective", None) is not None:
            return redirect(url_for("members.sign_in", next=_came_from()), 303)
        # A policy may say in its own words why it refuses.
        raise Forbidden(getattr(policy, "refusal", str)())
    if request.method in SAFE_METHODS or hasattr(current_app.view_functions[request.endpoint], "reads_first"):
        return None
    return begin_act()


def _came_from() -> str | None:
    return request.full_path.rstrip("?") if request.method in SAFE_METHODS else None


def local_path(address: str | None) -> str | None:
    """`address` if it is a path of this site, None otherwise: never a redirection to elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.netloc or parts.scheme else address


def _choose_transaction(app: Flask, **extra: Any) -> None:
    """Nobody waits for a writer to read, nor to learn that they may not write: see `_guard`."""
    reading()


# --- headers, assets, language -----------------------------------------------------------------------

_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)


_SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def _headers(response: Response) -> Response:
    said = {name.lower() for name, _value in response.headers}
    response.headers.extend(_SAFE)
    if "content-security-policy" not in said:
        response.headers.add("Content-Security-Policy", _POLICY)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.add("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language", "HX-Request"))
        if "cache-control" not in said:
            response.headers.add("Cache-Control", "private, no-cache")
    return response


def _htmx_folder() -> Path:
    """Where the package that carries htmx is installed; it is served from there, never copied."""
    from importlib.util import find_spec

    spec = find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package django-htmx, which carries htmx, is not installed: run make setup")
    return Path(next(iter(spec.submodule_search_locations))) / "static" / "django_htmx"


def _routes(app: Flask) -> None:
    htmx = (_htmx_folder() / "htmx-2.min.js").read_bytes()

    @app.get("/htmx.js")
    @requires(everyone)
    def htmx_script() -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(htmx, mimetype="text/javascript", headers=headers)

    @app.get("/healthz")
    @requires(everyone)
    def healthz() -> tuple[dict[str, str], int]:
        db.session.execute(sa.select(1))
        return {"status": "ok"}, 200

    @app.get("/langue/<code>")
    @requires(everyone)
    def language(code: str) -> AnyResponse:
        answer = redirect(local_path(request.args.get("next")) or "/", 303)
        if code in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE,
                code,
                max_age=60 * 60 * 24 * 365,
                samesite="Lax",
                httponly=True,
                secure=current_app.config["SESSION_COOKIE_SECURE"],
            )
        return answer

    requires(everyone)(app.view_functions["static"])


# --- what every template knows -----------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class NavigationEntry:
    """A page of the collective's menu; `order` places it, the endpoint's policy says who sees it."""

    order: int
    endpoint: str
    label: Any = field(compare=False)

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs to the entry's feature."""
        feature = (request.endpoint or "").partition(".")[0]
        within: dict[str, str] = current_app.extensions.get("blason.within", {})
        return within.get(feature, feature) == self.endpoint.partition(".")[0]


def add_navigation(app: Flask, endpoint: str, label: Any, *, order: int) -> None:
    """Put a feature's first page in the collective's menu; `label` is a lazy string."""
    app.extensions.setdefault("blason.navigation", []).append(NavigationEntry(order, endpoint, label))


def show_within(app: Flask, feature: str, other: str) -> None:
    """Have the pages of the blueprint `feature` belong, in the menu, to those of `other`."""
    app.extensions.setdefault("blason.within", {})[feature] = other


def _navigation() -> list[NavigationEntry]:
    """The menu of this collective for this person; empty outside a collective."""
    if getattr(g, "collective", None) is None:
        return []
    actor = current_actor()
    entries = sorted(current_app.extensions.get("blason.navigation", []))
    return [entry for entry in entries if (policy_of(current_app, entry.endpoint) or _nobody)(actor)]


def _nobody(actor: Member | None) -> bool:
    return False


def _template_context() -> dict[str, Any]:
    return {
        "me": current_actor(),
        "collective": getattr(g, "collective", None),
        "navigation": _navigation,
        "form_key": lambda: secrets.token_hex(12),
    }


def init_app(app: Flask) -> None:
    """Bind guard, headers and shared routes; runs after the features, whose routes it protects."""
    _routes(app)
    request_started.connect(_choose_transaction, app)
    app.before_request(_guard)
    app.after_request(_headers)
    app.context_processor(_template_context)
    app.jinja_env.filters["markdown"] = markdown
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assert_every_route_is_named(app)


def assert_every_route_is_named(app: Flask) -> None:
    """Raise RuntimeError when a route has no policy: closed by default, and loudly."""
    bare = sorted(rule.endpoint for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None)
    if bare:
        raise RuntimeError(f"routes without a policy: {', '.join(bare)}")
