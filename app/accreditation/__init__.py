"""What the charter decides: which venues are accredited, since when, why, and at which rates."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the tables."""
    from app.accreditation import assessment_models, models, visit_models

    del assessment_models, models, visit_models
