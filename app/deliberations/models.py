"""Questions put to the collective, what people contribute to them, earlier wordings, who follows what.

A contribution's `path` is its ancestors' identifiers and its own, each in ten digits: sorted by it, a
thread reads in order, and one statement reads whole threads whatever their depth.
"""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.deliberations import paths
from app.deliberations.paths import DEEPEST, STEP
from app.members.models import Member


class DeliberationState(enum.Enum):
    """Open to contributions, or closed: still read, no longer added to."""

    OPEN = "open"
    CLOSED = "closed"


class ArgumentKind(enum.Enum):
    """What a contribution brings."""

    ARGUMENT = "argument"
    QUESTION = "question"
    EXPERIENCE = "experience"


class Side(enum.Enum):
    """Which way an argument leans."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Removal(enum.Enum):
    """Why a contribution's text is no longer shown: its author's wish, or a facilitator's reason."""

    WITHDRAWN = "withdrawn"
    DISRESPECT = "disrespect"
    PERSONAL_DATA = "personal_data"
    OFF_TOPIC = "off_topic"
    REPEATED = "repeated"


class Deliberation(Base):
    """A question with its context (Markdown), in a state; `version` counts its wordings from 1."""

    __tablename__ = "deliberations"
    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(sa.ForeignKey("collectives.id"))
    question: Mapped[str] = mapped_column(sa.String(300))
    context: Mapped[str] = mapped_column(sa.Text, default="")
    theme: Mapped[str] = mapped_column(sa.String(80), default="")
    state: Mapped[DeliberationState] = mapped_column(
        enum_type(DeliberationState), default=DeliberationState.OPEN
    )
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    active_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[Member] = relationship()
    __table_args__ = (
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_when_closed"),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
        sa.Index("ix_deliberations_latest", "collective_id", "state", "active_at"),
    )

    @property
    def is_open(self) -> bool:
        return self.state is DeliberationState.OPEN


class DeliberationVersion(Base):
    """A wording that was replaced: the text as it was, and who replaced it when."""

    __tablename__ = "deliberation_versions"
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(300))
    context: Mapped[str] = mapped_column(sa.Text)
    theme: Mapped[str] = mapped_column(sa.String(80))
    replaced_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    replaced_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    replaced_by: Mapped[Member] = relationship()


class Contribution(Base):
    """An argument, a question or an experience (Markdown); `root_id` is None for what opens a thread.

    An answer may be none of these: its `kind` is None. `assisted_by_id` is the facilitator who typed it.
    A removed one keeps its place, not its text: that is in its versions.
    """

    __tablename__ = "contributions"
    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberations.id"))
    root_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contributions.id"))
    path: Mapped[str] = mapped_column(sa.String(STEP * DEEPEST), default="")
    kind: Mapped[ArgumentKind | None] = mapped_column(enum_type(ArgumentKind))
    side: Mapped[Side | None] = mapped_column(enum_type(Side))
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), index=True)
    assisted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    removal: Mapped[Removal | None] = mapped_column(enum_type(Removal))
    removal_note: Mapped[str] = mapped_column(sa.String(500), default="")
    deliberation: Mapped[Deliberation] = relationship()
    author: Mapped[Member] = relationship(foreign_keys=[author_id])
    assisted_by: Mapped[Member | None] = relationship(foreign_keys=[assisted_by_id])
    parent: Mapped[Contribution | None] = relationship(foreign_keys=[parent_id], remote_side=[id])
    __table_args__ = (
        sa.CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name="answers_have_a_root"),
        sa.CheckConstraint("kind IS NOT NULL OR root_id IS NOT NULL", name="threads_have_a_kind"),
        sa.CheckConstraint(
            "side IS NULL OR (kind IS NOT NULL AND kind = 'argument')", name="sides_of_arguments"
        ),
        sa.CheckConstraint("(removal IS NULL) = (removed_at IS NULL)", name="removed_for_a_reason"),
        sa.CheckConstraint("(removal IS NULL) = (removed_by_id IS NULL)", name="removed_by_someone"),
        sa.CheckConstraint("removal IS NULL OR text = ''", name="removed_without_text"),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
        sa.Index("ix_contributions_threads", "deliberation_id", "root_id", "id"),
        sa.Index("ix_contributions_answers", "root_id", "path"),
        sa.Index("ix_contributions_news", "deliberation_id", "created_at"),
    )

    @property
    def depth(self) -> int:
        """0 for what opens a thread, 1 for an answer to it, and so on down to DEEPEST - 1."""
        return paths.depth(self.path)

    @property
    def is_removed(self) -> bool:
        return self.removal is not None


class ContributionVersion(Base):
    """A text that was replaced or removed: as it was, and who replaced it when."""

    __tablename__ = "contribution_versions"
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contributions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[ArgumentKind | None] = mapped_column(enum_type(ArgumentKind))
    side: Mapped[Side | None] = mapped_column(enum_type(Side))
    replaced_by_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    replaced_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    replaced_by: Mapped[Member] = relationship()


class Follow(Base):
    """A member who wants to know what happens in a deliberation."""

    __tablename__ = "follows"
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberations.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
