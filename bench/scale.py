"""A charter of 1,000 clauses through 300 versions, and 10,000 venues: pages, beside reading the same bytes.

What a page costs must not grow with the number of versions, and a directory must not ask more of the
database when it is longer.
"""

from __future__ import annotations

from pathlib import Path

from bench.directory import venue_pages, venues
from bench.timing import Figure, interleaved, timed
from bench.versions import charter_pages, documents, first_version, versions

FEW, MANY = 10, 300
GROWTH = 1.5


def measure(folder: Path) -> list[Figure]:
    """Fill a database in `folder`, and ask for its pages."""
    from app import create_app
    from app.db import db

    path = folder / "scale.sqlite3"
    settings = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}", "SECRET_KEY": "scale", "DEMO": False}
    application = create_app(settings)
    with application.app_context():
        db.create_all()
        collectives = {}
        for number in (FEW, MANY):
            collective, charter = first_version(f"À {number} versions")
            versions(collective, charter, number)
            collectives[number] = collective.slug
        pages = {number: charter_pages(application, slug) for number, slug in collectives.items()}
        bare = timed(lambda: documents(path))
        figures = []
        for what in pages[MANY]:
            taken = interleaved({number: pages[number][what] for number in pages})
            figures += [
                Figure(f"{what}, {MANY} versions / {FEW} versions", taken[MANY], taken[FEW], GROWTH),
                Figure(f"{what} / reading two versions of it", taken[MANY], bare),
            ]
        venues(collective)
        figures += venue_pages(application, collective, path)
        db.session.remove()
        db.engine.dispose()
    return figures
