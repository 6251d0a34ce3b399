"""What happened, told section by section: the first draft of minutes, that people then correct."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import format_date, format_datetime, ngettext, to_user_timezone
from flask_babel import gettext as _

from app.collectives.models import Collective
from app.typography import one_stop
from app.votes import wording
from app.votes.ballots import options_of
from app.votes.screen import decision_mode, decision_sentence
from app.workshops.group_models import CommonItem, Finding, Note
from app.workshops.kinds import ItemKind
from app.workshops.minutes.document import Section, bullets, item_key, paragraphs, quoted
from app.workshops.minutes.facts import Counted, Facts, Told
from app.workshops.minutes.screen import FINDINGS, SECTIONS
from app.workshops.models import AgendaItem
from app.workshops.poll_models import PollKind
from app.workshops.wording import BLASON_KINDS


def sections_of(facts: Facts, collective: Collective, writer: str) -> list[Section]:
    """Every section, in the order in which minutes are read."""
    return [
        _section("session", _session(facts, collective, writer)),
        _section("people", _people(facts)),
        _section("agenda", _agenda(facts)),
        *(
            Section(item_key(item.id), item.title, _item(facts, item))
            for item in facts.items
            if item.started_at is not None
        ),
        _section("decisions", _decisions(facts)),
        _section("actions", _("À compléter : qui fait quoi, pour quand.")),
        _section("questions", _questions(facts)),
        _section("next", _next(facts)),
        _section("signatures", _signatures(facts, writer)),
    ]


def _section(key: str, text: str) -> Section:
    return Section(key, str(SECTIONS[key]), text)


def clock(moment: object) -> str:
    """« 18 h 05 », in the collective's zone."""
    return to_user_timezone(moment).strftime("%H\u202fh\u202f%M") if moment else ""


