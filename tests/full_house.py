"""A collective that is full: four hundred members, hundreds of proposals, thousands of contributions."""

from __future__ import annotations

import sqlalchemy as sa

from app.charter import services as charter
from app.charter.changes import derive
from app.charter.document import Clause, ClauseKind, Scope, with_clause
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db, now
from app.deliberations.models import ArgumentKind, Contribution, Deliberation
from app.deliberations.paths import STEP
from app.members.models import Member
from app.proposals.models import Proposal, ProposalVersion
from app.proposals.states import ProposalState
from app.register.search import fold
from app.votes.models import Decision, Expression, VoterRoll
from app.votes.rules import QuestionKind
from app.votes.services import cast, open_decision
from app.workshops.group_models import Finding, Note
from app.workshops.kinds import ItemKind
from app.workshops.minutes.services import writing
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.notes import axes_of
from app.workshops.reading import current, items_of
from app.workshops.run_sheets import NAMES
from app.workshops.services import (
    arriving,
    deciding,
    floor,
    grouping,
    leading,
    merging,
    noting,
    preparing,
    restituting,
    rotating,
)
from app.workshops.tables import groups_of, rows_of

MEMBERS, PROPOSALS, CONTRIBUTIONS, CLAUSES = 400, 200, 5_000, 200
FIRST = 1_000_000  # numbers of what is added here, far from those the database gives
EFFECTS = ("none", "charter.amend", "blason.revise", "accreditation.decide")


def fill(collective: Collective, author: Member) -> None:
    """Everything at once, in the demonstration's collective."""
    crowd(collective)
    people = list(db.session.scalars(sa.select(Member.id).order_by(Member.id)))
    deliberation = db.session.scalars(sa.select(Deliberation).order_by(Deliberation.id)).first()
    assert deliberation is not None
    talk(deliberation, people)
    propose(collective, deliberation, people, author.id)
    lengthen_charter(collective)
    vote(collective, author)
    gather(collective, author)
    sit_at_tables(collective, author)


def crowd(collective: Collective) -> None:
    names = [f"Voix {number}" for number in range(MEMBERS)]
    db.session.execute(
        sa.insert(Member),
        [{"collective_id": collective.id, "name": name, "folded_name": fold(name)} for name in names],
    )


def talk(deliberation: Deliberation, people: list[int]) -> None:
    """Threads of one opening and nine answers."""
    said = []
    for number in range(FIRST, FIRST + CONTRIBUTIONS):
        root = number - number % 10
        is_answer = number != root
        said.append(
            {
                "id": number,
                "deliberation_id": deliberation.id,
                "root_id": root if is_answer else None,
                "parent_id": root if is_answer else None,
                "path": "".join(f"{n:0{STEP}d}" for n in ([root, number] if is_answer else [root])),
                "kind": ArgumentKind.ARGUMENT,
                "text": f"La voix numéro {number} parle **du pain**.",
                "author_id": people[number % len(people)],
            }
        )
    db.session.execute(sa.insert(Contribution), said)


def propose(collective: Collective, deliberation: Deliberation, people: list[int], author: int) -> None:
    """Of every effect; one in two is the reader's own."""
    texts = [
        {
            "title": f"Proposition {number}",
            "body": "Nous décidons du pain.",
            "effect_kind": EFFECTS[number % 4],
            "effect_payload": {"changes": []} if number % 4 in (1, 2) else {},
        }
        for number in range(PROPOSALS)
    ]
    common = {"collective_id": collective.id, "deliberation_id": deliberation.id}
    db.session.execute(
        sa.insert(Proposal),
        [
            {
                **common,
                **text,
                "id": FIRST + number,
                "proposer_id": author if number % 2 else people[number],
                "state": ProposalState.DRAFT if number % 4 > 1 else ProposalState.SUBMITTED,
            }
            for number, text in enumerate(texts)
        ],
    )
    db.session.execute(
        sa.insert(ProposalVersion),
        [
            {**text, "proposal_id": FIRST + number, "number": 1, "author_id": author}
            for number, text in enumerate(texts)
        ],
    )


def lengthen_charter(collective: Collective) -> None:
    before = after = charter.current_charter(collective.id)
    while len(after.clauses) < CLAUSES:
        code = after.next_code(ClauseKind.CRITERION, Scope.VENUE, None)
        clause = Clause(code=code, kind=ClauseKind.CRITERION, scope=Scope.VENUE, title=f"Critère {code}")
        after = with_clause(after, clause)
    free = sa.select(Decision).where(Decision.id.not_in(sa.select(CharterVersion.decision_id))).limit(1)
    charter.amend(
        collective, derive(before, after), db.session.scalars(free).one(), summary="Charte : longue"
    )


