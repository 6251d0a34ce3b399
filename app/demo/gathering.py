"""The evening of 23 April 2024: the collective is founded, forty people come in, the blason is drafted."""

from __future__ import annotations

from datetime import timedelta

from app.blason import services as blason
from app.blason.document import Blason
from app.collectives.founding import found
from app.db import db
from app.deliberations.models import ArgumentKind, Contribution, Deliberation, Side
from app.deliberations.services import contributions, questions
from app.demo.stage import EVENING, Stage, at, content
from app.members import people
from app.members.models import MemberStatus, Role
from app.members.roster import Person
from app.votes.presets import COUSERANS, SECRET_TWO_THIRDS, SHOW_OF_HANDS
from app.votes.rules import QuestionKind

_ROLES = {"facilitator": Role.FACILITATOR, "administrator": Role.ADMINISTRATOR, "member": Role.MEMBER}
_PRESENTATION = """\
Des habitantes et des habitants du 14e arrondissement préparent une caisse alimentaire commune, dans l’esprit de la \
sécurité sociale de l’alimentation.

La soirée de lancement du 23 avril 2024, ses quatre tables et le cas de la Gironde \
sont réels ; les personnes, leurs paroles, la charte et toutes les décisions sont des exemples fictifs.
"""


def gather() -> Stage:
    """Found the collective and let everyone in."""
    everyone = content("people")["member"]
    with at(EVENING):
        first = everyone[0]
        collective, founder = found(
            name="La Table du Quatorze",
            territory="Paris 14e",
            presentation=_PRESENTATION,
            founder=first["name"],
            email=first["email"],
            preset="couserans",
            first=True,
        )
        collective.is_fictitious = True
        stage = Stage(collective, {founder.name: founder})
        come = [Person(name=who["name"], email=who.get("email")) for who in everyone[1:]]
        for who, member in zip(everyone[1:], people.add(collective.id, come, founder), strict=True):
            member.role, member.status = _ROLES[who.get("role", "member")], MemberStatus.ACTIVE
            stage.people[member.name] = member
        db.session.flush()
    return stage


def draft_blason(stage: Stage) -> None:
    """Beside what the groups of five put together that evening: the way of deciding, question by question."""
    with at(EVENING + timedelta(minutes=80)):

        def write(it: Blason) -> Blason:
            important = COUSERANS.cascade(QuestionKind.CHARTER)
            it = it.with_cascade(QuestionKind.BLASON, important)
            it = it.with_cascade(QuestionKind.CHARTER, important)
            # A neighbour's shop: nobody should have to say aloud that they would refuse it.
            it = it.with_cascade(QuestionKind.ACCREDITATION, (SECRET_TWO_THIRDS,))
            return it.with_cascade(QuestionKind.ORDINARY, (SHOW_OF_HANDS,))

        blason.edit(stage.collective, stage["Amina B."], write)


def open_tables(stage: Stage) -> dict[str, Deliberation]:
    """The four tables, each a deliberation, by its key."""
    tables: dict[str, Deliberation] = {}
    for number, told in enumerate(content("deliberations")["deliberation"]):
        with at(EVENING + timedelta(minutes=100 + number)):
            table = questions.ask(
                stage.collective,
                stage[told["author"]],
                question=told["title"],
                context=told["context"].strip(),
                theme="Soirée de lancement",
            )
        tables[told["key"]] = table
        known: dict[str | None, Contribution] = {}
        for place, said in enumerate(told["contributions"]):
            with at(stage.ago(40 - 3 * place - number)):
                added = contributions.contribute(
                    table,
                    stage[said["author"]],
                    text=said["body"],
                    kind=ArgumentKind(said["kind"]),
                    side=Side(said["side"]) if "side" in said else None,
                    parent=known.get(said.get("reply")),
                    assisted_by=stage[said["assisted_by"]] if "assisted_by" in said else None,
                )
            if "key" in said:
                known[said["key"]] = added
    return tables
