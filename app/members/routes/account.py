"""One's own page: name and address, browsers, data; leaving, and being forgotten."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response

from app.errors import Unseen
from app.members import access, export, forms, membership
from app.members.forms import ErasureForm, PersonForm
from app.members.policies import can_see_oneself
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import members as bp
from app.members.routes.people import save_person
from app.members.routes.sign_in import unstored
from app.members.wording import ROLES_EXPLAINED
from app.web import acting_member, committed, render, requires


def _page(form: PersonForm, erasure_form: ErasureForm) -> str:
    actor = acting_member()
    return render(
        "members/account.html",
        form=form,
        erasure_form=erasure_form,
        sessions=[(found, access.is_this_browser(found)) for found in access.sessions(actor)],
        role=ROLES_EXPLAINED[actor.role],
    )


@bp.get("/moi")
@requires(can_see_oneself)
def account() -> Answer:
    """One's own page."""
    return _page(forms.of(acting_member()), ErasureForm())


@bp.post("/moi")
@requires(can_see_oneself)
def save_account() -> Answer:
    """Change one's name or address."""
    form = forms.of(acting_member())
    if not save_person(form, acting_member()):
        return _page(form, ErasureForm(formdata=None)), 422
    return committed(url_for("members.account"), _("C’est enregistré."))


@bp.post("/moi/appareils/<int:session_id>/fermeture")
@requires(can_see_oneself)
def close_session(session_id: int) -> Response:
    """Sign one of one's browsers out, from afar."""
    if not access.revoke_session(acting_member(), session_id):
        raise Unseen
    return committed(url_for("members.account", _anchor="devices"), _("Cet appareil est déconnecté."))


@bp.post("/moi/appareils/fermeture")
@requires(can_see_oneself)
def close_sessions() -> Response:
    """Sign all the other ones out."""
    access.revoke_sessions(acting_member(), but_this_one=True)
    done = _("Tous vos autres appareils sont déconnectés.")
    return committed(url_for("members.account", _anchor="devices"), done)


@bp.get("/moi/donnees.json")
@requires(can_see_oneself)
def my_data() -> Response:
    """All that is known of oneself, to take away."""
    actor = acting_member()
    answer = unstored(export.document(actor))
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.collective.slug}-mes-donnees.json"'
    return answer


@bp.post("/moi/depart")
@requires(can_see_oneself)
def leave_collective() -> Response:
    """Leave; one's past acts keep one's name."""
    return _gone(membership.leave, _("Vous avez quitté le collectif. Merci pour ce que vous y avez apporté."))


@bp.post("/moi/effacement")
@requires(can_see_oneself)
def erase_oneself() -> Answer:
    """Leave, and take one's name away."""
    form = ErasureForm()
    if not form.validate():
        return _page(forms.of(acting_member()), form), 422
    return _gone(membership.erase, _("Votre nom est effacé. Ce que vous avez fait reste, sans lui."))


def _gone(act: Any, farewell: str) -> Response:
    actor = acting_member()
    act(actor, actor)
    answer = committed(url_for("collectives.home"), farewell)
    logout_user()
    return answer
