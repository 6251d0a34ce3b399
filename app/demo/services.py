"""Load the demonstration collective: a real evening, and a fictitious life since."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import force_locale

from app.collectives.models import Collective
from app.db import db
from app.demo import (
    charter_story,
    evening_story,
    gathering,
    proposals_story,
    urn_story,
    venues_story,
    votes_story,
)
from app.demo.stage import at


def load_if_empty() -> None:
    """Load the demonstration when no collective exists yet, in one transaction."""
    if db.session.scalar(sa.select(Collective.id).limit(1)) is None:
        load()
        db.session.commit()


def load() -> None:
    """Tell the whole story, in the caller's transaction."""
    with force_locale("fr"):
        stage = gathering.gather()
        evening = evening_story.hold_evening(stage)
        gathering.draft_blason(stage)
        tables = gathering.open_tables(stage)
        evening_story.meet_again(stage, tables, evening)
        charter_story.write_charter(stage, tables)
        venues_story.receive_venues(stage, tables, under_version=2)
        charter_story.complete_charter(stage, tables)
        venues_story.receive_venues(stage, tables, under_version=3)
        with at(stage.ago(5)):
            charter_story.compete(stage, tables["conventionnement"])
        votes_story.decide_since(stage)
        urn_story.count_one(stage)
        proposals_story.decide_now(stage, tables)
        votes_story.vote_now(stage)
        urn_story.open_two(stage)
        evening_story.prepare_next(stage)
