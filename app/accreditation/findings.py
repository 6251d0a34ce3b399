"""The four answers to « is this so here? ». Pure."""

from __future__ import annotations

import enum


class Finding(enum.Enum):
    """Yes, partly, no, or unknown: only a yes counts as yes."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"
