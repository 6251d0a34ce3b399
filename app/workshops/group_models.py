"""Groups and tables of an item, who sits where, and what they write."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UTCDateTime, enum_type, now
from app.members.models import Member
from app.workshops.models import Channel, Participant


class Group(Base):
    """A group of an item, drawn or formed; at the item of the tables, a table with its theme.

    `sheet` is the reference sheet that lies on the table, in Markdown; `rows` are those of its worksheet;
    `version` counts the wordings of all this from 1.
    """

    __tablename__ = "groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    sheet: Mapped[str] = mapped_column(sa.Text, default="")
    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __table_args__ = (
        sa.UniqueConstraint("item_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )


class GroupPart(enum.Enum):
    """What a person does in a group; the reporter (rapporteur·e) stays when the others rotate."""

    MEMBER = "member"
    SCRIBE = "scribe"
    REPORTER = "reporter"


class GroupMember(Base):
    """A person's place during one rotation of an item: in one group, never in two."""

    __tablename__ = "group_members"
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True
    )
    rotation: Mapped[int] = mapped_column(primary_key=True, default=0)
    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    part: Mapped[GroupPart] = mapped_column(enum_type(GroupPart), default=GroupPart.MEMBER)
    participant: Mapped[Participant] = relationship()


class Finding(enum.Enum):
    """What a note of a table tells: agreement, disagreement, a question that stays open."""

    CONSENSUS = "consensus"
    DISSENSUS = "dissensus"
    QUESTION = "question"


class CommonItem(Base):
    """What several notes say in common, once put together on the wall; `axis` as in Note.

    `kind` is the kind of item it becomes in the blason, empty as long as nobody said; `blason_code` is the
    code of the item that it became there, `proposal_id` the proposal that would write it.
    """

    __tablename__ = "common_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), index=True)
    axis: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(20), default="")
    text: Mapped[str] = mapped_column(sa.String(280))
    blason_code: Mapped[str] = mapped_column(sa.String(10), default="")
    proposal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("proposals.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class Note(Base):
    """Post-it, or a line of a table's worksheet; `axis` is its axis or its column, `row` its row.

    A hidden note keeps its text and says who hid it and why: moderation leaves a trace. A question that
    stayed open becomes a deliberation, once.
    """

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("participants.id"))
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.PHONE)
    provenance: Mapped[str] = mapped_column(sa.String(120), default="")
    axis: Mapped[str] = mapped_column(sa.String(40), default="")
    row: Mapped[str] = mapped_column(sa.String(80), default="")
    text: Mapped[str] = mapped_column(sa.Text)
    finding: Mapped[Finding | None] = mapped_column(enum_type(Finding))
    common_item_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("common_items.id", ondelete="SET NULL"), index=True
    )
    deliberation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("deliberations.id"), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))
    hidden_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    group: Mapped[Group | None] = relationship()
    author: Mapped[Participant | None] = relationship()
    hidden_by: Mapped[Member | None] = relationship(foreign_keys=[hidden_by_id])
    __table_args__ = (
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_someone"),
    )

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None
