"""The launching evening as a session of the past, with its minutes; the one that approved them; the next one.

The programme and the case of the Gironde are those of 23 April 2024. Who was there and what they said is
fictitious, and each session says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.db import now
from app.demo import proposals_story, votes_story
from app.demo.replay.script import Act, arrivals, during, sign
from app.demo.stage import EVENING, Stage, at
from app.demo.telling import Tables
from app.members.models import Member
from app.workshops.group_models import Note
from app.workshops.kinds import ItemKind
from app.workshops.minutes import carrying, reading
from app.workshops.minutes.models import Minutes
from app.workshops.minutes.services import carrying_on, excusing, settling, writing
from app.workshops.models import AgendaItem, Workshop
from app.workshops.reading import items_of
from app.workshops.services import inscribing, leading, preparing

LEADER, SECRETARY, FOUNDER = "Julien R.", "Odile P.", "Amina B."
EXCUSED, ABSENT = ("Colette R.", "Paulo T."), ("Colette R.", "Paulo T.", "Zoé W.")
NAME = "La Table du Quatorze"
FICTITIOUS = (
    "Les personnes et leurs paroles sont des exemples fictifs ; le programme est celui de ce soir-là."
)
SECOND = EVENING + timedelta(days=14, minutes=-35)
# What is done during an item.
Acts = Callable[[Stage, AgendaItem], Iterator[Act]]
ACTIONS = """\
- Odile P. et Moussa K. rapportent les feuilles des quatre tables à la maison des associations, avant vendredi.
- Amina B. envoie à chaque personne le blason dessiné ce soir, sur papier à qui n’a pas de courriel.
- Thérèse M. demande à la mairie une salle de plain-pied pour la prochaine fois.
"""


def hold_evening(stage: Stage) -> Workshop:
    """It is prepared, held by the services people use, and its minutes put to approval the day after."""
    with at(EVENING - timedelta(days=12)):
        evening = preparing.create(
            stage.collective,
            stage[LEADER],
            title="Soirée de lancement",
            starts_at=EVENING,
            place="Mairie du 14e",
            intention=FICTITIOUS,
            template="soiree-de-lancement",
        )
        _convene(stage, evening, "affiches dans le quartier, courriel, téléphone")
    with at(EVENING - timedelta(days=2)):
        for name in EXCUSED:
            excusing.excuse(evening, stage[name], stage[name])
    _play(stage, evening, EVENING + timedelta(minutes=2), _acts)
    with at(EVENING + timedelta(days=1)):
        minutes = reading.edition(evening)
        section = reading.section_of(minutes, "actions")
        writing.edit(minutes, "actions", stage[SECRETARY], text=ACTIONS, seen=section.version)
        settling.submit(minutes, stage[SECRETARY])
    return evening


def meet_again(stage: Stage, tables: Tables, evening: Workshop) -> None:
    """Two weeks later the minutes are approved and the blason is adopted; a question of the evening goes on."""
    with at(SECOND - timedelta(days=6)):
        second = preparing.create(
            stage.collective,
            stage[LEADER],
            title="Adopter notre blason",
            starts_at=SECOND,
            place="Maison des associations du 14e",
            intention=FICTITIOUS,
            template="reunion-de-consentement",
        )
        _convene(stage, second, "courriel, et un mot dans la boîte aux lettres de qui n’en a pas")

    def acts(stage: Stage, item: AgendaItem) -> Iterator[Act]:
        if item.kind is ItemKind.WELCOME:
            yield from _come(_present(stage)[:31])
        if item.position == 2:
            yield lambda _workshop, lead: _approve(reading.edition(evening), lead, second)
        if item.kind is ItemKind.VOTE:
            yield lambda _workshop, _lead: proposals_story.adopt_blason(stage, tables)

    _play(stage, second, SECOND + timedelta(minutes=1), acts)
    with at(SECOND + timedelta(days=1)):
        settling.submit(reading.edition(second), stage[SECRETARY])
        carrying_on.open_questions(evening, stage[LEADER], {_question(evening).id})


def _convene(stage: Stage, workshop: Workshop, means: str) -> None:
    """Said the day it was prepared."""
    preparing.note_convocation(workshop, on=now().date(), by=means, secretary=stage[SECRETARY])


def _question(evening: Workshop) -> Note:
    return next(
        note for note in carrying.left_open(evening) if note.text == "Qui décide entre deux séances ?"
    )


def prepare_next(stage: Stage) -> None:
    """What comes: whoever looks around sees a session that can be prepared."""
    with at(stage.ago(4)):
        preparing.create(
            stage.collective,
            stage[LEADER],
            title="Relire la charte, article par article",
            starts_at=stage.ahead(9),
            place="Maison des associations du 14e",
            intention="Exemple fictif : personne ne se réunira.",
            template="atelier-charte",
        )


def _play(stage: Stage, workshop: Workshop, starts_at: datetime, acts: Acts) -> None:
    """Hold the session item after item, its acts spread over the length of each."""
    lead, moment = stage[LEADER], starts_at
    for item in items_of(workshop):
        todo: list[Act] = [_go_to(item), *acts(stage, item)]
        for number, act in enumerate(todo):
            with at(moment + number * timedelta(minutes=item.minutes) / len(todo)):
                act(workshop, lead)
        moment += timedelta(minutes=item.minutes)
    with at(moment):
        leading.go(workshop, lead, None, None)


def _go_to(item: AgendaItem) -> Act:
    def go(workshop: Workshop, lead: Member) -> None:
        leading.go(workshop, lead, item, None)

    return go


def _acts(stage: Stage, item: AgendaItem) -> Iterator[Act]:
    """What is done during an item of the evening; the rule and the name are decided by formal decisions."""
    people = _present(stage)
    if item.kind is ItemKind.WELCOME:
        yield from _come(people)
    elif item.kind is ItemKind.VOTE:
        yield lambda _workshop, _lead: votes_story.decide_rule(stage, people)
    elif item.kind is ItemKind.NAME:
        yield lambda _workshop, _lead: votes_story.decide_name(stage, people)
        yield lambda workshop, _lead: _inscribe(stage, workshop)
    else:
        yield from (step.act for step in during(item))


def _present(stage: Stage) -> list[Member]:
    return stage.others(*ABSENT)


def _come(people: list[Member]) -> Iterator[Act]:
    yield from (step.act for step in arrivals(people))
    yield sign


def _inscribe(stage: Stage, workshop: Workshop) -> None:
    """What the room put together becomes the draft of the blason."""
    item = next(one for one in items_of(workshop) if one.kind is ItemKind.BLASON)
    inscribing.inscribe(stage.collective, workshop, item, stage[FOUNDER], name=NAME)


def _approve(minutes: Minutes, lead: Member, session: Workshop) -> None:
    settling.approve(minutes, lead, read=minutes.fingerprint, session=session, decision=None)