def _names(names: list[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def _session(facts: Facts, collective: Collective, writer: str) -> str:
    here = facts.workshop
    lines = [
        _("Collectif : %(name)s", name=quoted(collective.name)),
        _("Séance : %(title)s", title=quoted(here.title)),
        _("Date : %(day)s", day=format_datetime(here.opened_at or here.starts_at, "EEEE d MMMM y")),
        _("Lieu : %(place)s", place=quoted(here.place) or _("à compléter")),
        _("Annoncée pour %(hour)s", hour=clock(here.starts_at)),
        _("Convocation : %(how)s", how=_convocation(facts)),
    ]
    if here.opened_at:
        lines.append(_("Ouverture : %(hour)s", hour=clock(here.opened_at)))
    if here.ended_at:
        lines.append(_("Clôture : %(hour)s", hour=clock(here.ended_at)))
    lines.append(_("Animation : %(names)s", names=_names(facts.led_by) or _("à compléter")))
    if facts.secretary:
        lines.append(_("Secrétaire de séance : %(name)s", name=quoted(facts.secretary)))
    if facts.typed_by or not facts.secretary:
        lines.append(_("Prise de notes : %(names)s", names=_names(facts.typed_by or [writer])))
    return paragraphs(bullets(lines), _quoting(here.intention))


def _convocation(facts: Facts) -> str:
    """When and how people were convened, as far as it was noted."""
    here = facts.workshop
    day = _("envoyée le %(day)s", day=format_date(here.convened_on, "long")) if here.convened_on else ""
    return ", ".join(part for part in (day, quoted(here.convened_by)) if part) or _("à compléter")


def _quoting(text: str) -> str:
    return _("Ce que nous voulions en tirer : %(text)s", text=quoted(text)) if text else ""


def _people(facts: Facts) -> str:
    present = [_one(name, who.left_at) for name, who in facts.present]
    number = len(present)
    lines = [
        ngettext(
            "**%(num)d personne présente** : %(names)s.",
            "**%(num)d personnes présentes** : %(names)s.",
            number,
            names=", ".join(present),
        )
        if present
        else _("**Présences** : à compléter.")
    ]
    without = sum(1 for _name, who in facts.present if not who.has_device)
    if without:
        lines.append(
            ngettext("Dont %(num)d personne sans appareil.", "Dont %(num)d personnes sans appareil.", without)
        )
    proxies = [
        _("%(principal)s, par %(holder)s", principal=quoted(principal), holder=quoted(holder))
        for principal, holder in facts.represented
    ]
    lines.append(
        _("**Représenté·e·s (pouvoirs)** : %(names)s.", names="\u202f; ".join(proxies) or _("personne"))
    )
    lines.append(_("**Excusé·e·s** : %(names)s.", names=_names(facts.excused) or _("personne")))
    lines.append(_quorum(facts))
    return one_stop(paragraphs(*lines))


def _one(name: str, left_at: object) -> str:
    return (
        _("%(name)s (jusqu’à %(hour)s)", name=quoted(name), hour=clock(left_at)) if left_at else quoted(name)
    )


def _quorum(facts: Facts) -> str:
    return _(
        "**Quorum** : %(here)d membres présents et %(held)d représentés, sur %(all)d membres actifs. "
        "Le quorum que demande chaque décision est dit avec elle.",
        here=facts.members_here,
        held=len(facts.represented),
        all=facts.members,
    )


def _agenda(facts: Facts) -> str:
    lines = []
    for item in facts.items:
        if item.started_at is None:
            lines.append(_("%(title)s : non abordé", title=quoted(item.title)))
            continue
        hours = (
            f"{clock(item.started_at)}\u00a0–\u00a0{clock(item.ended_at)}"
            if item.ended_at
            else clock(item.started_at)
        )
        plan = ngettext("prévu : %(num)d minute", "prévu : %(num)d minutes", item.minutes)
        lines.append(f"{hours} : {quoted(item.title)} ({plan})")
    return bullets(lines) or _("Aucun ordre du jour.")


def _item(facts: Facts, item: AgendaItem) -> str:
    """What was done and said, then what the room answered, then what was decided."""
    parts = [
        facts.played.get(item.id, ""),
        *_said(item, facts.notes.get(item.id, [])),
        *_together(facts.commons.get(item.id, [])),
    ]
    if not (item.kind is ItemKind.COMPOSITION_QUIZ and parts[0]):
        parts += [_poll(counted, item) for counted in facts.polls.get(item.id, [])]
    parts += [decision_text(told) for told in facts.decisions_during(item)]
    return paragraphs(*parts) or _("Rien n’a été noté.")


def _said(item: AgendaItem, notes: list[Note]) -> Iterator[str]:
    """Notes under their table, then under their row or axis."""
    axes = {axis["key"]: axis["label"] for axis in item.settings.get("axes", [])}
    here = None
    lines: list[str] = []
    for note in notes:
        group = note.group
        where = (group.name or _("Groupe %(number)d", number=group.number)) if group else ""
        under = note.row or axes.get(note.axis, "")
        if (where, under) != here:
            if lines:
                yield bullets(lines)
            lines, here = [], (where, under)
            yield "**" + quoted(" · ".join(part for part in (where, under) if part) or _("Notes")) + "**"
        lines.append(note_text(note))
    if lines:
        yield bullets(lines)


def _together(commons: list[CommonItem]) -> Iterator[str]:
    """What the room put together on the wall, and what it became in the blason."""
    if commons:
        yield "**" + _("Réuni au mur") + "**"
        yield bullets(_common(common) for common in commons)


def _common(common: CommonItem) -> str:
    kind = str(BLASON_KINDS[common.kind]) if common.kind else ""
    became = ", ".join(part for part in (kind, common.blason_code) if part)
    return f"{quoted(common.text)} *({became})*" if became else quoted(common.text)


def note_text(note: Note) -> str:
    """A note as it was written, and what it was marked as."""
    text = quoted(note.text)
    return f"{text} *({FINDINGS[note.finding]})*" if note.finding else text


def _poll(counted: Counted, item: AgendaItem) -> str:
    """A poll of the room; of what people said of themselves, only how many did."""
    poll = counted.poll
    number = ngettext("%(num)d réponse", "%(num)d réponses", counted.answers)
    head = f"**{quoted(poll.question)}** ({number})"
    if poll.kind is PollKind.NUMBER or item.kind is ItemKind.COMPOSITION_QUIZ:
        return head
    rows = sorted(poll.options, key=lambda option: -counted.counts[option["key"]])
    return paragraphs(head, bullets(f"{quoted(row['label'])} : {counted.counts[row['key']]}" for row in rows))


def decision_text(told: Told) -> str:
    """A decision: its text, how it was taken, what came out, and what was said against it."""
    decision, options = told.decision, dict(options_of(told.decision))
    lines = [
        _("Mode : %(mode)s", mode=decision_mode(decision)),
        _("Résultat : %(sentence)s", sentence=quoted(decision_sentence(decision))),
    ]
    lines += [
        _(
            "%(who)s, « %(choice)s » : %(reason)s",
            who=quoted(who),
            choice=quoted(wording.choice_label(choice, options)),
            reason=quoted(reason),
        )
        for who, choice, reason in told.reasons
        if choice != "objection"
    ]
    lines += [
        _(
            "Objection de %(who)s (%(status)s) : %(reason)s",
            who=quoted(who),
            status=wording.STATUSES[status],
            reason=quoted(reason),
        )
        for who, reason, status in told.objections
    ]
    text = _("Texte soumis : %(text)s", text=quoted(decision.text)) if decision.text else ""
    return paragraphs(f"**{quoted(decision.question)}**", text, bullets(lines))


def _decisions(facts: Facts) -> str:
    """The record: every decision in a line or two, wherever it was taken."""
    lines = [
        f"**{quoted(told.decision.question)}** {quoted(decision_sentence(told.decision))}"
        for told in facts.decisions
    ]
    apart = [decision_text(told) for told in facts.decisions_apart()]
    return paragraphs(bullets(lines) or _("Aucune décision formelle n’a été prise."), *apart)


def _questions(facts: Facts) -> str:
    """What stays open, with the table it comes from."""
    left = [
        note
        for notes in facts.notes.values()
        for note in notes
        if note.finding in (Finding.QUESTION, Finding.DISSENSUS)
    ]
    return bullets(_left_open(note) for note in left) or _("Aucune question n’est restée ouverte.")


def _left_open(note: Note) -> str:
    table = quoted(note.group.name) if note.group and note.group.name else ""
    marks = ", ".join(part for part in (str(FINDINGS[note.finding]) if note.finding else "", table) if part)
    return f"{quoted(note.text)} *({marks})*" if marks else quoted(note.text)


def _next(facts: Facts) -> str:
    to_come = facts.following
    if to_come is None:
        return _("Date à fixer.")
    when = format_datetime(to_come.starts_at, "EEEE d MMMM y, HH:mm")
    place = f", {quoted(to_come.place)}" if to_come.place else ""
    return f"{quoted(to_come.title)} : {when}{place}."


def _signatures(facts: Facts, writer: str) -> str:
    return bullets(
        (
            _("Pour l’animation : %(name)s", name=_names(facts.led_by[:1]) or _("à compléter")),
            _("Pour la prise de notes : %(name)s", name=quoted(facts.secretary or writer)),
        )
    )
