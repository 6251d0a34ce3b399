"""« Qui sommes-nous ? », when the evening is played again: the room guesses, answers without names, reveals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from app.demo.replay.script import Act, Step, batches, phones
from app.demo.stage import content
from app.members.models import Member
from app.workshops.composition_models import CompositionPhase
from app.workshops.models import AgendaItem, Workshop
from app.workshops.polls import polls_of
from app.workshops.quiz import questions_of
from app.workshops.services import polling, quiz


def scene(item: AgendaItem) -> Iterator[Step]:
    """Three times: guess, tell, reveal; the sheets of paper are typed between the last two."""
    said = content("evening")["quiz"]

    def guess(workshop: Workshop, _lead: Member, first: int, last: int) -> None:
        polls = polls_of(item)
        for one, line in islice(zip(phones(workshop), said["guesses"], strict=False), first, last):
            for question, number in zip(questions_of(item), line.split(), strict=True):
                polling.answer(workshop, polls[question], one, [number])

    def tell(workshop: Workshop, _lead: Member, first: int, last: int) -> None:
        for one, line in islice(zip(phones(workshop), said["told"], strict=False), first, last):
            quiz.tell(workshop, item, one, dict(zip(questions_of(item), line.split(), strict=True)))

    def type_paper(workshop: Workshop, lead: Member) -> None:
        quiz.type_sheets(workshop, item, lead, "\n".join(said["paper"]))

    yield Step("La salle parie : qui sommes-nous ?", _lead_to(item, CompositionPhase.GUESS))
    yield from batches("Les téléphones parient", len(said["guesses"]), guess)
    yield Step("Chacun·e peut répondre sur soi, sans nom", _lead_to(item, CompositionPhase.TELL))
    yield from batches("Les réponses se mêlent", len(said["told"]), tell)
    yield Step("Quatre feuilles de papier sont saisies", type_paper)
    yield Step("Le portrait de la salle se révèle", _lead_to(item, CompositionPhase.REVEAL))


def _lead_to(item: AgendaItem, phase: CompositionPhase) -> Act:
    def go(workshop: Workshop, lead: Member) -> None:
        quiz.go_to(workshop, item, lead, phase, None)

    return go
