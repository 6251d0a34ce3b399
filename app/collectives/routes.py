"""The list of collectives, the founding of one, its home, its settings."""

from __future__ import annotations

from flask import Blueprint, g, redirect, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.collectives import checklist, founding, home, services
from app.collectives.forms import FoundingForm, SettingsForm
from app.collectives.policies import already_founded, can_found, can_settle
from app.collectives.wording import PRESETS
from app.errors import Forbidden
from app.members.access import begin_session
from app.web import acting_member, answer_before, committed, current_actor, everyone, render, requires

bp = Blueprint("collectives", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/")
@requires(everyone)
def index() -> Answer:
    """The collectives; the only one; or the founding of the first."""
    found = services.collectives()
    if not found:
        return redirect(url_for("collectives.new"), 303)
    if len(found) == 1:
        return redirect(url_for("collectives.home", slug=found[0].slug), 303)
    return render("collectives/index.html", collectives=found, can_found=can_found(current_actor()))


@bp.get("/collectifs/nouveau")
@requires(can_found)
def new() -> Answer:
    """The guide of the founder."""
    return _founding_page(FoundingForm())


@bp.post("/collectifs/nouveau")
@requires(can_found)
def create() -> Answer:
    """Found, sign the founder in, lead to the collective's home."""
    form = FoundingForm()
    if not form.validate():
        return _founding_page(form), 422
    actor = current_actor()
    # Whoever is no administrator was let in because nothing was founded yet: they claim to be the first.
    first = actor is None or not actor.is_administrator
    typed = {name: form[name].data or "" for name in ("name", "territory", "presentation", "founder")}
    try:
        collective, founder = founding.found(
            **typed, email=form.email.data, preset=form.preset.data, first=first
        )
    except founding.AlreadyFounded:
        # By oneself perhaps: a double click, of which both were on their way.
        if accepted := answer_before():
            return accepted
        raise Forbidden(already_founded()) from None
    begin_session(founder, by_form=True)
    welcome = _("Votre collectif est fondé. Bienvenue !")
    if not founder.email:
        welcome += " " + _(
            "Sans adresse e-mail, imprimez d’abord votre billet d’accès : lui seul vous fera revenir."
        )
    return committed(url_for("collectives.home", slug=collective.slug), welcome)


def _founding_page(form: FoundingForm) -> str:
    return render("collectives/new.html", form=form, presets=PRESETS, is_first=founding.is_empty_instance())


def _rendered(contents: list[home.Content]) -> list[Markup]:
    return [Markup(render(name, **told)) for name, told in contents]  # noqa: S704


@bp.get("/c/<slug>/", endpoint="home")
@requires(everyone)
def home_page() -> Answer:
    """The collective's home."""
    actor = current_actor()
    return render(
        "collectives/home.html",
        panels=_rendered(home.panels(g.collective, actor)),
        emblems=_rendered(home.emblems(g.collective, actor)),
        steps=checklist.steps(g.collective, actor),
        can_settle=can_settle(actor),
    )


@bp.get("/c/<slug>/reglages")
@requires(can_settle)
def settings() -> Answer:
    """What an administrator may change alone."""
    return render("collectives/settings.html", form=SettingsForm(obj=g.collective))


@bp.post("/c/<slug>/reglages")
@requires(can_settle)
def settle() -> Answer:
    """Change the settings."""
    form = SettingsForm()
    if not form.validate():
        return render("collectives/settings.html", form=form), 422
    values = {name: form[name].data for name in services.SETTINGS}
    values["territory"], values["presentation"] = values["territory"] or "", values["presentation"] or ""
    changed = services.settle(g.collective, acting_member(), **values)
    done = _("Réglages enregistrés.") if changed else _("Rien n’avait changé.")
    return committed(url_for("collectives.settings"), done)
