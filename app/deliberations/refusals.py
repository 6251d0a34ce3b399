"""Why an act on a deliberation is refused: named errors, worded by the pages that show them."""

from __future__ import annotations


class Closed(Exception):
    """The deliberation is closed: nothing is added to it, nothing reworded."""


class Removed(Exception):
    """The contribution was withdrawn or removed meanwhile."""


class Stale(Exception):
    """Someone else reworded the text after this person began to edit it."""
