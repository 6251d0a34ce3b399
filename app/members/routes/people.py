"""The list of members, a member's page, and what an administrator does with them."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.members import forms, links, listing, membership, people, slips
from app.members.forms import ErasureForm, RoleForm
from app.members.models import Member, MemberStatus
from app.members.policies import (
    can_change_role,
    can_help,
    can_invite,
    can_remove,
    can_see_people,
    facilitators,
)
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import members as bp
from app.members.routes.loading import load, load_to_help
from app.members.wording import ROLES, STATUSES
from app.web import acting_member, committed, render, requires


@bp.get("/membres")
@requires(can_see_people)
def index() -> str:
    """Who is a member."""
    wanted = listing.Filter(request.args.get("q", "")[:80], request.args.get("groupe", "")[:20])
    number = min(max(request.args.get("page", 1, int), 1), 1_000_000)
    lines, count = listing.page(g.collective.id, wanted, number)
    asked: dict[str, Any] = {"q": wanted.query or None, "groupe": wanted.group or None}
    return render(
        "members/index.html",
        lines=lines,
        count=count,
        wanted=wanted,
        roles=ROLES,
        can_invite=can_invite(acting_member()),
        page=number,
        pages=max(1, -(-count // listing.PAGE)),
        page_url=lambda number: url_for("members.index", page=number, **asked),
    )


def _page(member: Member, role_form: RoleForm, erasure_form: ErasureForm) -> str:
    actor = acting_member()
    helps = can_help(actor, member)
    return render(
        "members/show.html",
        member=member,
        line=listing.line(member),
        role=ROLES[member.role],
        status=STATUSES[member.status],
        is_gone=member.status is not MemberStatus.ACTIVE,
        is_erased=member.status is MemberStatus.ERASED,
        invitation=links.invitation(member) if helps else None,
        slip=slips.active(member) if helps else None,
        role_form=role_form,
        erasure_form=erasure_form,
        helps=helps,
        can_change_role=can_change_role(actor) and member.is_active,
        can_remove=can_remove(actor) and member.status is not MemberStatus.ERASED,
    )


@bp.get("/membres/<int:member_id>")
@requires(can_see_people)
def show(member_id: int) -> str:
    """A member; for those who may, their ways in."""
    member = load(member_id)
    return _page(member, RoleForm(role=member.role.value), ErasureForm())


@bp.get("/membres/<int:member_id>/fiche")
@requires(facilitators)
def edit(member_id: int) -> Answer:
    """Mend a name or an address for someone."""
    member = load_to_help(member_id)
    return render("members/edit.html", member=member, form=forms.of(member))


@bp.post("/membres/<int:member_id>/fiche")
@requires(facilitators)
def save(member_id: int) -> Answer:
    """Save it."""
    member = load_to_help(member_id)
    form = forms.of(member)
    if not save_person(form, member):
        return render("members/edit.html", member=member, form=form), 422
    return committed(url_for("members.show", member_id=member.id), _("Fiche enregistrée."))


def save_person(form: forms.PersonForm, member: Member) -> bool:
    """Edit `member` as typed; False, with the reason next to its field, when it cannot be."""
    who = form.person(*people.taken(g.collective.id, but=member))
    if who is None:
        return False
    try:
        people.edit(member, who.name, who.email, acting_member())
    except people.PersonRefused as refused:
        form.refuse(form[refused.field], refused.code)
        return False
    return True


@bp.post("/membres/<int:member_id>/role")
@requires(can_change_role)
def change_role(member_id: int) -> Answer:
    """Give a role."""
    member, form = load(member_id), RoleForm()
    if not member.is_active or not form.validate():
        return _page(member, form, ErasureForm(formdata=None)), 422
    membership.change_role(member, form.chosen(), acting_member())
    return committed(url_for("members.show", member_id=member.id), _("Rôle enregistré."))


@bp.post("/membres/<int:member_id>/depart")
@requires(can_remove)
def leave(member_id: int) -> Response:
    """Note that someone left the collective."""
    member = load(member_id)
    membership.leave(member, acting_member())
    return committed(url_for("members.show", member_id=member.id), _("Le départ est noté."))


@bp.post("/membres/<int:member_id>/retour")
@requires(can_remove)
def come_back(member_id: int) -> Response:
    """Take back someone who had left."""
    member = load(member_id)
    membership.come_back(member, acting_member())
    return committed(url_for("members.show", member_id=member.id), _("Bon retour parmi nous !"))


@bp.post("/membres/<int:member_id>/effacement")
@requires(can_remove)
def erase(member_id: int) -> Answer:
    """Take a person's name away, when they ask for it."""
    member, form = load(member_id), ErasureForm()
    if not form.validate():
        return _page(member, RoleForm(formdata=None, role=member.role.value), form), 422
    membership.erase(member, acting_member())
    return committed(url_for("members.show", member_id=member.id), _("Le nom est effacé."))
