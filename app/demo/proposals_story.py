"""The blason adopted, and what is being decided now: all fictitious."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.blason.services import current_version as current_blason_version
from app.charter.document import ClauseState
from app.charter.services import current_charter
from app.deliberations.models import Deliberation
from app.demo.stage import EVENING, Stage, at, express
from app.demo.telling import Tables, amendment_to, objects, propose, put
from app.proposals.services import amending, composing
from app.votes import services as votes
from app.votes.models import Phase


def adopt_blason(stage: Stage, tables: Tables) -> None:
    """By consensus: everyone is asked, everyone answers."""
    version = current_blason_version(stage.collective.id)
    draft = version.hash if version else ""
    with at(EVENING + timedelta(days=14)):
        proposal = propose(
            stage,
            tables["gouvernance"],
            "Amina B.",
            "Adopter notre blason",
            "Le blason écrit à la soirée de lancement devient celui du collectif.",
            "blason.revise",
            {"changes": [], "as_is": draft},
        )
        decision = put(stage, proposal, review_on=(EVENING + timedelta(days=380)).date())
        reserved = stage["Anne-Lise J."]
        express(decision, stage.others("Anne-Lise J."), "agree")
        express(
            decision,
            [reserved],
            "agree_with_reservations",
            "Je voudrais que nous relisions les interdits dans un an.",
        )
        votes.close(decision, stage["Julien R."])


def decide_now(stage: Stage, tables: Tables) -> None:
    """What a visitor can take part in: a consensus, a consent round, a proposal to amend, a draft."""
    with at(stage.ago(3)):
        blason = propose(
            stage,
            tables["gouvernance"],
            "Salomé I.",
            "Ajouter la convivialité à nos valeurs",
            "Nous mangeons ensemble à chaque séance : que ce soit écrit.",
            "blason.revise",
            {
                "changes": [
                    {"op": "add", "kind": "value", "text": "Convivialité : on décide mieux le ventre plein"}
                ]
            },
        )
        consensus = put(stage, blason, closes_in=12)
        express(consensus, stage.others("Amina B.", "Julien R.", "Mariama D.", "Bernard L.")[:21], "agree")
    with at(stage.ago(2)):
        _running_consent(stage, tables["conventionnement"])
        _awaiting_amendments(stage, tables["financement"])
    with at(stage.ago(1)):
        composing.create(
            tables["publics"],
            stage["Bernard L."],
            title="Réserver des places à celles et ceux qui n’osent pas candidater",
            body="Une place sur quatre est proposée par les associations du quartier, sans tirage au sort.",
            effect_kind="none",
        )


def _running_consent(stage: Stage, table: Deliberation) -> None:
    charter = current_charter(stage.collective.id)
    clauses = tuple(
        replace(clause, state=ClauseState.ADOPTED, reasons_for="", reasons_against="")
        if clause.code == "PR1"
        else clause
        for clause in charter.clauses
    )
    proposal = propose(
        stage,
        table,
        "Ibrahima C.",
        "Prendre en charge le riz, le café et les épices équitables",
        "Le point PR1 est en débat depuis la première charte. Il est temps de le trancher.",
        "charter.amend",
        amendment_to(stage, replace(charter, clauses=clauses)),
    )
    consensus = put(stage, proposal)
    express(consensus, stage.others("Hélène T."), "agree")
    express(
        consensus,
        [stage["Hélène T."]],
        "block",
        "La caisse est trop petite pour financer ce qui vient de loin.",
    )
    votes.close(consensus, stage["Julien R."])
    running = votes.step_down(consensus, stage["Julien R."], closes_at=stage.ahead(9))
    votes.advance(running, stage["Julien R."], Phase.OBJECTIONS)
    objection = objects(running, stage, "Hélène T.", "Sans plafond, le café mangera le budget des légumes.")
    votes.offer_amendment(
        objection, stage["Ibrahima C."], "Plafonner ces produits à un dixième de l’allocation."
    )
    express(
        running,
        stage.others("Hélène T.", "Amina B.", "Julien R.", "Mariama D.", "Bernard L.")[:14],
        "consent",
    )


def _awaiting_amendments(stage: Stage, table: Deliberation) -> None:
    proposal = propose(
        stage,
        table,
        "Fatou N.",
        "Une cotisation que chacun fixe, avec une grille pour s’aider",
        "Chacun fixe sa cotisation. Une grille indicative, sur papier, aide à choisir ; personne ne la rend.",
    )
    amending.suggest(
        proposal,
        stage["François D."],
        base=proposal.version,
        body="Chacun fixe sa cotisation, à partir de dix euros par personne et par mois. Une grille indicative, sur papier, aide à choisir ; personne ne la rend.",
        reason="En Gironde, dix euros sont un plancher connu de tous.",
    )