def vote(collective: Collective, author: Member) -> None:
    """A decision of every kind with everyone on its roll, and their voices in the one by show of hands."""
    for kind in QuestionKind:
        decision = open_decision(collective, question="Du pain ?", text="Du pain.", kind=kind, actor=author)
        if kind is QuestionKind.ORDINARY:
            roll = sa.select(VoterRoll.member_id).filter_by(decision_id=decision.id)
            db.session.execute(
                sa.insert(Expression),
                [
                    {"decision_id": decision.id, "voter_id": voter, "choice": "for", "weight": 1}
                    for voter in db.session.scalars(roll)
                    if voter != author.id
                ],
            )


def write_notes(workshop: Workshop, item: AgendaItem, author: Member) -> None:
    """Two hundred notes, half of them put together by tens."""
    for axis in axes_of(item):
        texts = [f"Idée {number}" for number in range(200)]
        noting.paste(workshop, item, author, texts, axis.key, group=None, provenance="Affiche")
        held = list(db.session.scalars(sa.select(Note.id).filter_by(item_id=item.id, axis=axis.key)))
        for start in range(0, 100, 10):
            kind = axis.kinds[0] if axis.kinds and start < 50 else ""
            merging.gather(workshop, item, author, held[start : start + 10], "Ensemble", axis.key, kind)


def gather(collective: Collective, author: Member) -> None:
    """A session for each ready run-sheet, running, with as many people as the collective has."""
    for name in NAMES:
        workshop = preparing.create(collective, author, title=name, starts_at=now(), template=name)
        for number in range(2):
            arriving.arrive(workshop, f"Invitée {number}")
        arriving.arrive_as(workshop, author)
        leading.go(workshop, author, items_of(workshop)[0], None)
        writing.draft(workshop, author)
        people = [f"Personne {number}" for number in range(MEMBERS)]
        db.session.execute(
            sa.insert(Participant),
            [{"workshop_id": workshop.id, "name": name, "folded_name": fold(name)} for name in people],
        )
        for item in items_of(workshop):
            if item.kind in (ItemKind.GROUP_WORK, ItemKind.BLASON):
                grouping.draw(workshop, item, author, None)
                leading.go(workshop, author, item, None)
                write_notes(workshop, item, author)
        decide(workshop, author)


def sit_at_tables(collective: Collective, author: Member) -> None:
    """Two sessions: one at its tables, one at the restitution; everyone sits and writes."""
    for last in (ItemKind.TABLES, ItemKind.RESTITUTION):
        workshop = preparing.create(
            collective, author, title=last.value, starts_at=now(), template="soiree-de-lancement"
        )
        arriving.arrive_as(workshop, author)
        people = [f"Personne {number}" for number in range(MEMBERS)]
        db.session.execute(
            sa.insert(Participant),
            [{"workshop_id": workshop.id, "name": name, "folded_name": fold(name)} for name in people],
        )
        for item in items_of(workshop):
            leading.go(workshop, author, item, None)
            if item.kind is ItemKind.TABLES:
                grouping.draw(workshop, item, author, None)
                write_worksheets(workshop, item)
                rotating.rotate(workshop, item, author, None)
            if item.kind is ItemKind.RESTITUTION:
                restituting.give_floor(workshop, item, author, None, 1)
            if item.kind is last:
                break
        writing.draft(workshop, author)


def write_worksheets(workshop: Workshop, item: AgendaItem) -> None:
    """A hundred at each of the four tables."""
    tables, findings = groups_of(item), list(Finding)
    db.session.execute(
        sa.insert(Note),
        [
            {
                "workshop_id": workshop.id,
                "item_id": item.id,
                "group_id": tables[number % 4].id,
                "axis": "questions",
                "row": rows_of(tables[number % 4])[0],
                "text": f"La question numéro {number} ?",
                "finding": findings[number % 3],
            }
            for number in range(MEMBERS)
        ],
    )


def decide(workshop: Workshop, author: Member) -> None:
    """A decision is open in the room, with everyone on its roll and some voices in."""
    item = current(items_of(workshop))
    assert item is not None
    asked = {"question": "Du pain ce soir ?", "text": "Du pain.", "kind": QuestionKind.ORDINARY}
    decision = deciding.open_question(workshop, item, author, None, **asked)
    assert decision is not None
    cast(decision, author, "for" if decision.phase is None else "consent")
    people = db.session.scalars(sa.select(Participant).filter_by(workshop_id=workshop.id).limit(20))
    for participant in people:
        floor.raise_hand(workshop, participant)
