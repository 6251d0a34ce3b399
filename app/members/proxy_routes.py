"""Pouvoirs: see them, give one, take one back."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import NumberRange

from app.db import db
from app.errors import Forbidden, Unseen
from app.forms import Form, one_of, options
from app.members import proxies
from app.members.models import Member, MemberStatus
from app.members.policies import can_record_proxy, can_revoke_proxy, signed_in
from app.members.proxy_rules import ProxyRefused
from app.members.proxy_wording import refusal
from app.web import acting_member, committed, render, requires

bp = Blueprint("proxies", __name__, url_prefix="/c/<slug>/pouvoirs")
Answer = str | Response | tuple[str, int]


class ProxyForm(Form):
    """Whose vote, to whom. Only a facilitator chooses whose."""

    principal = one_of(_l("Qui donne son pouvoir ?"), refusal=_l("Choisissez une personne."), coerce=int)
    holder = one_of(
        _l("À qui ?"),
        refusal=_l("Choisissez une personne de la liste."),
        validators=[NumberRange(min=1, message=_l("Choisissez une personne."))],
        coerce=int,
    )


def _form(actor: Member, people: list[Member]) -> ProxyForm:
    form = ProxyForm(principal=actor.id)
    choices = options((person.id, person.name) for person in people)
    form.holder.choices = [*options([(0, _("Choisir…"))]), *choices]
    if can_record_proxy(actor):
        form.principal.choices = choices
    else:
        del form.principal
    return form


def _page(form: ProxyForm, people: list[Member]) -> str:
    return render(
        "members/proxies.html",
        form=form,
        proxies=proxies.active(g.collective.id),
        limit=proxies.limit(g.collective.id),
        assists=can_record_proxy(acting_member()),
        can_revoke=lambda proxy: can_revoke_proxy(acting_member(), proxy),
        is_alone=len(people) < 2,
    )


def _people() -> list[Member]:
    return list(
        db.session.scalars(
            sa.select(Member)
            .filter_by(collective_id=g.collective.id, status=MemberStatus.ACTIVE)
            .order_by(Member.folded_name)
        )
    )


@bp.get("")
@requires(signed_in)
def index() -> Answer:
    """The proxies in force, and the form that gives one."""
    people = _people()
    return _page(_form(acting_member(), people), people)


@bp.post("")
@requires(signed_in)
def give() -> Answer:
    """Give one's own proxy; a facilitator may record another person's."""
    actor, people = acting_member(), _people()
    form = _form(actor, people)
    if not form.validate():
        return _page(form, people), 422
    known = {person.id: person for person in people}
    try:
        proxies.give(known[_principal_id(form, actor)], known[form.holder.data], actor)
    except ProxyRefused as error:
        form.holder.errors = [refusal(error)]
        return _page(form, people), 409
    return committed(url_for("proxies.index"), _("Le pouvoir est donné. Il peut être repris à tout moment."))


def _principal_id(form: ProxyForm, actor: Member) -> int:
    if can_record_proxy(actor):
        return int(form.principal.data)
    if request.form.get("principal", str(actor.id)) != str(actor.id):
        raise Forbidden(_("Vous ne pouvez donner que votre propre pouvoir."))
    return actor.id


@bp.post("/<int:proxy_id>/revocation")
@requires(signed_in)
def revoke(proxy_id: int) -> Answer:
    """Take a proxy back, or give it back."""
    actor, proxy = acting_member(), proxies.find(g.collective.id, proxy_id)
    if proxy is None:
        raise Unseen
    if not can_revoke_proxy(actor, proxy):
        raise Forbidden(_("Seules les deux personnes concernées, ou qui facilite, peuvent y mettre fin."))
    proxies.revoke(proxy, actor)
    return committed(url_for("proxies.index"), _("Ce pouvoir a pris fin."))
