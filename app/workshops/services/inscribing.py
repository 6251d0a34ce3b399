"""Write what an evening has in common in the blason: by the founders, or by a proposal once it is adopted."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.blason import changes
from app.blason import services as blasons
from app.blason.document import Blason, InvalidBlason
from app.blason.wording import refusal
from app.collectives.models import Collective
from app.db import db
from app.deliberations.services import questions
from app.errors import Refused
from app.live.services import emit
from app.members.models import Member
from app.proposals.models import Proposal
from app.proposals.services import composing
from app.register.services import record
from app.workshops import notes
from app.workshops.emblazoning import Drafted, draft, to_write
from app.workshops.models import AgendaItem, Workshop
from app.workshops.notes import Gathered
from app.workshops.services.moves import ALL_SCREENS, hold
from app.workshops.wording import BLASON_KINDS


@dataclass(frozen=True)
class Inscribed:
    """What was done: the number of the new version, or the proposal that would write it."""

    version: int | None = None
    proposal: Proposal | None = None


def inscribe(
    collective: Collective,
    workshop: Workshop,
    item: AgendaItem,
    actor: Member,
    *,
    name: str = "",
    mode: str = "",
) -> Inscribed:
    """Write what the room put together, under the `name` and with the rule (`mode`) it chose.

    Before the first adoption it is the founders' draft; after, a proposal to revise the blason, which the
    collective decides. Each common item keeps the code it got, or the proposal; what the blason says already,
    word for word, is not written again. Raises Refused when there is
    nothing to write, and for what a blason cannot hold.
    """
    hold(workshop)
    blasons.hold(collective)
    columns = notes.columns_of(item)
    gathered = notes.gathered(item, columns)
    before = blasons.current_blason(collective)
    drafted = _drafted(before, gathered, name, mode)
    if drafted.blason == before:
        raise Refused(_("Il n’y a rien à inscrire : tout est déjà dans le blason, ou dans une proposition."))
    if blasons.is_adopted(collective.id):
        done = Inscribed(proposal=_propose(collective, workshop, actor, before, drafted, gathered))
    else:
        version = blasons.edit(collective, actor, lambda _now: drafted.blason)
        done = Inscribed(version=version.number if version else None)
        for one in gathered:
            one.common.blason_code = drafted.codes.get(one.common.id, one.common.blason_code)
    record(
        collective.id,
        "workshop.inscribed",
        actor_id=actor.id,
        subject=("workshop", workshop.id),
        version=done.version,
        proposal=done.proposal.id if done.proposal else None,
    )
    db.session.flush()
    emit(workshop.topic, *ALL_SCREENS)
    return done


def _drafted(before: Blason, gathered: list[Gathered], name: str, mode: str) -> Drafted:
    try:
        return draft(before, [one.common for one in gathered], name, mode)
    except InvalidBlason as error:
        raise Refused(refusal(error), 422) from None


def _propose(
    collective: Collective,
    workshop: Workshop,
    actor: Member,
    before: Blason,
    drafted: Drafted,
    gathered: list[Gathered],
) -> Proposal:
    asked = questions.ask(
        collective,
        actor,
        question=_("Réviser le blason d’après « %(session)s » ?", session=workshop.title)[:200],
        context=_("Les groupes de la séance ont écrit des post-it, réunis en phrases communes au mur."),
    )
    proposal = composing.create(
        asked,
        actor,
        title=_("Le blason d’après « %(session)s »", session=workshop.title)[:120],
        body=_told(gathered, drafted.known),
        effect_kind="blason.revise",
        payload={"changes": changes.compare(before, drafted.blason)},
    )
    for common in to_write([one.common for one in gathered]):
        if common.id in drafted.known:
            common.blason_code = drafted.codes[common.id]
        else:
            common.proposal_id = proposal.id
    return proposal


def _told(gathered: list[Gathered], known: frozenset[int]) -> str:
    """Each new sentence with the post-its it came from, in Markdown."""
    lines = [_("Ce que la salle a réuni, et d’où cela vient :"), ""]
    written = {one.id for one in to_write([one.common for one in gathered])} - known
    for one in gathered:
        if one.common.id in written:
            lines.append(f"- **{_plain(one.common.text)}** ({BLASON_KINDS[one.common.kind]})")
            lines += [f"    - {_plain(note.text)}{_from(note.group)}" for note in one.sources]
    return "\n".join(lines)


def _from(group: object) -> str:
    number = getattr(group, "number", None)
    return "" if number is None else " " + _("(groupe %(number)d)", number=number)


def _plain(text: str) -> str:
    return " ".join(text.split())
