"""Withdrawing one's contribution, removing another's for a reason, putting it back."""

from __future__ import annotations

from flask_babel import gettext as _

from app.deliberations import policies
from app.deliberations.contribution_routes import landing
from app.deliberations.forms import ModerationForm
from app.deliberations.loading import allow, contribution_or_404
from app.deliberations.models import Contribution, Removal
from app.deliberations.refusals import Closed, Removed
from app.deliberations.routes import Answer, bp
from app.deliberations.services import contributions
from app.errors import Refused
from app.web import acting_member, committed, render, requires


def _remove(found: Contribution, removal: Removal, note: str = "") -> None:
    try:
        contributions.remove(found, acting_member(), removal, note)
    except Closed:
        raise Refused(_("La délibération est close : ce qui y a été dit reste. Rien n’a changé.")) from None
    except Removed:
        raise Refused(_("Cette contribution était déjà retirée. Rien n’a changé.")) from None


@bp.post("/contributions/<int:contribution_id>/retrait")
@requires(policies.can_contribute)
def withdraw(contribution_id: int) -> Answer:
    """Withdraw what one wrote; the answers to it stay."""
    found = contribution_or_404(contribution_id)
    allow(policies.can_withdraw(acting_member(), found))
    _remove(found, Removal.WITHDRAWN)
    return committed(landing(found), _("Contribution retirée. Vous pouvez encore la rétablir."))


@bp.get("/contributions/<int:contribution_id>/moderation")
@requires(policies.can_moderate)
def moderation(contribution_id: int) -> Answer:
    """The form that asks for a reason."""
    found = contribution_or_404(contribution_id)
    return render("deliberations/moderate.html", contribution=found, form=ModerationForm())


@bp.post("/contributions/<int:contribution_id>/moderation")
@requires(policies.can_moderate)
def moderate(contribution_id: int) -> Answer:
    """Remove a contribution, saying why in its place."""
    found = contribution_or_404(contribution_id)
    form = ModerationForm()
    if not form.validate():
        return render("deliberations/moderate.html", contribution=found, form=form), 422
    _remove(found, form.removal, form.note.data or "")
    return committed(landing(found), _("Contribution retirée ; le motif est affiché à sa place."))


@bp.post("/contributions/<int:contribution_id>/retablissement")
@requires(policies.can_contribute)
def restore(contribution_id: int) -> Answer:
    """Show again what was withdrawn or removed."""
    found = contribution_or_404(contribution_id)
    allow(policies.can_restore(acting_member(), found))
    try:
        contributions.restore(found, acting_member())
    except Closed:
        raise Refused(_("La délibération est close : rouvrez-la d’abord. Rien n’a changé.")) from None
    return committed(landing(found), _("Contribution rétablie."))
