"""What people do during each kind of item, when the evening is played again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, repeat

from app.demo.replay.script import Step, add_scene
from app.demo.stage import content
from app.members.models import Member
from app.workshops import poll_screens
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.names import FIRST
from app.workshops.polls import polls_of
from app.workshops.reading import participants_of
from app.workshops.rule_poll import RULE
from app.workshops.services import grouping, naming, pairs, polling

# How many answer with each step, so that the count is seen to rise.
ANSWERS_AT_ONCE = 9


def phones(workshop: Workshop) -> list[Participant]:
    """Those who have a phone, in the order in which they came."""
    return sorted((one for one in participants_of(workshop) if one.has_device), key=lambda one: one.id)


def batches(caption: str, count: int, act: object) -> Iterator[Step]:
    """Steps for the people numbered 0 to `count` - 1; `act(workshop, lead, first, last)` for each batch."""
    for first in range(0, count, ANSWERS_AT_ONCE):
        last = min(first + ANSWERS_AT_ONCE, count)
        yield Step(caption, lambda workshop, lead, a=first, b=last: act(workshop, lead, a, b))  # type: ignore[operator,misc]


# --- the rule of decision ----------------------------------------------------------------------------


def _rule(item: AgendaItem) -> Iterator[Step]:
    if item.settings.get("poll") != RULE:
        return
    wanted = content("evening")["rule"]
    voices = list(chain.from_iterable(repeat(mode, count) for mode, count in wanted.items()))

    def open_it(workshop: Workshop, lead: Member) -> None:
        polling.open_polls(workshop, item, lead, [poll_screens.asked_by(item, RULE)], None)

    def answer(workshop: Workshop, lead: Member, first: int, last: int) -> None:
        poll = polls_of(item)[RULE]
        for one, voice in islice(zip(phones(workshop), voices, strict=False), first, last):
            polling.answer(workshop, poll, one, [voice])

    def close_it(workshop: Workshop, lead: Member) -> None:
        polling.close_polls(workshop, lead, [polls_of(item)[RULE]], None)

    yield Step("Le vote sur la règle de décision s’ouvre", open_it)
    yield from batches("Les téléphones votent", len(voices), answer)
    yield Step("Le vote se ferme, le résultat se montre", close_it)


# --- making acquaintance, and the name ----------------------------------------------------------------


def _pairs(item: AgendaItem) -> Iterator[Step]:
    for number, point in enumerate(content("evening")["common_points"]):

        def meet(workshop: Workshop, _lead: Member, first: int = 2 * number, point: str = point) -> None:
            one, other = phones(workshop)[first : first + 2]
            pairs.say(workshop, item, one, pairs.Met(other, by_code=True), point)

        yield Step(f"Un binôme se forme : « {point} »", meet)


def _names(item: AgendaItem) -> Iterator[Step]:
    told = content("evening")["name"]

    def propose(workshop: Workshop, _lead: Member) -> None:
        for one, name in zip(phones(workshop), told, strict=False):
            naming.propose(workshop, item, name["text"], author=one)

    def open_it(workshop: Workshop, lead: Member) -> None:
        polling.open_polls(workshop, item, lead, [poll_screens.asked_by(item, FIRST)], None)

    def answer(workshop: Workshop, _lead: Member, first: int, last: int) -> None:
        poll = polls_of(item)[FIRST]
        key_of = {option["label"]: option["key"] for option in poll.options}
        for place, one in islice(enumerate(phones(workshop)), first, last):
            liked = [key_of[name["text"]] for name in told if place < name["approvals"]]
            polling.answer(workshop, poll, one, liked)

    def close_it(workshop: Workshop, lead: Member) -> None:
        polling.close_polls(workshop, lead, [polls_of(item)[FIRST]], None)

    yield Step("Des noms sont proposés", propose)
    yield Step("Le vote sur le nom s’ouvre", open_it)
    yield from batches("Chacun·e soutient ce qui lui plaît", max(name["approvals"] for name in told), answer)
    yield Step("Le nom est choisi", close_it)


# --- groups ------------------------------------------------------------------------------------------


def _groups(item: AgendaItem) -> Iterator[Step]:
    def draw(workshop: Workshop, lead: Member) -> None:
        grouping.draw(workshop, item, lead, None)

    yield Step("Les groupes sont tirés au sort", draw)


def init_app() -> None:
    """Give each kind of item its scene."""
    add_scene(ItemKind.ICEBREAKER, _pairs)
    add_scene(ItemKind.VOTE, _rule)
    add_scene(ItemKind.NAME, _names)
    add_scene(ItemKind.BLASON, _groups)
