"""Full-text search: one table of words, an index of each database, the same answers from both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, db
from app.register.excerpt import Part, excerpt
from app.register.words import fold, wanted, words

__all__ = ["Hit", "SearchDocument", "create_index", "drop_index", "find", "fold", "index", "unindex"]


class SearchDocument(Base):
    """What can be found: a subject's title and text as people read them, and their words as search does."""

    __tablename__ = "search_documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    title_words: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (sa.UniqueConstraint("collective_id", "kind", "subject_id"),)


# The index itself. A migration runs these statements too.
_REMOVE = (
    "INSERT INTO search_index(search_index, rowid, title_words, words) "
    "VALUES ('delete', old.id, old.title_words, old.words);"
)
_ADD = "INSERT INTO search_index(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);"
SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(title_words, words, content='search_documents', "
    "content_rowid='id', tokenize='ascii', prefix='2 3')",
    f"CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN {_ADD} END",
    f"CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN {_REMOVE} END",
    f"CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN {_REMOVE} {_ADD} END",
)
SQLITE_DROP = ("DROP TABLE IF EXISTS search_index",)
# array_to_tsvector takes the words as they are: the server's parser would see numbers and addresses in them.
_VECTOR = "array_to_tsvector(array_remove(string_to_array({}, ' '), ''))"
POSTGRESQL_INDEX = (
    f"CREATE INDEX ix_search_documents_words_gin ON search_documents USING gin ({_VECTOR.format('words')})",
)


def create_index(connection: sa.Connection) -> None:
    """Create the index of `search_documents` in the database of `connection`: for migrations too."""
    for statement in SQLITE_INDEX if connection.dialect.name == "sqlite" else POSTGRESQL_INDEX:
        connection.exec_driver_sql(statement)


def drop_index(connection: sa.Connection) -> None:
    """Drop what would outlive the table `search_documents`; call it before dropping that table."""
    for statement in SQLITE_DROP if connection.dialect.name == "sqlite" else ():
        connection.exec_driver_sql(statement)


@event.listens_for(SearchDocument.__table__, "after_create")
def _after_create(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    create_index(connection)


@event.listens_for(SearchDocument.__table__, "before_drop")
def _before_drop(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    drop_index(connection)


@dataclass(frozen=True)
class Hit:
    """A subject found. `snippet` is plain text; `parts` is the same in pieces, (text, is it a found word)."""

    kind: str
    subject_id: int
    title: str
    snippet: str
    parts: tuple[Part, ...]


def index(collective_id: int, kind: str, subject_id: int, title: str, text: str) -> None:
    """Make a subject findable by the words of its title and text; again when they change."""
    values = _values(title, text)
    key = {"collective_id": collective_id, "kind": kind, "subject_id": subject_id}
    dialect = postgresql if _on_postgresql() else sqlite
    db.session.execute(
        dialect.insert(SearchDocument)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def index_new(collective_id: int, kind: str, subjects: Sequence[tuple[int, str, str]]) -> None:
    """Make many new subjects findable at once: (id, title, text) of each."""
    key = {"collective_id": collective_id, "kind": kind}
    rows = [{**key, "subject_id": number, **_values(title, text)} for number, title, text in subjects]
    if rows:
        db.session.execute(sa.insert(SearchDocument), rows)


def _values(title: str, text: str) -> dict[str, str]:
    of_title = set(words(title))
    return {
        "title": title,
        "text": text,
        "title_words": " ".join(sorted(of_title)),
        "words": " ".join(sorted(of_title.union(words(text)))),
    }


def unindex(collective_id: int, kind: str, subject_id: int) -> None:
    """Forget a subject: withdrawn, or not to be read any more. Nothing happens when it was not known."""
    db.session.execute(
        sa.delete(SearchDocument).filter_by(collective_id=collective_id, kind=kind, subject_id=subject_id)
    )


def find(collective_id: int, query: str, kinds: Collection[str] | None = None, limit: int = 30) -> list[Hit]:
    """What holds every word of `query`, or words that begin so; titles first, then the newest.

    Any typed text is a safe query; one without a word finds nothing. One SQL statement.
    """
    beginnings = wanted(query)
    if not beginnings or limit < 1:
        return []
    in_text, in_title = _matches(beginnings)
    rows = sa.select(SearchDocument).filter_by(collective_id=collective_id).where(in_text)
    if kinds is not None:
        rows = rows.where(SearchDocument.kind.in_(kinds))
    rows = rows.order_by(sa.case((in_title, 0), else_=1), SearchDocument.id.desc()).limit(limit)
    return [_hit(found, beginnings) for found in db.session.scalars(rows)]


def _hit(found: SearchDocument, beginnings: list[str]) -> Hit:
    parts = excerpt(found.text, beginnings)
    snippet = "".join(text for text, _ in parts)
    return Hit(found.kind, found.subject_id, found.title, snippet, parts)


def _on_postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def _matches(beginnings: list[str]) -> tuple[Any, Any]:
    """Two conditions on SearchDocument: every beginning is in its words; every one is in its title's."""
    match = _matches_postgresql if _on_postgresql() else _matches_sqlite
    return match("words", beginnings), match("title_words", beginnings)


def _matches_postgresql(column: str, beginnings: list[str]) -> Any:
    query = " & ".join(f"'{word}':*" for word in beginnings)
    vector: sa.ColumnElement[Any] = sa.literal_column(_VECTOR.format(f"search_documents.{column}"))
    return vector.op("@@")(sa.cast(query, postgresql.TSQUERY))


_index = sa.table("search_index", sa.column("rowid"), sa.column("search_index"))


def _matches_sqlite(column: str, beginnings: list[str]) -> Any:
    query = " AND ".join(f'"{word}"*' for word in beginnings)
    rows = sa.select(_index.c.rowid).where(_index.c.search_index.op("MATCH")(f"{column} : ({query})"))
    return SearchDocument.id.in_(rows)
