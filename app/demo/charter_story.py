"""Three versions of the charter: by consent after objections were integrated, by consensus, by the cascade."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.charter.document import (
    Charter,
    Clause,
    ClauseKind,
    ClauseState,
    ProductType,
    Scope,
    with_clause,
)
from app.charter.services import current_charter
from app.deliberations.models import Deliberation
from app.demo.stage import Stage, at, content, express
from app.demo.telling import Tables, amendment_to, objects, propose, put
from app.proposals.services import amending, composing, rounds
from app.votes import services as votes
from app.votes.models import Phase


def _told(number: int) -> dict[str, Any]:
    found: dict[str, Any] = content("charter")["version"][number - 1]
    return found


def _written(charter: Charter, told: dict[str, Any]) -> Charter:
    """`charter` with what one version of the content adds and rewrites."""
    for clause in told["clauses"]:
        charter = with_clause(charter, _clause(clause))
    for clause in told.get("open", ()):
        charter = with_clause(charter, replace(_clause(clause), state=ClauseState.OPEN))
    rewritten = {each["code"]: _words(each) for each in told.get("rewrites", ())}
    clauses = tuple(replace(clause, **rewritten.get(clause.code, {})) for clause in charter.clauses)
    products = tuple(ProductType(each["code"], each["name"]) for each in told.get("products", ()))
    rates = {(each["met"], each["product"]): each["percent"] for each in told.get("rates", ())}
    return replace(
        charter,
        clauses=clauses,
        threshold=told.get("threshold", {}).get("met", charter.threshold),
        products=products or charter.products,
        rates=rates or charter.rates,
    )


def _words(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("title", "text", "simple", "needs") if name in told}


def _clause(told: dict[str, Any]) -> Clause:
    return Clause(
        code=told["code"],
        kind=ClauseKind(told["kind"]),
        scope=Scope(told["scope"]) if "scope" in told else None,
        parent=told.get("parent"),
        title=told["title"],
        text=told["text"],
        simple=told.get("simple", ""),
        reasons_for=told.get("for", ""),
        reasons_against=told.get("against", ""),
    )


def write_charter(stage: Stage, tables: Tables) -> None:
    """Two versions: after an objection was integrated, then by consensus."""
    with at(stage.ago(120)):
        _first_version(stage, tables["conventionnement"])
    with at(stage.ago(75)):
        _second_version(stage, tables["conventionnement"])


def complete_charter(stage: Stage, tables: Tables) -> None:
    """A third version, with criteria for products and rates, at the end of the whole cascade."""
    with at(stage.ago(40)):
        _overtaken_amendment(stage, tables["financement"])
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
        amendment_to(stage, vague),
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
    objection = objects(
        first, stage, "Guy H.", "Sans nombre, le critère L4 ne protège pas les fermes voisines."
    )
    objects(first, stage, "Chantal G.", "J’ai peur qu’on me demande une preuve de revenu à la caisse.")
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
    worried = objects(second, stage, "Chantal G.", "Il faut que ce soit écrit noir sur blanc.")
    hurried = objects(second, stage, "Diego S.", "Nous allons trop vite pour les producteurs.")
    votes.withdraw_objection(worried, stage["Chantal G."], "C’est écrit : je suis rassurée.")
    votes.offer_amendment(hurried, stage["Élodie F."], "Inviter deux fermes à la prochaine séance.")
    votes.accept_amendment(hurried, stage["Diego S."])
    said = stage.others("Chantal G.", "Diego S.", "Yvette X.")[:26]
    express(second, said, "consent")
    express(
        second, [stage["Yvette X."]], "consent_with_concern", "Je m’inquiète pour le petit bazar de ma rue."
    )
    votes.close(second, stage["Julien R."])


def _second_version(stage: Stage, table: Deliberation) -> None:
    charter = _written(current_charter(stage.collective.id), _told(2))
    proposal = propose(
        stage,
        table,
        "Karim O.",
        "Un seuil de trois critères sur cinq",
        "Comme en Gironde : un lieu qui remplit trois critères sur cinq est conventionné. On précise aussi l’accueil et le prix.",
        "charter.amend",
        amendment_to(stage, charter),
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
        amendment_to(stage, charter),
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
    objects(
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


def _overtaken_amendment(stage: Stage, table: Deliberation) -> None:
    """Written on the second version; the third rewrites the same principle before anyone decides it."""
    charter = current_charter(stage.collective.id)
    clauses = tuple(
        replace(clause, text="Chacun cotise un euro au moins, et reçoit la même allocation.")
        if clause.code == "P3"
        else clause
        for clause in charter.clauses
    )
    propose(
        stage,
        table,
        "Paulo T.",
        "Un euro, pour que chacun soit de la caisse",
        "Un montant que tout le monde peut donner, pour que personne n’en soit dispensé comme d’une faveur.",
        "charter.amend",
        amendment_to(stage, replace(charter, clauses=clauses)),
    )


def compete(stage: Stage, table: Deliberation) -> None:
    """Two thresholds are put forward at once: only one can be the charter's."""
    charter = current_charter(stage.collective.id)
    for who, title, why, met in (
        ("Guy H.", "Quatre critères sur cinq", "Trois, c’est trop peu pour que le mot ait un sens.", 4),
        ("Diego S.", "Deux critères pour commencer", "À trois, aucune ferme des environs n’entre.", 2),
    ):
        rates = {row: percent for row, percent in charter.rates.items() if row[0] >= met}
        changed = replace(charter, threshold=met, rates=rates)
        propose(stage, table, who, title, why, "charter.amend", amendment_to(stage, changed))
