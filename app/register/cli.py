"""`flask --app app register verify`: find a missing or altered entry."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app.db import db, reading
from app.register.models import RegisterHead
from app.register.services import verify

register_cli = AppGroup("register", help="The append-only register.")


@register_cli.command("verify")
def verify_command() -> None:
    """Check every chain of every collective; exit 1 when one is broken."""
    reading()
    faults = 0
    for collective_id, length in db.session.execute(
        sa.select(RegisterHead.collective_id, RegisterHead.position)
    ).all():
        found = list(verify(collective_id))
        faults += len(found)
        for fault in found:
            click.echo(f"collective {collective_id}: {fault}", err=True)
        if not found:
            click.echo(f"collective {collective_id}: {length} entries, every chain holds")
    if faults:
        raise SystemExit(1)
