"""The first page of the charter: a feature that it judges says there what it gives; it knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.charter.document import Charter
from app.collectives.models import Collective

# A fragment's template and what it needs.
Section = Callable[[Collective, Charter], tuple[str, dict[str, Any]]]
_sections: list[Section] = []


def add_section(section: Section) -> None:
    """Show `section(collective, charter)` beside the criteria, after those added before."""
    if section not in _sections:
        _sections.append(section)


def sections(collective: Collective, charter: Charter) -> list[Markup]:
    """What features say of the charter, ready to be shown."""
    contents = (section(collective, charter) for section in _sections)
    return [Markup(render_template(name, **told)) for name, told in contents]  # noqa: S704 - our own templates
