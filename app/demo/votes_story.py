"""Decisions without a proposal, finished and running, in each way of asking: all fictitious."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.demo.stage import EVENING, Stage, at, express, express_each
from app.members import attendance, proxies
from app.members.models import Member
from app.votes import services as votes
from app.votes.models import Decision
from app.votes.rules import Method, QuestionKind

MODES = ["Consensus", "Consentement", "Vote à main levée", "Vote à bulletin secret"]


def ask(stage: Stage, question: str, text: str = "", **said: Any) -> Decision:
    """A decision opened by Julien, on an ordinary question unless said otherwise."""
    kind = said.pop("kind", QuestionKind.ORDINARY)
    return votes.open_decision(
        stage.collective, question=question, text=text, kind=kind, actor=stage["Julien R."], **said
    )


def end(stage: Stage, decision: Decision) -> None:
    """Closed by Julien."""
    votes.close(decision, stage["Julien R."])


def decide_rule(stage: Stage, people: list[Member]) -> None:
    """The vote on the rule of decision, as the evening's programme has it."""
    with at(EVENING + timedelta(minutes=70)):
        rule = ask(
            stage,
            "Quelle règle de décision nous convient le mieux ?",
            method=Method.MAJORITY_JUDGMENT,
            options=MODES,
        )
        opinions = ("o1:good+o2:excellent+o3:fair+o4:passable", "o1:very_good+o2:very_good+o3:good+o4:fair")
        express(rule, people[:22], opinions[0])
        express(rule, people[22:34], opinions[1])
        express(rule, people[34:], "o1:insufficient+o2:good+o3:excellent+o4:very_good")
        end(stage, rule)


def decide_name(stage: Stage, people: list[Member]) -> None:
    """Then the vote on the name."""
    with at(EVENING + timedelta(minutes=78)):
        names = ["La Table du Quatorze", "Le Panier commun", "La Marmite de Plaisance"]
        name = ask(stage, "Quel nom pour notre collectif ?", method=Method.APPROVAL, options=names)
        express(name, people[:24], "o1")
        express(name, people[24:30], "o1+o3")
        express(name, people[30:], "o2")
        end(stage, name)


def decide_since(stage: Stage) -> None:
    """A rejection counted in the room, a missed quorum, priorities, an anonymous vote."""
    with at(stage.ago(95)):
        _in_the_room(stage)
    with at(stage.ago(60)):
        quiet = ask(stage, "Changer de salle pour l’été ?", "Nous nous retrouverions au jardin partagé.")
        express(quiet, stage.others()[:6], "for")
        end(stage, quiet)
    with at(stage.ago(50)):
        places = ["Les marchés", "Les épiceries", "Les fermes", "Les cantines"]
        first = ask(stage, "Par où commencer les visites ?", method=Method.CHOOSE_ONE, options=places)
        for place, voters in enumerate(_in_shares(stage.others(), 19, 12, 5, 2), 1):
            express(first, voters, f"o{place}")
        end(stage, first)
    with at(stage.ago(20)):
        trial = ask(
            stage,
            "Conventionner à titre d’essai l’épicerie « Au bon panier » ?",
            "Exemple fictif : cette épicerie n’existe pas. Elle remplit quatre critères sur cinq, d’après la visite de deux membres.",
            kind=QuestionKind.ACCREDITATION,
            recused=[stage["Karim O."]],
            review_on=(stage.today + timedelta(days=160)).date(),
        )
        shares = _in_shares(stage.others("Karim O."), 25, 7, 3)
        express_each(trial, dict(zip(("for", "against", "abstain"), shares, strict=True)))
        end(stage, trial)


def _in_the_room(stage: Stage) -> None:
    """Hands are counted for those without a device: one types, another confirms."""
    day = attendance.local_day(stage.collective.timezone)
    seated = [
        stage[name] for name in ("Chantal G.", "Thérèse M.", "Guy H.", "Simone A.", "Denise Q.", "Yvette X.")
    ]
    for member in stage.others()[:26]:
        attendance.arrive(member, day, has_device=member not in seated, actor=stage["Odile P."])
    for member in seated:
        attendance.arrive(member, day, has_device=False, actor=stage["Odile P."])
    sunday = ask(
        stage,
        "Nous réunir le dimanche matin ?",
        "Les séances passeraient du mardi soir au dimanche à dix heures.",
    )
    with_device = [member for member in stage.others()[:26] if member not in seated]
    express(sunday, with_device[:7], "for", "Le mardi soir, je n’ai personne pour garder les enfants.")
    express(sunday, with_device[7:16], "against", "Le dimanche est le seul jour en famille.")
    express(sunday, with_device[16:19], "abstain")
    count = votes.type_room_count(sunday, stage["Julien R."], {"for": 2, "against": 3, "abstain": 1})
    votes.confirm_room_count(count, stage["Odile P."])
    end(stage, sunday)


def _in_shares(people: list[Member], *sizes: int) -> list[list[Member]]:
    """`people` cut in groups of these sizes, in turn."""
    shares, start = [], 0
    for size in sizes:
        shares.append(people[start : start + size])
        start += size
    return shares


def vote_now(stage: Stage) -> None:
    """What a visitor can take part in: a show of hands, an anonymous vote; and a proxy in force."""
    with at(stage.ago(1)):
        proxies.give(stage["Léon P."], stage["Marguerite F."], stage["Odile P."])
        potluck = ask(
            stage,
            "Un buffet partagé à chaque séance ?",
            "Chacun apporte quelque chose ; la caisse paie le pain.",
            closes_at=stage.ahead(6),
        )
        busy = ("Amina B.", "Julien R.", "Mariama D.", "Bernard L.", "Léon P.")
        express(potluck, stage.others(*busy)[:11], "for")
        express(potluck, stage.others(*busy)[11:14], "against", "C’est toujours les mêmes qui cuisinent.")
        trial = ask(
            stage,
            "Renouveler l’essai avec le maraîcher « Les Trois Sillons » ?",
            "Exemple fictif : cette ferme n’existe pas. Deux membres l’ont visitée au printemps.",
            kind=QuestionKind.ACCREDITATION,
            closes_at=stage.ahead(8),
        )
        shares = _in_shares(stage.others(*busy), 10, 4, 1)
        express_each(trial, dict(zip(("for", "against", "abstain"), shares, strict=True)))
