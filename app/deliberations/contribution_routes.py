"""Contributing, answering, reading one contribution or its thread, rewording it."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import db, reading
from app.deliberations import history, policies, threads
from app.deliberations.forms import AssistedForm, ContributionEditForm, ContributionForm, begin_again
from app.deliberations.loading import (
    allow,
    contribution_or_404,
    deliberation_or_404,
    page_asked,
    parent_or_404,
)
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.people import active_members
from app.deliberations.refusals import Closed, Removed, Stale
from app.deliberations.routes import Answer, bp
from app.deliberations.services import contributions
from app.deliberations.wording import REFUSALS
from app.errors import Forbidden
from app.extensions import htmx
from app.members.models import Member
from app.web import acting_member, committed, render, requires


def landing(contribution: Contribution) -> str:
    """The address at which `contribution` is read among the others."""
    place = threads.place(contribution)
    where: dict[str, Any] = {
        "page": place.page if place.page > 1 else None,
        "_anchor": f"c{contribution.id}",
    }
    if place.thread_id is not None:
        return url_for("deliberations.thread", contribution_id=place.thread_id, **where)
    return url_for("deliberations.show", deliberation_id=contribution.deliberation_id, **where)


# --- contributing ------------------------------------------------------------------------------------


@bp.get("/deliberations/<int:deliberation_id>/contributions/nouvelle")
@requires(policies.can_contribute)
def new_contribution(deliberation_id: int) -> Answer:
    """The form of a contribution, of an answer (`?reponse=<id>`), or for someone else (`?pour=autrui`)."""
    deliberation = deliberation_or_404(deliberation_id)
    parent = parent_or_404(deliberation)
    return _form_page(deliberation, parent, _form(parent))


@bp.post("/deliberations/<int:deliberation_id>/contributions")
@requires(policies.can_contribute)
def contribute(deliberation_id: int) -> Answer:
    """Publish a contribution, and land on it."""
    deliberation = deliberation_or_404(deliberation_id)
    parent = parent_or_404(deliberation)
    form = _form(parent)
    if not form.validate():
        return _refused(deliberation, parent, form, 422)
    actor = acting_member()
    author, assistant = _speaker(form, actor)
    try:
        added = contributions.contribute(
            deliberation,
            author,
            text=form.text.data or "",
            kind=form.kind,
            side=form.side,
            parent=parent,
            assisted_by=assistant,
        )
    except (Closed, Removed) as refusal:
        # What was removed is not answered any more; the same text can stand on its own.
        return _refused(deliberation, None, form, 409, refusal)
    where = landing(added)
    if not htmx:
        return committed(where, _("C’est publié. Relisez-vous : vous pouvez encore modifier votre texte."))
    answer = committed(where)
    return _posted(added, deliberation) if answer.location == where else answer


def _form(parent: Contribution | None) -> ContributionForm:
    if not _for_someone_else():
        return ContributionForm(is_answer=parent is not None)
    if not policies.can_assist(acting_member()):
        raise Forbidden(_("Seules les personnes qui animent peuvent saisir au nom de quelqu’un."))
    return AssistedForm(active_members(g.collective.id), is_answer=parent is not None)


def _for_someone_else() -> bool:
    return request.args.get("pour") == "autrui"


def _speaker(form: ContributionForm, actor: Member) -> tuple[Member, Member | None]:
    """Whose contribution it is, and who types it for them."""
    if not isinstance(form, AssistedForm) or form.author.data == actor.id:
        return actor, None
    return db.session.get_one(Member, form.author.data), actor


def _form_page(
    deliberation: Deliberation,
    parent: Contribution | None,
    form: ContributionForm,
    refusal: Exception | None = None,
) -> str:
    return render(
        "deliberations/contribute.html",
        deliberation=deliberation,
        parent=parent,
        form=form,
        elsewhere="autrui" if _for_someone_else() else None,
        refusal=REFUSALS[type(refusal)] if refusal else None,
        policies=policies,
    )


def _refused(
    deliberation: Deliberation,
    parent: Contribution | None,
    form: ContributionForm,
    status: int,
    refusal: Exception | None = None,
) -> Answer:
    """The form again, with what was typed; alone in the place of the one on the page, when htmx asks."""
    if not htmx:
        return _form_page(deliberation, parent, form, refusal), status
    told = REFUSALS[type(refusal)] if refusal else None
    answer = make_response(
        render("deliberations/_form.html", deliberation=deliberation, form=form, refusal=told), status
    )
    answer.headers.update(
        {"HX-Retarget": "#contribute", "HX-Reselect": "#contribute", "HX-Reswap": "outerHTML"}
    )
    return answer


def _posted(added: Contribution, deliberation: Deliberation) -> Answer:
    """What htmx puts on the page: the contribution, and an empty form in the place of the one sent."""
    reading()
    form = ContributionForm(formdata=None)
    thread = threads.Thread(threads.entry(added), [], 0)
    return render(
        "deliberations/_posted.html",
        deliberation=deliberation,
        thread=thread,
        form=form,
        policies=policies,
    )


# --- reading -----------------------------------------------------------------------------------------


@bp.get("/contributions/<int:contribution_id>")
@requires(policies.can_read)
def contribution(contribution_id: int) -> Response:
    """Lead to where the contribution is read."""
    return redirect(landing(contribution_or_404(contribution_id)), 303)


@bp.get("/contributions/<int:contribution_id>/discussion")
@requires(policies.can_read)
def thread(contribution_id: int) -> Answer:
    """A thread alone, whatever its length."""
    root = contribution_or_404(contribution_id)
    if root.root_id is not None:
        return redirect(landing(root), 303)
    answers, page, pages = threads.whole_thread(root, page_asked())
    return render(
        "deliberations/thread.html",
        deliberation=root.deliberation,
        root=threads.entry(root),
        answers=answers,
        page=page,
        pages=pages,
        policies=policies,
    )


@bp.get("/contributions/<int:contribution_id>/historique")
@requires(policies.can_read)
def wordings(contribution_id: int) -> Answer:
    """Every wording of a contribution; once removed, to its author and the facilitators only."""
    found = contribution_or_404(contribution_id)
    if not policies.can_read_removed(acting_member(), found):
        raise Forbidden(_("Ce texte a été retiré : seules les personnes qui animent peuvent le relire."))
    return render(
        "deliberations/history.html",
        deliberation=found.deliberation,
        contribution=found,
        wordings=history.of_contribution(found),
    )


# --- rewording ---------------------------------------------------------------------------------------


@bp.get("/contributions/<int:contribution_id>/modifier")
@requires(policies.can_contribute)
def edit_contribution(contribution_id: int) -> Answer:
    """The form that rewords a contribution."""
    found = contribution_or_404(contribution_id)
    allow(policies.can_reword(acting_member(), found))
    form = ContributionEditForm.of(found, filled=True)
    return render("deliberations/edit_contribution.html", contribution=found, form=form)


@bp.post("/contributions/<int:contribution_id>/modifier")
@requires(policies.can_contribute)
def update_contribution(contribution_id: int) -> Answer:
    """Reword a contribution; another rewording in between is shown, never overwritten unseen."""
    found = contribution_or_404(contribution_id)
    allow(policies.can_reword(acting_member(), found))
    form = ContributionEditForm.of(found)
    page = {"contribution": found, "form": form}
    if not form.validate():
        return render("deliberations/edit_contribution.html", **page), 422
    try:
        changed = contributions.reword(
            found,
            acting_member(),
            seen=form.version.data or 0,
            text=form.text.data or "",
            kind=form.kind,
            side=form.side,
        )
    except (Closed, Removed, Stale) as refusal:
        begin_again(form, found.version)
        told = REFUSALS[type(refusal)]
        return render("deliberations/edit_contribution.html", **page, refusal=told), 409
    done = _("Texte modifié. L’ancienne version reste dans l’historique.")
    return committed(landing(found), done if changed else _("Rien n’avait changé."))
