"""The list of deliberations, one of them, asking, rewording, closing, following."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.db import db
from app.deliberations import history, policies, threads
from app.deliberations.forms import ContributionForm, DeliberationEditForm, DeliberationForm, begin_again
from app.deliberations.listing import listing
from app.deliberations.loading import allow, deliberation_or_404, page_asked
from app.deliberations.models import ArgumentKind, Deliberation, DeliberationState, Follow
from app.deliberations.refusals import Closed, Stale
from app.deliberations.sections import sections
from app.deliberations.services import following, questions
from app.deliberations.wording import KINDS, REASONS, REFUSALS, choice_of, spoken_choices
from app.errors import Refused
from app.web import acting_member, committed, render, requires

bp = Blueprint("deliberations", __name__, url_prefix="/c/<slug>")
Answer = str | Response | tuple[str, int]
STATES = {"ouvertes": DeliberationState.OPEN, "closes": DeliberationState.CLOSED, "toutes": None}


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "spoken_choices": spoken_choices,
        "choice_of": choice_of,
        "removal_reasons": REASONS,
    }


def address(deliberation: Deliberation) -> str:
    """The page of a deliberation."""
    return url_for("deliberations.show", deliberation_id=deliberation.id)


@bp.get("/deliberations")
@requires(policies.can_read)
def index() -> Answer:
    """The deliberations, latest activity first, those open unless asked otherwise (`?etat=`)."""
    chosen = request.args.get("etat", "ouvertes")
    chosen = chosen if chosen in STATES else "ouvertes"
    page = listing(g.collective.id, acting_member(), STATES[chosen], page_asked())
    return render(
        "deliberations/index.html", listing=page, chosen=chosen, states=STATES, open=DeliberationState.OPEN
    )


@bp.get("/deliberations/nouvelle")
@requires(policies.can_ask)
def new() -> Answer:
    """The form that asks a question."""
    return render("deliberations/new.html", form=DeliberationForm())


@bp.post("/deliberations")
@requires(policies.can_ask)
def create() -> Answer:
    """Ask a question."""
    form = DeliberationForm()
    if not form.validate():
        return render("deliberations/new.html", form=form), 422
    asked = questions.ask(g.collective, acting_member(), **_typed(form))
    return committed(address(asked), _("Votre question est posée. Vous suivez cette délibération."))


def _typed(form: DeliberationForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("question", "context", "theme")}


@bp.get("/deliberations/<int:deliberation_id>")
@requires(policies.can_read)
def show(deliberation_id: int) -> Answer:
    """A deliberation: its question, its sections, a page of its threads."""
    return show_page(deliberation_or_404(deliberation_id), ContributionForm())


def show_page(deliberation: Deliberation, form: ContributionForm) -> str:
    """The page of `deliberation`, with `form` at its foot."""
    actor = acting_member()
    kind = _kind_asked()
    counts = threads.counts(deliberation.id)
    roots = sum(counts.roots.values()) if kind is None else counts.roots[kind]
    pages = threads.pages_of(roots, threads.THREADS_PER_PAGE)
    page = min(page_asked(), pages)
    return render(
        "deliberations/show.html",
        deliberation=deliberation,
        form=form,
        counts=counts,
        kind=kind,
        kinds=KINDS,
        page=page,
        pages=pages,
        threads=threads.threads(deliberation.id, page, kind),
        is_followed=db.session.get(Follow, (deliberation.id, actor.id)) is not None,
        sections=[Markup(render(name, **told)) for name, told in sections(deliberation, actor)],  # noqa: S704
        policies=policies,
    )


def _kind_asked() -> ArgumentKind | None:
    asked = request.args.get("genre")
    return next((kind for kind in ArgumentKind if kind.value == asked), None)


@bp.get("/deliberations/<int:deliberation_id>/modifier")
@requires(policies.can_ask)
def edit(deliberation_id: int) -> Answer:
    """The form that rewords a question."""
    deliberation = deliberation_or_404(deliberation_id)
    allow(policies.can_reword_question(acting_member(), deliberation))
    return render(
        "deliberations/edit.html", deliberation=deliberation, form=DeliberationEditForm(obj=deliberation)
    )


@bp.post("/deliberations/<int:deliberation_id>/modifier")
@requires(policies.can_ask)
def update(deliberation_id: int) -> Answer:
    """Reword a question; someone else's rewording in between is shown, never overwritten unseen."""
    deliberation = deliberation_or_404(deliberation_id)
    allow(policies.can_reword_question(acting_member(), deliberation))
    form = DeliberationEditForm()
    page = {"deliberation": deliberation, "form": form}
    if not form.validate():
        return render("deliberations/edit.html", **page), 422
    try:
        changed = questions.reword(deliberation, acting_member(), seen=form.version.data or 0, **_typed(form))
    except (Closed, Stale) as refusal:
        begin_again(form, deliberation.version)
        return render("deliberations/edit.html", **page, refusal=REFUSALS[type(refusal)]), 409
    done = _("Question modifiée. L’ancienne version reste dans l’historique.")
    return committed(address(deliberation), done if changed else _("Rien n’avait changé."))


@bp.get("/deliberations/<int:deliberation_id>/historique")
@requires(policies.can_read)
def versions(deliberation_id: int) -> Answer:
    """Every wording of a question, the latest first."""
    deliberation = deliberation_or_404(deliberation_id)
    return render(
        "deliberations/history.html",
        deliberation=deliberation,
        wordings=history.of_deliberation(deliberation),
    )


@bp.post("/deliberations/<int:deliberation_id>/cloture")
@requires(policies.can_close)
def close(deliberation_id: int) -> Answer:
    """Close to new contributions."""
    deliberation = deliberation_or_404(deliberation_id)
    try:
        questions.close(deliberation, acting_member())
    except Closed:
        raise Refused(_("Cette délibération était déjà close. Rien n’a changé.")) from None
    return committed(
        address(deliberation), _("Délibération close. Elle reste lisible, et peut être rouverte.")
    )


@bp.post("/deliberations/<int:deliberation_id>/reouverture")
@requires(policies.can_close)
def reopen(deliberation_id: int) -> Answer:
    """Open again."""
    deliberation = deliberation_or_404(deliberation_id)
    questions.reopen(deliberation, acting_member())
    return committed(address(deliberation), _("Délibération rouverte."))


@bp.post("/deliberations/<int:deliberation_id>/suivi")
@requires(policies.can_read)
def follow(deliberation_id: int) -> Answer:
    """Follow."""
    deliberation = deliberation_or_404(deliberation_id)
    following.follow(deliberation, acting_member())
    return committed(address(deliberation), _("Vous suivez cette délibération."))


@bp.post("/deliberations/<int:deliberation_id>/suivi/fin")
@requires(policies.can_read)
def unfollow(deliberation_id: int) -> Answer:
    """Follow no longer."""
    deliberation = deliberation_or_404(deliberation_id)
    following.unfollow(deliberation, acting_member())
    return committed(address(deliberation), _("Vous ne suivez plus cette délibération."))
