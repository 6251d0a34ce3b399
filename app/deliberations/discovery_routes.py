"""What is new since one's last visit, and the search."""

from __future__ import annotations

from itertools import groupby

from flask import g, request, url_for
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.deliberations import finding, listing, policies
from app.deliberations.news import NewsItem, news, since
from app.deliberations.routes import Answer, bp
from app.deliberations.services.following import mark_seen
from app.deliberations.wording import NEWS
from app.members.models import Member
from app.web import acting_member, committed, current_actor, everyone, render, requires


@bp.get("/nouveautes", endpoint="news")
@requires(policies.can_read)
def news_page() -> Answer:
    """What happened since the reader's previous visit, what they follow first."""
    member = acting_member()
    beginning = since(member)
    return render(
        "deliberations/news.html",
        beginning=beginning,
        is_first_visit=member.previous_visit_at is None,
        groups=_by_section(news(g.collective, member, beginning)),
    )


def _by_section(items: list[NewsItem]) -> list[tuple[object, list[NewsItem]]]:
    """The items under the names of their sections, in the order of NEWS; unknown sections come last."""
    order = list(NEWS)

    def rank(item: NewsItem) -> int:
        return order.index(item.kind) if item.kind in NEWS else len(order)

    found = groupby(sorted(items, key=rank), key=rank)
    return [(NEWS[order[at]] if at < len(order) else _("Et aussi"), list(told)) for at, told in found]


@bp.post("/nouveautes/vues")
@requires(policies.can_read)
def seen() -> Answer:
    """Note that all was seen."""
    mark_seen(acting_member())
    return committed(url_for("deliberations.news"), _("C’est noté : tout est vu."))


@bp.get("/recherche")
@requires(everyone)
def search() -> Answer:
    """Search by words, accents ignored; each person among what they may read."""
    query = request.args.get("q", "").strip()[:200]
    actor = current_actor()
    kinds = finding.findables(actor)
    asked = request.args.get("dans", "")
    kind = asked if asked in {found.kind for found in kinds} else None
    return render(
        "deliberations/search.html",
        query=query,
        kind=kind,
        kinds=kinds,
        found=finding.find(g.collective, actor, query, kind) if query else [],
    )


def home_panel(collective: Collective, actor: Member | None) -> tuple[str, dict[str, object]] | None:
    """The latest deliberations on the home page; nothing for the public."""
    if not policies.can_read(actor) or actor is None:
        return None
    return "deliberations/_home_panel.html", {
        "lines": listing.latest(collective.id, actor, 3),
        "beginning": since(actor),
    }
