"""`flask --app app register verify`: find a missing or altered entry."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from app.db import db, reading
from app.register.reading import length
from app.register.services import verify

register_cli = AppGroup("register", help="The append-only register.")
# The register knows collectives by this much only.
_collectives = sa.table("collectives", sa.column("id"), sa.column("slug"))


@register_cli.command("verify")
@click.argument("slug", required=False)
def verify_command(slug: str | None) -> None:
    """Check every chain of every collective, or of the one at SLUG.

    Exit status: 0 when every chain holds, 1 when one is broken, 2 when SLUG is unknown.
    """
    reading()
    chosen = sa.select(_collectives.c.id, _collectives.c.slug).order_by(_collectives.c.slug)
    if slug is not None:
        chosen = chosen.where(_collectives.c.slug == slug)
    found = db.session.execute(chosen).all()
    if slug is not None and not found:
        click.echo(_("Aucun collectif à l’adresse « %(slug)s ».", slug=slug), err=True)
        raise SystemExit(2)
    broken = [address for collective_id, address in found if not _holds(collective_id, address)]
    if broken:
        raise SystemExit(1)


def _holds(collective_id: int, slug: str) -> bool:
    faults = list(verify(collective_id))
    for fault in faults:
        click.echo(f"{slug} : {fault}", err=True)
    if not faults:
        number = length(collective_id)
        told = ngettext("%(num)d acte, tout se tient.", "%(num)d actes, tout se tient.", number)
        click.echo(f"{slug} : {told}")
    return not faults
