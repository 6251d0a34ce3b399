"""Charters to try rules on: one small and known, and any other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from app.charter.codes import jumped, taken
from app.charter.document import (
    Charter,
    Clause,
    ClauseKind,
    ClauseState,
    ProductType,
    Scope,
    with_clause,
)

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
    clauses = tuple([draw(_needing(clause, clauses)) for clause in clauses])
    numbers = draw(st.permutations([str(n) for n in range(1, len(clauses) + 1)]))
    if draw(st.booleans()):
        clauses = tuple(replace(one, number=number) for one, number in zip(clauses, numbers, strict=True))
    most = len(Charter(clauses).venue_criteria)
    threshold = draw(st.one_of(st.none(), st.integers(1, most))) if most else None
    last, free = before.last, before.free
    for clause in clauses:
        if not before.clause(clause.code):
            last, free = taken(last, [clause]), jumped(last, free, clause)
    last = dict(last)
    products = tuple(draw(_products(before.products)))
    last |= {"T": max([last.get("T", 0), *(product.number for product in products)])} if products else {}
    return Charter(clauses, threshold, last, products, draw(_rates(products, most)), free)


@st.composite
def _products(draw: st.DrawFn, before: tuple[ProductType, ...]) -> list[ProductType]:
    """Some of the types there were, perhaps under another name, and perhaps a new one."""
    start = max([0, *(product.number for product in before)])
    fresh = [ProductType(f"T{start + 1}", f"Type {start + 1}")] if draw(st.booleans()) else []
    kept = [product for product in before if draw(st.booleans())]
    again = draw(st.sampled_from(["", " d’ici"]))
    return [replace(product, name=f"Type {product.number}{again}") for product in kept] + fresh


def _rates(products: tuple[ProductType, ...], most: int) -> st.SearchStrategy[dict[tuple[int, str], int]]:
    if not products or not most:
        return st.just({})
    rows = st.tuples(st.integers(1, most), st.sampled_from([product.code for product in products]))
    return st.dictionaries(rows, st.integers(0, 100), max_size=4)


@st.composite
def _needing(draw: st.DrawFn, clause: Clause, clauses: tuple[Clause, ...]) -> Clause:
    of = len(Charter(tuple(replace(one, needs=None) for one in clauses)).sub_criteria(clause.code))
    if clause.kind is not ClauseKind.CRITERION:
        return clause
    return replace(clause, needs=draw(st.sampled_from([None, *range(1, of + 1)])))


@st.composite
def _reworded(draw: st.DrawFn, clause: Clause) -> Clause:
    if not draw(st.booleans()):
        return clause
    state = draw(st.sampled_from(ClauseState))
    return replace(clause, text=draw(TEXTS), simple=draw(TEXTS), state=state, reasons_for=draw(TEXTS))


def debated() -> Charter:
    """The small charter, and one point still in debate."""
    charter = add(small(), ClauseKind.CRITERION, Scope.PRODUCT, title="Le riz", text="Venu de loin.")
    rice = replace(
        charter.clauses[-1], state=ClauseState.OPEN, reasons_for="On en mange.", reasons_against="C’est loin."
    )
    return replace(charter, clauses=(*charter.clauses[:-1], rice))
