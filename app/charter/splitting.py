"""Put a change of the charter forward article by article: as many proposals, in place of the one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from app.charter import services
from app.charter.articles import Article, articles
from app.charter.changes import Change, InvalidChange, apply
from app.charter.conflicts import conflicts
from app.charter.document import Charter, InvalidDocument
from app.charter.wording import article_title
from app.collectives.models import Collective
from app.deliberations.refusals import Closed
from app.errors import Refused
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import composing
from app.proposals.states import ProposalState

MOST_ARTICLES = 60
_TITLE = 200


@dataclass(frozen=True)
class Cut:
    """The articles of a proposal over the charter in force, each with its title."""

    charter: Charter
    articles: list[tuple[str, Article]]


def cut(proposal: Proposal, collective: Collective) -> Cut:
    """What the proposal would become. Raises Refused, 409, when it cannot be cut as it stands."""
    if proposal.state not in (ProposalState.DRAFT, ProposalState.SUBMITTED):
        raise Refused(_("Seule une proposition qui n’est pas encore soumise au vote se partage en articles."))
    charter = services.current_charter(collective.id)
    changes: list[Change] = list((proposal.effect_payload or {}).get("changes", []))
    if conflicts(charter, changes):
        raise Refused(
            _("La charte a changé depuis : rouvrez d’abord l’éditeur, puis partagez la proposition.")
        )
    try:
        apply(charter, changes)
    except (InvalidChange, InvalidDocument) as error:
        raise Refused(_("Ce changement ne s’applique plus : rouvrez d’abord l’éditeur.")) from error
    found = articles(charter, changes)
    if len(found) < 2:
        raise Refused(_("Cette proposition ne porte qu’un article : elle se décide d’un bloc."))
    if len(found) > MOST_ARTICLES:
        raise Refused(
            _("Cela ferait plus de %(most)d articles : écrivez plusieurs propositions.", most=MOST_ARTICLES)
        )
    return Cut(charter, [(article_title(charter, article), article) for article in found])


def split(proposal: Proposal, actor: Member, collective: Collective, *, seen: int | None) -> list[Proposal]:
    """Write one proposal for each article of the version `seen`, and withdraw the whole.

    Each takes over what was answered to the prohibitions, and is before all if the whole was, unless it can
    only be done once others are adopted: it waits then among the drafts. Raises Refused, 409.
    """
    composing.hold(proposal)
    if proposal.version != seen:
        raise Refused(_("Cette proposition a été modifiée depuis que vous l’avez lue. Relisez ses articles."))
    parts = cut(proposal, collective).articles
    was_submitted = proposal.state is ProposalState.SUBMITTED
    written = [
        _write(proposal, title, article, number, len(parts), collective)
        for number, (title, article) in enumerate(parts, 1)
    ]
    for part in written if was_submitted else ():
        _submit_if_ready(part, actor, collective)
    composing.withdraw(proposal, actor)
    return written


def _write(
    whole: Proposal, title: str, article: Article, number: int, of: int, collective: Collective
) -> Proposal:
    with force_locale("fr"):  # kept as text of the proposal, in the language of the collective
        origin = _(
            "Article %(number)d sur %(of)d de la proposition n° %(whole)d, « %(title)s ».",
            number=number,
            of=of,
            whole=whole.id,
            title=whole.title,
        )
    try:
        part = composing.create(
            whole.deliberation,
            whole.proposer,
            title=title[:_TITLE],
            body=f"{whole.body}\n\n{origin}",
            effect_kind=whole.effect_kind,
            payload={"changes": list(article.changes)},
        )
    except Closed as error:
        raise Refused(_("La délibération est close : rien ne s’y ajoute.")) from error
    answers = {code: (given.answer, given.comment) for code, given in composing.answers_of(whole).items()}
    composing.answer_checklist(part, answers, collective)
    return part


def _submit_if_ready(part: Proposal, actor: Member, collective: Collective) -> None:
    # A threshold over criteria that are not adopted yet stays a draft.
    with suppress(Refused):
        composing.submit(part, actor, collective)
