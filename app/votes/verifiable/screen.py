"""What several pages of the urn share: the preparation as it stands, and a scrutineer's own part."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g, url_for

from app.db import db
from app.errors import Unseen
from app.members.models import Member, MemberStatus, Role
from app.votes.models import Decision
from app.votes.verifiable import preparing
from app.votes.verifiable.forms import ScrutineersForm, WindowForm
from app.votes.verifiable.models import SCRUTINEERS, Urn, UrnPhase, UrnScrutineer
from app.votes.verifiable.reading import presence_in, scrutineer_of, slips_in, urn_of
from app.votes.voices import roll_lines
from app.web import acting_member, render


def its_urn(decision: Decision) -> Urn:
    """The verifiable urn of a decision. Raises Unseen when it has none."""
    urn = urn_of(decision)
    if urn is None:
        raise Unseen
    return urn


def my_part(decision: Decision) -> tuple[Urn, UrnScrutineer]:
    """The urn and the reader's own part of it. Raises Unseen for who has none."""
    urn, actor = urn_of(decision), acting_member()
    if urn is None:
        raise Unseen
    mine = scrutineer_of(urn, actor)
    preparing.refuse_others(mine, actor)
    return urn, mine


def whose_part(urn: Urn, mine: UrnScrutineer, position: int | None) -> UrnScrutineer:
    """The part one decrypts: one's own, or that of an absent whose envelope is opened. Raises Unseen."""
    if position is None:
        return mine
    for one in urn.scrutineers:
        if one.position == position and one.part is None and urn.phase is UrnPhase.COUNTING:
            return one
    raise Unseen


def preparation_url(decision: Decision) -> str:
    """The page of the preparation."""
    return url_for("votes.prepare_urn", decision_id=decision.id)


def my_page(decision: Decision) -> str:
    """The page of a scrutineer."""
    return url_for("votes.scrutineer", decision_id=decision.id)


def scrutineers_form() -> ScrutineersForm:
    """Three lists of who may be a scrutineer."""
    form = ScrutineersForm()
    asked = sa.select(Member.id, Member.name).where(
        Member.collective_id == g.collective.id,
        Member.status == MemberStatus.ACTIVE,
        Member.role != Role.ADMINISTRATOR,
    )
    form.offer([(row[0], row[1]) for row in db.session.execute(asked.order_by(Member.folded_name))])
    return form


def window_form(urn: Urn) -> WindowForm:
    """The hours of registration, among these scrutineers."""
    form = WindowForm()
    form.offer([(one.position, one.member.name) for one in urn.scrutineers if one.seal_key])
    return form


def preparation(
    decision: Decision, urn: Urn, form: ScrutineersForm | None = None, window: WindowForm | None = None
) -> str:
    """The page of the preparation, with what was typed in one of its forms."""
    lines, _mine_line = roll_lines(decision, acting_member())
    if form is None:
        form = scrutineers_form()
        form.prefill([one.member_id for one in urn.scrutineers])
    if window is None:
        window = window_form(urn)
        if urn.window is not None:
            hours = urn.window
            window.prefill(hours.opens_at, hours.closes_at, hours.keeper, g.collective.timezone)
    return render(
        "votes/urn/preparation.html",
        decision=decision,
        urn=urn,
        form=form,
        window=window,
        lines=[line for line in lines if line.weight],
        missing=preparing.missing(urn),
        hands=SCRUTINEERS + 1,
        slips=slips_in(urn),
        presence=presence_in(urn) if urn.election else None,
    )
