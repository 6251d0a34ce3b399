"""Invite one person, or many at once; send an invitation again, or withdraw it."""

from __future__ import annotations

from flask import flash, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.errors import Refused
from app.forms import invisible_characters
from app.members import letters, links, people, roster
from app.members.forms import ManyForm, PersonForm
from app.members.mail import Letter, deliver
from app.members.models import LinkPurpose, Member
from app.members.policies import can_invite
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import members as bp
from app.members.routes.loading import load_to_help
from app.members.wording import FAULTS
from app.web import acting_member, committed, render, requires


def _letter(member: Member) -> Letter:
    return letters.written(member, links.invite(member, acting_member()), LinkPurpose.INVITATION)


def _sent(answer: Response, posted: list[Letter]) -> Response:
    """Send once the act is written; what could not leave is said, and can be sent again."""
    if not deliver(posted):
        flash(_("Mais la poste ne répond pas : renvoyez l’invitation plus tard, ou imprimez un billet."))
    return answer


@bp.get("/membres/inviter")
@requires(can_invite)
def invite() -> str:
    """Invite one person."""
    return render("members/invite.html", form=PersonForm())


@bp.post("/membres/inviter")
@requires(can_invite)
def add() -> Answer:
    """Add them; a letter leaves when they have an address."""
    form = PersonForm()
    who = form.person(*people.taken(g.collective.id))
    try:
        added = people.add(g.collective.id, [who], acting_member()) if who else []
    except people.PersonRefused as refused:
        form.refuse(form[refused.field], refused.code)
        added = []
    if not added:
        return render("members/invite.html", form=form, known=_known(form.name.data or "")), 422
    member = added[0]
    posted = [_letter(member)] if member.email else []
    done = (
        _("%(name)s est inscrit·e, et l’invitation est partie.", name=member.name)
        if posted
        else _("%(name)s est inscrit·e.", name=member.name)
    )
    return _sent(committed(url_for("members.show", member_id=member.id), done), posted)


def _known(name: str) -> Member | None:
    """Who bears that name already, so that the page leads to them."""
    # Characters that no name holds are refused by the form, and no database need be asked about them.
    return None if invisible_characters(name) else people.find(g.collective.id, name)


@bp.get("/membres/inviter/liste")
@requires(can_invite)
def invite_many() -> str:
    """Invite many people at once."""
    return render("members/invite_many.html", form=ManyForm())


@bp.post("/membres/inviter/liste")
@requires(can_invite)
def add_many() -> Answer:
    """Read the list back; add everyone once it was confirmed, nobody while a line is wrong."""
    form = ManyForm()
    if not form.validate():
        return render("members/invite_many.html", form=form), 422
    persons, faults = roster.read(form.people.data or "", *people.taken(g.collective.id))
    if faults or not persons:
        told = [(fault, FAULTS[fault.code]) for fault in faults]
        return render("members/invite_many.html", form=form, faults=told), 422
    if not form.confirmed.data:
        return render("members/invite_many.html", form=form, persons=persons)
    try:
        added = people.add(g.collective.id, persons, acting_member())
    except people.PersonRefused:
        raise Refused(
            _("Quelqu’un vient d’inscrire une de ces personnes. Reprenez la liste et vérifiez-la de nouveau.")
        ) from None
    posted = [_letter(member) for member in added if member.email]
    done = ngettext("%(num)d personne est inscrite.", "%(num)d personnes sont inscrites.", len(added))
    return _sent(committed(url_for("members.slips"), done), posted)


@bp.post("/membres/<int:member_id>/invitation")
@requires(can_invite)
def invite_again(member_id: int) -> Answer:
    """Send an invitation; the former one opens nothing any more."""
    member = load_to_help(member_id)
    if member.email is None:
        raise Refused(_("Il n’y a pas d’adresse où écrire. Ajoutez-la à la fiche, ou imprimez un billet."))
    posted = [_letter(member)]
    back = url_for("members.show", member_id=member.id)
    return _sent(committed(back, _("L’invitation est partie.")), posted)


@bp.post("/membres/<int:member_id>/invitation/annulation")
@requires(can_invite)
def withdraw_invitation(member_id: int) -> Answer:
    """Make the invitation useless."""
    member = load_to_help(member_id)
    links.withdraw_invitation(member, acting_member())
    return committed(url_for("members.show", member_id=member.id), _("L’invitation n’ouvre plus rien."))
