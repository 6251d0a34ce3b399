"""The blason adopted, three versions of the charter, and what is being decided now: all fictitious."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.blason.services import current_version as current_blason_version
from app.charter.changes import derive
from app.charter.document import Charter, Clause, ClauseKind, ClauseState, Scope, with_clause
from app.charter.services import current_charter
from app.db import db
from app.deliberations.models import Deliberation
from app.demo.stage import EVENING, Stage, at, content, express
from app.proposals.checklist import prohibitions
from app.proposals.models import Compliance, Proposal
from app.proposals.services import amending, composing, rounds
from app.votes import services as votes
from app.votes.models import Decision, Phase
from app.votes.round_models import Objection

Tables = dict[str, Deliberation]


def propose(
    stage: Stage,
    table: Deliberation,
    who: str,
    title: str,
    body: str,
    kind: str = "none",
    payload: dict[str, Any] | None = None,
) -> Proposal:
    """A submitted proposal, its prohibitions answered."""
    proposer = stage[who]
    proposal = composing.create(table, proposer, title=title, body=body, effect_kind=kind)
    if payload:
        composing.set_effect_payload(proposal, payload, proposer, seen=str(proposal.version))
    answers = {code: (Compliance.RESPECTS, "") for code, _text in prohibitions(stage.collective)}
    composing.answer_checklist(proposal, answers, stage.collective)
    composing.submit(proposal, proposer, stage.collective)
    return proposal


def put(stage: Stage, proposal: Proposal, closes_in: int | None = None, **said: Any) -> Decision:
    """Its first round, opened by Julien."""
    closes_at = stage.ahead(closes_in) if closes_in else None
    opened = rounds.open_round(proposal, stage["Julien R."], stage.collective, closes_at=closes_at, **said)
    return opened.decision


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


def _told(number: int) -> dict[str, Any]:
    found: dict[str, Any] = content("charter")["version"][number - 1]
    return found


def _written(charter: Charter, told: dict[str, Any]) -> Charter:
    """`charter` with what one version of the content adds and rewrites."""
    for clause in told["clauses"]:
        charter = with_clause(charter, _clause(clause))
    for clause in told.get("open", ()):
        charter = with_clause(charter, replace(_clause(clause), state=ClauseState.OPEN))
    rewritten = {clause["code"]: clause["text"] for clause in told.get("rewrites", ())}
    clauses = tuple(
        replace(clause, text=rewritten[clause.code]) if clause.code in rewritten else clause
        for clause in charter.clauses
    )
    threshold = told.get("threshold", {}).get("met", charter.threshold)
    return replace(charter, clauses=clauses, threshold=threshold)


def _clause(told: dict[str, Any]) -> Clause:
    return Clause(
        code=told["code"],
        kind=ClauseKind(told["kind"]),
        scope=Scope(told["scope"]) if "scope" in told else None,
        parent=told.get("parent"),
        title=told["title"],
        text=told["text"],
        reasons_for=told.get("for", ""),
        reasons_against=told.get("against", ""),
    )


def _amendment(stage: Stage, charter: Charter) -> dict[str, Any]:
    return {"changes": derive(current_charter(stage.collective.id), charter)}


def write_charter(stage: Stage, tables: Tables) -> None:
    """Three versions: after an objection was integrated, by consensus, and at the end of the whole cascade."""
    with at(stage.ago(120)):
        _first_version(stage, tables["conventionnement"])
    with at(stage.ago(75)):
        _second_version(stage, tables["conventionnement"])
    with at(stage.ago(30)):
        _third_version(stage, tables["conventionnement"])


def _first_version(stage: Stage, table: Deliberation) -> None:
    blank = current_charter(stage.collective.id)
    text = "Cinq critères pour les lieux, d’après les cinq thèmes de la Gironde. On commence simple, on relit dans un an."
    vague = _written(blank, _told(1))
    proposal = propose(
        stage,
        table,
        "Élodie F.",
        "Écrire une première charte",
        text,
        "charter.amend",
        _amendment(stage, vague),
    )
    consensus = put(stage, proposal)
    express(consensus, stage.others("Guy H.", "Yvette X."), "agree")
    express(consensus, [stage["Yvette X."]], "stand_aside")
    express(
        consensus,
        [stage["Guy H."]],
        "block",
        "« Une bonne part » ne veut rien dire : chacun y mettra ce qu’il veut.",
    )
    votes.close(consensus, stage["Julien R."])
    first = votes.step_down(consensus, stage["Julien R."])
    for phase in (Phase.CLARIFY, Phase.REACT):
        votes.advance(first, stage["Julien R."], phase)
        votes.note(first, stage["Nadia S."], "Est-ce qu’un marché compte pour un lieu, ou chaque étal ?")
    votes.advance(first, stage["Julien R."], Phase.OBJECTIONS)
    objection = _objects(
        first, stage, "Guy H.", "Sans nombre, le critère L4 ne protège pas les fermes voisines."
    )
    _objects(first, stage, "Chantal G.", "J’ai peur qu’on me demande une preuve de revenu à la caisse.")
    votes.advance(first, stage["Julien R."], Phase.INTEGRATE)
    votes.offer_amendment(
        objection,
        stage["Élodie F."],
        "Écrire « la moitié au moins » dès la prochaine version, et le dire ici.",
    )
    votes.accept_amendment(objection, stage["Guy H."])
    composing.reword(
        proposal,
        stage["Élodie F."],
        seen=proposal.version,
        title=proposal.title,
        body=f"{text}\n\nLe critère L4 sera chiffré dès la version suivante. Personne ne demande de preuve de revenu : c’est un interdit du blason.",
    )
    second = rounds.open_amended_round(proposal, stage["Julien R."], stage.collective).decision
    votes.advance(second, stage["Julien R."], Phase.OBJECTIONS)
    worried = _objects(second, stage, "Chantal G.", "Il faut que ce soit écrit noir sur blanc.")
    hurried = _objects(second, stage, "Diego S.", "Nous allons trop vite pour les producteurs.")
    votes.withdraw_objection(worried, stage["Chantal G."], "C’est écrit : je suis rassurée.")
    votes.offer_amendment(hurried, stage["Élodie F."], "Inviter deux fermes à la prochaine séance.")
    votes.accept_amendment(hurried, stage["Diego S."])
    said = stage.others("Chantal G.", "Diego S.", "Yvette X.")[:26]
    express(second, said, "consent")
    express(
        second, [stage["Yvette X."]], "consent_with_concern", "Je m’inquiète pour le petit bazar de ma rue."
    )
    votes.close(second, stage["Julien R."])


def _objects(decision: Decision, stage: Stage, who: str, why: str) -> Objection:
    votes.cast(decision, stage[who], "objection", why)
    return db.session.scalars(
        sa.select(Objection).filter_by(decision_id=decision.id, author_id=stage[who].id)
    ).one()


def _second_version(stage: Stage, table: Deliberation) -> None:
    charter = _written(current_charter(stage.collective.id), _told(2))
    proposal = propose(
        stage,
        table,
        "Karim O.",
        "Un seuil de trois critères sur cinq",
        "Comme en Gironde : un lieu qui remplit trois critères sur cinq est conventionné. On précise aussi l’accueil et le prix.",
        "charter.amend",
        _amendment(stage, charter),
    )
    amendment = amending.suggest(
        proposal,
        stage["Lucie C."],
        base=proposal.version,
        body=proposal.body + "\n\nOn tient la promesse faite à Guy : L4 demande la moitié.",
        reason="Nous l’avons promis au premier tour.",
    )
    amending.accept(amendment, stage["Karim O."])
    decision = put(stage, proposal)
    express(decision, stage.others(), "agree")
    votes.close(decision, stage["Julien R."])


def _third_version(stage: Stage, table: Deliberation) -> None:
    charter = _written(current_charter(stage.collective.id), _told(3))
    proposal = propose(
        stage,
        table,
        "Nadia S.",
        "Des critères pour les produits",
        "Un lieu conventionné vend aussi des produits que la caisse ne prend pas en charge : il faut dire lesquels.",
        "charter.amend",
        _amendment(stage, charter),
    )
    consensus = put(stage, proposal)
    express(consensus, stage.others("Bernard L."), "agree")
    express(
        consensus,
        [stage["Bernard L."]],
        "block",
        "Exiger un label écarte les producteurs qui n’ont pas les moyens de le payer.",
    )
    votes.close(consensus, stage["Julien R."])
    consent = votes.step_down(consensus, stage["Julien R."])
    votes.advance(consent, stage["Julien R."], Phase.OBJECTIONS)
    _objects(
        consent,
        stage,
        "Bernard L.",
        "La visite participative ne suffira pas à remplacer un label que l’on n’a pas.",
    )
    express(consent, stage.others("Bernard L.")[:31], "consent")
    votes.close(consent, stage["Julien R."])
    vote = votes.step_down(consent, stage["Julien R."])
    express(
        vote,
        stage.others("Bernard L.")[:28],
        "for",
        "La visite participative est une garantie à égalité avec le label.",
    )
    express(vote, stage.others("Bernard L.")[28:32], "abstain")
    express(
        vote,
        [stage["Bernard L."], *stage.others("Bernard L.")[32:36]],
        "against",
        "Le label coûte trop cher aux petites fermes.",
    )
    votes.close(vote, stage["Julien R."])


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
        _amendment(stage, replace(charter, clauses=clauses)),
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
    objection = _objects(running, stage, "Hélène T.", "Sans plafond, le café mangera le budget des légumes.")
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
