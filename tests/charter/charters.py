"""Charters to try rules on: one small and known, and any other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from app.charter.document import Charter, Clause, ClauseKind, ClauseState, Scope, taken, with_clause

WORDS = st.sampled_from(["le", "pain", "d’ici", "cœur", "prix", "juste", "œuf", "l’eau", "bio", "\n", "."])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


def small() -> Charter:
    """A preamble, a principle and three criteria for venues, two of which are enough."""
    charter = Charter()
    for kind, scope, title, text in (
        (ClauseKind.PREAMBLE, None, "Pourquoi", "Nous mangeons ensemble."),
        (ClauseKind.PRINCIPLE, None, "Universalité", "Ouverte à toutes et à tous."),
        (ClauseKind.CRITERION, Scope.VENUE, "Accueil", "Le lieu accueille tout le monde."),
        (ClauseKind.CRITERION, Scope.VENUE, "Prix", "Le prix paie le travail."),
        (ClauseKind.CRITERION, Scope.VENUE, "Près d’ici", "La moitié des produits vient d’à côté."),
    ):
        charter = add(charter, kind, scope, title=title, text=text)
    return replace(charter, threshold=2)


def add(
    charter: Charter, kind: ClauseKind, scope: Scope | None = None, *, parent: str | None = None, **words: str
) -> Charter:
    """`charter` with one more clause, under the next code of its kind."""
    code = charter.next_code(kind, scope, parent)
    return with_clause(charter, Clause(code=code, kind=kind, scope=scope, parent=parent, **words))


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    """Any charter of a few clauses."""
    charter = Charter()
    for _ in range(draw(st.integers(0, 6))):
        charter = draw(grown(charter))
    return charter


@st.composite
def grown(draw: st.DrawFn, charter: Charter) -> Charter:
    """`charter` with one more clause."""
    kind = draw(st.sampled_from(ClauseKind))
    scope = draw(st.sampled_from(Scope)) if kind is ClauseKind.CRITERION else None
    criteria = [clause.code for clause in charter.clauses if clause.kind is ClauseKind.CRITERION]
    if kind is ClauseKind.SUB_CRITERION and not criteria:
        kind = ClauseKind.PRINCIPLE
    parent = draw(st.sampled_from(criteria)) if kind is ClauseKind.SUB_CRITERION else None
    return add(charter, kind, scope, parent=parent, title="Titre " + draw(TEXTS).strip(), text=draw(TEXTS))


@st.composite
def edited(draw: st.DrawFn, charter: Charter) -> Charter:
    """What any hands could make of `charter`: clauses added, reworded, debated, shuffled, removed."""
    before = charter
    for _ in range(draw(st.integers(0, 4))):
        charter = draw(grown(charter))
    gone = set(draw(st.lists(st.sampled_from([c.code for c in charter.clauses] or [""]), max_size=3)))
    kept = [c for c in charter.clauses if c.code not in gone and c.parent not in gone]
    clauses = tuple(draw(_reworded(clause)) for clause in draw(st.permutations(kept)))
    most = len(Charter(clauses).venue_criteria)
    threshold = draw(st.one_of(st.none(), st.integers(1, most))) if most else None
    return Charter(clauses, threshold, taken(before.last, list(clauses)))


@st.composite
def _reworded(draw: st.DrawFn, clause: Clause) -> Clause:
    if not draw(st.booleans()):
        return clause
    state = draw(st.sampled_from(ClauseState))
    return replace(clause, text=draw(TEXTS), state=state, reasons_for=draw(TEXTS))


def debated() -> Charter:
    """The small charter, and one point still in debate."""
    charter = add(small(), ClauseKind.CRITERION, Scope.PRODUCT, title="Le riz", text="Venu de loin.")
    rice = replace(
        charter.clauses[-1], state=ClauseState.OPEN, reasons_for="On en mange.", reasons_against="C’est loin."
    )
    return replace(charter, clauses=(*charter.clauses[:-1], rice))
