"""`flask --app app votes …`: what a timer does for decisions."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.db import db, writing
from app.votes.services import close_due
from app.votes.sweeping import StillGoing, sweep

group = AppGroup("votes", help="Decisions, from the command line.")


@group.command("close-due")
def close_due_decisions() -> None:
    """Close every decision whose deadline has passed. May run as often as one likes."""
    writing()
    closed = close_due()
    db.session.commit()
    for decision in closed:
        click.echo(f"{decision.id}: {decision.result}")


@group.command("sweep")
def sweep_ballots() -> None:
    """Leave nowhere on the disk what secret ballots removed. To be run each night."""
    try:
        sweep()
    except StillGoing:
        lasts = _("Une lecture ou une écriture commencée avant dure encore : tout n’a pas quitté le disque.")
        raise click.ClickException(f"{lasts} {_('Relancez cette commande quand elle sera finie.')}") from None
