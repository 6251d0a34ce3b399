"""One million stored expressions: the service's count and its outcome, against the bare SQL beside it."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

EXPRESSIONS = 1_000_000
ROUNDS = 5
EXPECTED = 1.5
BARE = "SELECT choice, SUM(weight) FROM expressions WHERE decision_id = ? GROUP BY choice"

# A vote, and a consent whose objections each have a life: decision, mode, phase, choices in turn.
DECISIONS = (
    (1, "open_majority", None, ("for", "against", "for", "abstain")),
    (2, "consent", "objections", ("consent", "consent_with_concern", "consent", "abstain")),
)
OBJECTIONS = 1_000

# What is compared, the medians in seconds (service, bare), and the median of their ratios.
Line = tuple[str, float, float, float]


def measure(expressions: int = EXPRESSIONS) -> list[Line]:
    """Each line: what is compared, both times in seconds, and the ratio of times (service / bare)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tally.sqlite3"
        return _measured(path, expressions)


def report() -> None:
    """Print the lines."""
    for what, _mine, _bare, ratio in measure():
        print(f"{what}: {ratio:.2f} (expected ≤ {EXPECTED})")


def _measured(path: Path, expressions: int) -> list[Line]:
    from app import create_app
    from app.db import db
    from app.votes.models import Decision
    from app.votes.services.counting import confirmed_room_counts, device_counts, outcome_of

    application = create_app(
        {"SECRET_KEY": "bench", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}", "OUTBOX": str(path.parent)}
    )
    lines = []
    with application.app_context(), closing(sqlite3.connect(path)) as bare:
        db.create_all()
        _add_decisions(expressions)
        _fill(bare, expressions)
        for number, mode, _phase, _choices in DECISIONS:

            def service(number: int = number) -> int:
                decision = db.session.get_one(Decision, number)
                outcome = outcome_of(decision, device_counts(decision), confirmed_room_counts(decision))
                db.session.rollback()
                return outcome.participants

            def query(number: int = number) -> int:
                return sum(weight for _choice, weight in bare.execute(BARE, (number,)))

            what = f"tally of {expressions:,} expressions ({mode}) / bare GROUP BY"
            lines.append((what, *_compare(service, query, expressions)))
        db.session.remove()
        db.engine.dispose()
    return lines


def _add_decisions(people: int) -> None:
    from app.collectives.models import Collective
    from app.db import db
    from app.votes.models import Decision, Phase
    from app.votes.rules import DecisionMode, QuestionKind, Step

    collective = Collective(slug="bench", name="Bench", territory="")
    db.session.add(collective)
    db.session.flush()
    for number, mode, phase, _choices in DECISIONS:
        step = Step(mode=DecisionMode(mode), threshold="simple")
        db.session.add(
            Decision(
                id=number,
                collective_id=collective.id,
                kind=QuestionKind.ORDINARY,
                mode=step.mode,
                phase=Phase(phase) if phase else None,
                question="?",
                rules=step.to_document(),
                eligible=people,
                present=people,
                salt="bench",
            )
        )
    db.session.commit()


def _fill(connection: sqlite3.Connection, expressions: int) -> None:
    """Write the expressions by SQL, in the order of no decision and no choice; references are not checked."""
    for number, _mode, _phase, choices in DECISIONS:
        cases = " ".join(f"WHEN {rest} THEN '{choice}'" for rest, choice in enumerate(choices))
        choice = f"CASE id * 7919 % {len(choices)} {cases} END"
        connection.execute(
            "WITH RECURSIVE voters(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM voters WHERE id < ?) "  # noqa: S608 - our own constants
            "INSERT INTO expressions (decision_id, voter_id, choice, weight, expressed_at, changes) "
            f"SELECT ?, id, {choice}, 1, '2026-03-12 18:00:00', 0 FROM voters",
            (expressions, number),
        )
        connection.commit()
    objections = min(OBJECTIONS, expressions)
    connection.execute(
        "INSERT INTO objections (decision_id, author_id, reason, state, raised_at) "
        "SELECT decision_id, voter_id, '', 'withdrawn', expressed_at FROM expressions "
        "WHERE decision_id = 2 AND voter_id <= ?",
        (objections,),
    )
    connection.execute(
        "UPDATE expressions SET choice = 'objection' WHERE decision_id = 2 AND voter_id <= ?", (objections,)
    )
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()


def _compare(
    service: Callable[[], int], bare: Callable[[], int], expected: int
) -> tuple[float, float, float]:
    """The medians of both times and of their ratios, each taken side by side; both must count everyone."""
    taken = [(_seconds(service, expected), _seconds(bare, expected)) for _round in range(ROUNDS + 1)]
    # The first round is left out: it fills the caches of both.
    mine, theirs = zip(*taken[1:], strict=True)
    ratio = statistics.median(one / other for one, other in taken[1:])
    return statistics.median(mine), statistics.median(theirs), ratio


def _seconds(act: Callable[[], int], expected: int) -> float:
    start = time.perf_counter()
    counted = act()
    spent = time.perf_counter() - start
    if counted != expected:
        raise RuntimeError(f"{counted} expressions counted of {expected}")
    return spent


if __name__ == "__main__":
    report()
