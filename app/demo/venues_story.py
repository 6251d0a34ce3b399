"""A dozen venues, one for each moment of an accreditation's life: all fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.accreditation.findings import Finding
from app.accreditation.models import Venue, VenueKind
from app.accreditation.services import applying, assessing, reviewing, visiting
from app.accreditation.services.applying import Asked
from app.accreditation.services.assessing import Found
from app.accreditation.services.deciding import rating_of
from app.accreditation.services.visiting import Report
from app.accreditation.states import Step
from app.accreditation.visit_models import VisitorPart
from app.charter.services import current_version
from app.demo.stage import Stage, at, content, express
from app.demo.telling import Tables, propose, put
from app.votes import services as votes
from app.votes.models import Decision

YES = {"consensus": "agree", "consent": "consent", "open_majority": "for", "secret_majority": "for"}
FINDINGS = {"yes": Finding.YES, "partly": Finding.PARTLY, "no": Finding.NO}
LEADER, ASSESSOR, PROPOSER = "Julien R.", "Karim O.", "Nadia S."


# How many days ago the first applied under each version of the charter.
ARRIVED = {2: 70, 3: 29}


def receive_venues(stage: Stage, tables: Tables, *, under_version: int) -> None:
    """Each applies while that version is in force, then goes as far as its story says."""
    known: dict[str, Venue] = {}
    for told in content("venues")["venue"]:
        if told.get("under", 3) != under_version:
            continue
        with at(stage.ago(ARRIVED[under_version])):
            venue = known[told["name"]] = _apply(stage, told, known)
        _follow(stage, tables, venue, told)


def _apply(stage: Stage, told: Mapping[str, Any], known: Mapping[str, Venue]) -> Venue:
    asked = Asked(
        name=told["name"],
        kind=VenueKind(told["kind"]),
        place=told["place"],
        address=told.get("address", ""),
        presentation=told["presentation"],
        products=told["products"],
        applicant=told["applicant"],
        contact="lieu@exemple.invalid",
        motivation="Pour que tout le monde puisse venir. (Exemple fictif.)",
    )
    venue, _code = applying.apply(stage.collective, asked)
    if "market" in told:
        venue.market_id = known[told["market"]].id
    return venue


def _follow(stage: Stage, tables: Tables, venue: Venue, told: Mapping[str, Any]) -> None:
    with at(stage.ago(ARRIVED[told.get("under", 3)] - 1)):
        if told.get("acts") or told.get("step"):
            reviewing.take(venue, Step.REVIEW, stage[LEADER])
        if "interest" in told:
            reviewing.declare(venue, stage[told["interest"]["who"]], told["interest"]["nature"])
        _assess(stage, venue, told)
        _visit(stage, venue, told)
    for act in told.get("acts", ()):
        with at(stage.ago(act["ago"] + 1)):
            if act["act"] in ("suspended", "revoked") and "answer" in told:
                applying.answer(venue, told["answer"], None)
        with at(stage.ago(act["ago"])):
            _decide(stage, tables, venue, act)
    if "running" in told:
        with at(stage.ago(2)):
            applying.answer(venue, told["answer"], None)
            reviewing.take(venue, Step.PROPOSE, stage[LEADER])
            _put(stage, tables, venue, told["running"], closes_in=10)


def _assess(stage: Stage, venue: Venue, told: Mapping[str, Any]) -> None:
    version = current_version(stage.collective.id)
    found = {
        code: Found(finding, evidence)
        for word, finding in FINDINGS.items()
        for code, evidence in told.get(word, {}).items()
    }
    if version is not None and found:
        assessing.assess(venue, stage[ASSESSOR], found, charter_version=version.number, seen=0)


def _visit(stage: Stage, venue: Venue, told: Mapping[str, Any]) -> None:
    asked = told.get("visit") or told.get("planned")
    if not asked:
        return
    day = (stage.ago(asked["ago"]) if "ago" in asked else stage.ahead(asked["ahead"])).date()
    producer, eater = stage[asked["producer"]], stage[asked["eater"]]
    parts = {producer.id: VisitorPart.PRODUCER, eater.id: VisitorPart.EATER}
    visit = visiting.plan(venue, day, parts, stage[LEADER])
    if "strengths" in asked:
        visiting.report(visit, Report(asked["strengths"], asked["weaknesses"], asked["remarks"]), producer)
        visiting.sign(visit, producer.id, producer)
        visiting.sign(visit, eater.id, stage[LEADER])


def _put(
    stage: Stage, tables: Tables, venue: Venue, act: Mapping[str, Any], closes_in: int | None = None
) -> Decision:
    today = stage.ago(act.get("ago", 2)).date()
    payload = {
        "venue_id": venue.id,
        "act": act["act"],
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=act["days"])).isoformat() if "days" in act else None,
        "reasons": act["reasons"],
        "assessed": _assessed(stage, venue),
    }
    proposal = propose(
        stage,
        tables["conventionnement"],
        PROPOSER,
        f"Convention de {venue.name}",
        act["reasons"],
        "accreditation.decide",
        payload,
    )
    return put(stage, proposal, closes_in=closes_in)


def _assessed(stage: Stage, venue: Venue) -> dict[str, int] | None:
    version, rating = current_version(stage.collective.id), rating_of(venue)
    return {"met": rating.level, "of": rating.of, "version": version.number} if version and rating else None


def _decide(stage: Stage, tables: Tables, venue: Venue, act: Mapping[str, Any]) -> None:
    decision = _put(stage, tables, venue, act)
    express(decision, stage.others(), YES[decision.mode.value])
    if decision.is_open:
        votes.close(decision, stage[LEADER])
