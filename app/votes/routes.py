"""The decision register, a decision's page, its file, and what facilitators open and end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.db import db
from app.errors import Refused, Unseen
from app.members.attendance import local_day
from app.members.models import Member, MemberStatus
from app.members.policies import signed_in
from app.votes import boxes, listing, policies, screen, services
from app.votes.forms import BallotForm, OpeningForm, TextForm
from app.votes.models import Decision, DecisionFacts, DecisionState
from app.votes.reading import page_of
from app.votes.rules import DecisionMode
from app.votes.visibility import find_decision
from app.votes.voices import roll_of
from app.votes.wording import KINDS, METHODS
from app.web import SAFE_METHODS, acting_member, committed, current_actor, everyone, render, requires

bp = Blueprint("votes", __name__, url_prefix="/c/<slug>")
Answer = str | AnyResponse | tuple[str, int]
# Beside the states of a decision, in the filter of the register.
TO_REVIEW = "review"


@bp.get("/decisions")
@requires(everyone)
def index() -> Answer:
    """The decision register."""
    asked = request.args
    state = asked.get("state") if asked.get("state") in {state.value for state in DecisionState} else None
    mode = asked.get("mode") if asked.get("mode") in set(DecisionMode) else None
    actor = current_actor()
    found = listing.decisions_of(
        g.collective.id,
        actor,
        query=asked.get("q", "")[:200],
        state=DecisionState(state) if state else None,
        mode=DecisionMode(mode) if mode else None,
        to_review_by=local_day(g.collective.timezone) if asked.get("state") == TO_REVIEW else None,
        page=asked.get("page", 1, type=int),
    )

    def page_url(page: int) -> str:
        filters: dict[str, Any] = asked.to_dict()
        return url_for("votes.index", **filters | {"page": page})

    return render(
        "votes/index.html", found=found, asked=asked, page_url=page_url, can_lead=policies.can_lead(actor)
    )


@bp.get("/decisions/nouvelle")
@requires(policies.can_lead)
def new() -> Answer:
    """Open a decision that no proposal carries."""
    return render("votes/new.html", form=_opening_form(), rulebook=_rulebook())


@bp.post("/decisions")
@requires(policies.can_lead)
def create() -> Answer:
    """Open it."""
    form = _opening_form()
    if not form.validate_on_submit():
        return render("votes/new.html", form=form, rulebook=_rulebook()), 422
    try:
        decision = services.open_decision(
            g.collective,
            actor=acting_member(),
            closes_at=form.deadline(g.collective.timezone),
            **form.asked(),
        )
    except Refused as refusal:  # the typed text stays in the form
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return render("votes/new.html", form=form, rulebook=_rulebook()), refusal.status
    return committed(show_url(decision), _("La décision est ouverte."))


def _opening_form() -> OpeningForm:
    form = OpeningForm()
    query = db.select(Member.id, Member.name).filter_by(
        collective_id=g.collective.id, status=MemberStatus.ACTIVE
    )
    members = [(row[0], row[1]) for row in db.session.execute(query.order_by(Member.folded_name))]
    form.offer(KINDS.items(), METHODS.items(), members)
    return form


def _rulebook() -> Any:
    from app.votes.rulebook import current_rulebook

    return current_rulebook(g.collective.id)


@bp.get("/decisions/<int:decision_id>")
@requires(everyone)
def show(decision_id: int) -> Answer:
    """A decision: what is asked, by which rules, who speaks, what came out and why."""
    return decision_page(load(decision_id))


@bp.get("/decisions/<int:decision_id>/liste")
@requires(signed_in)
def roll(decision_id: int) -> Answer:
    """The roll, the émargement, and who expressed what when the rules show it."""
    decision, actor = load(decision_id), acting_member()
    lines, said = roll_of(decision, actor)
    return render(
        "votes/roll.html",
        decision=decision,
        lines=lines,
        said_by=said,
        **screen.for_page(decision, actor),
    )


@bp.get("/decisions/<int:decision_id>.json")
@requires(everyone)
def file(decision_id: int) -> Response:
    """The decision file of a closed decision."""
    decision = load(decision_id)
    if decision.document is None:
        raise Unseen
    return Response(decision.document + "\n", mimetype="application/json")


@bp.post("/decisions/<int:decision_id>/cloture")
@requires(policies.can_lead)
def close(decision_id: int) -> Answer:
    """Count and publish. Whoever comes second is told so; nothing changes."""
    decision = load(decision_id)
    if not decision.is_open:
        raise Refused(_("Cette décision est déjà close : son résultat n’a pas changé."))
    services.close(decision, acting_member())
    return committed(show_url(decision), _("La décision est close."))


@bp.post("/decisions/<int:decision_id>/annulation")
@requires(policies.can_lead)
def cancel(decision_id: int) -> Answer:
    """End without an outcome."""
    decision = load(decision_id)
    services.cancel(decision, acting_member())
    return committed(show_url(decision), _("La décision est annulée ; rien n’a été compté."))


@bp.post("/decisions/<int:decision_id>/suite")
@requires(policies.can_lead)
def follow(decision_id: int) -> Answer:
    """Open what comes after: the next mode, the same again, a second round."""
    following = services.follow(load(decision_id), acting_member(), request.form.get("act", ""))
    return committed(show_url(following), _("La décision suivante est ouverte."))


# --- shared with the routes of ballots and rounds ----------------------------------------------------


def load(decision_id: int) -> Decision:
    """The decision of this page, if it may be seen by whoever asks."""
    reads = request.method in SAFE_METHODS
    return find_decision(g.collective.id, decision_id, current_actor(), with_neighbours=reads)


def show_url(decision: Decision | DecisionFacts) -> str:
    """The address of a decision's page."""
    return url_for("votes.show", decision_id=decision.id)


def decision_page(decision: Decision, ballot: BallotForm | None = None, **more: Any) -> str | Response:
    """The whole page; `ballot` is a refused form, whose typed text is kept."""
    actor = current_actor()
    page = page_of(decision, actor)
    if ballot is None:
        ballot = BallotForm(formdata=None)
        if page.my_expression is not None:
            ballot.choice.data, ballot.reason.data = page.my_expression.choice, page.my_expression.reason
    html = render(
        "votes/show.html",
        page=page,
        decision=decision,
        ballot=ballot,
        code=boxes.new_code() if decision.is_secret and page.can_express else None,
        can_lead=policies.can_lead(actor),
        text_form=TextForm(formdata=None),
        **screen.for_page(decision, actor),
        **more,
    )
    if not decision.is_secret:
        return html
    answer = Response(html)
    answer.headers["Cache-Control"] = "no-store"
    return answer
