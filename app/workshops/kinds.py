"""The kinds of item of an agenda, and what each is in a word. Pure."""

from __future__ import annotations

from enum import StrEnum


class ItemKind(StrEnum):
    """What the room does during an item; each has its screens in `templates/workshops/items/<kind>/`."""

    WELCOME = "welcome"
    PRESENTATION = "presentation"
    ICEBREAKER = "icebreaker"
    COMPOSITION_QUIZ = "composition_quiz"
    GROUP_WORK = "group_work"
    BLASON = "blason"
    VOTE = "vote"
    NAME = "name"
    TABLES = "tables"
    RESTITUTION = "restitution"
    BREAK = "break"
