"""Coming in: by a link sent to one's address, or by the code of a printed slip. Going out."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import sqlalchemy as sa
from flask import current_app, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import db
from app.errors import Unseen
from app.members import codes, doorways, letters, limits, links, membership, slips
from app.members.access import begin_session, end_session
from app.members.forms import CodeForm, ConfirmForm, LinkForm
from app.members.mail import after, deliver
from app.members.models import LinkPurpose, MagicLink, Member, MemberStatus, Role
from app.members.policies import signed_in
from app.members.routes.blueprints import Answer
from app.members.routes.blueprints import members as bp
from app.members.wording import LINK_FAULTS, ROLES, WRONG_CODE
from app.web import committed, current_actor, everyone, local_path, render, requires

LONGEST_NEXT = 300


def next_page() -> str | None:
    """Where the person was going, when it is a page of this site with an address of a usual length."""
    address = local_path(request.values.get("next"))
    return address if address and len(quote(address)) <= LONGEST_NEXT else None


def enter(member: Member, how: str | None, *, keep: bool = True) -> Response:
    """Sign `member` in on this browser, lead to where they were going or to the collective's home.

    `how`, "link" or "slip", is recorded the first time; None records nothing.
    """
    if how:
        membership.join(member, how)
    begin_session(member, keep=keep)
    home = url_for("collectives.home", slug=member.collective.slug)
    # Not `committed`: a form sent twice must sign in each time, the first answer may have been lost.
    db.session.commit()
    flash(_("Bienvenue, %(name)s !", name=member.name))
    return redirect(next_page() or home, 303)


def unstored(page: str, status: int = 200) -> Response:
    """A page that no browser keeps: it holds a secret."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(link: LinkForm, slip: CodeForm) -> str:
    return render(
        "members/sign_in.html",
        link=link,
        slip=slip,
        next_page=next_page(),
        demo=representatives() if current_app.config["DEMO"] else [],
    )


@bp.get("/entrer")
@requires(everyone)
def sign_in() -> Answer:
    """The ways in."""
    if current_actor() is not None:
        return redirect(next_page() or url_for("collectives.home"), 303)
    return _page(LinkForm(), CodeForm())


@bp.post("/entrer/lettre")
@requires(everyone)
def request_link() -> Answer:
    """Send a link. Whether the address is known is looked up once the answer, always the same, is given."""
    form = LinkForm()
    if not form.validate():
        return _page(form, CodeForm(formdata=None)), 422
    email = (form.email.data or "").lower()
    limits.count_letter(email, g.collective.slug)
    answer = committed(url_for("members.letter_sent", next=next_page()))
    return after(answer, partial(_send_link, g.collective.id, email, next_page()))


def _send_link(collective_id: int, email: str, going_to: str | None) -> None:
    member = db.session.scalar(
        sa.select(Member).filter_by(collective_id=collective_id, email=email, status=MemberStatus.ACTIVE)
    )
    if member is None:
        return
    token = links.issue(member, LinkPurpose.SIGN_IN)
    letter = letters.written(member, token, LinkPurpose.SIGN_IN, next_page=going_to)
    db.session.commit()
    deliver([letter])


@bp.get("/entrer/lettre")
@requires(everyone)
def letter_sent() -> str:
    """What to do while the letter is on its way."""
    return render(
        "members/letter_sent.html", next_page=next_page(), in_outbox=not current_app.config["SMTP_URL"]
    )


@bp.get("/entrer/lien/<token>")
@requires(everyone)
def open_link(token: str) -> Answer:
    """Show who the link is for, and the button that uses it: mail scanners open links, they press nothing."""
    link = _link(token)
    if code := links.fault(link):
        return _refused(code)
    return unstored(render("members/link.html", link=link, form=ConfirmForm(), next_page=next_page()))


@bp.post("/entrer/lien/<token>")
@requires(everyone)
def use_link(token: str) -> Answer:
    """Come in."""
    link, form = _link(token), ConfirmForm()
    try:
        links.consume(link, form.key.data or "")
    except links.LinkRefused as refused:
        db.session.rollback()
        return _refused(refused.code)
    return enter(link.member, "link", keep=not form.shared.data)


def _link(token: str) -> MagicLink:
    link = links.find(g.collective.id, token)
    if link is None:
        raise Unseen(_("Ce lien n’est pas complet, ou n’est plus bon. Copiez-le en entier depuis la lettre."))
    return link


def _refused(code: str) -> Answer:
    page = render("members/link_refused.html", why=LINK_FAULTS[code], link=LinkForm(formdata=None))
    return unstored(page, 409)


@bp.post("/entrer/billet")
@requires(everyone)
def enter_by_code() -> Answer:
    """Come in with a slip."""
    form = CodeForm()
    return by_code(form, g.collective.slug) or (_page(LinkForm(formdata=None), form), 422)


def by_code(form: CodeForm, slug: str) -> Response | None:
    """Come in by the code typed in `form`; None, with the reason next to the field, when it opens nothing."""
    if not form.validate():
        return None
    if codes.read(form.code.data or "") is None and (address := doorways.elsewhere(form.code.data or "")):
        return redirect(address, 303)
    limits.before_code(slug)
    member = slips.use(form.code.data or "")
    if member is None:
        limits.count_wrong_code(slug)
        form.code.errors = [WRONG_CODE]
        return None
    return enter(member, "slip", keep=not form.shared.data)


@bp.post("/sortie")
@requires(signed_in)
def sign_out() -> Response:
    """Go out."""
    end_session()
    return committed(url_for("collectives.home"), _("Vous êtes sorti·e. À bientôt !"))


# --- the demonstration's own door ---------------------------------------------------------------------


def representatives() -> list[tuple[str, str, str]]:
    """For each role its code, its name, and who lends their eyes: (`public`, …, "") comes first."""
    rows = db.session.scalars(
        sa.select(Member)
        .filter_by(collective_id=g.collective.id, status=MemberStatus.ACTIVE)
        .order_by(Member.id.desc())
    )
    first = {member.role: member.name for member in rows}
    return [
        ("public", _("public, sans compte"), ""),
        *((role.value, str(ROLES[role]), first[role]) for role in Role if role in first),
    ]


@bp.post("/entrer/comme")
@requires(everyone)
def enter_as() -> Response:
    """See the demonstration with the eyes of a role. There is no such door outside a demonstration."""
    if not current_app.config["DEMO"]:
        raise Unseen
    role = request.form.get("role", "")
    if role == "public":
        end_session()
        return committed(url_for("collectives.home"))
    if role not in {known.value for known in Role}:
        raise Unseen
    member = db.session.scalar(
        sa.select(Member)
        .filter_by(collective_id=g.collective.id, status=MemberStatus.ACTIVE, role=Role(role))
        .order_by(Member.id)
        .limit(1)
    )
    if member is None:
        raise Unseen
    return enter(member, None)
