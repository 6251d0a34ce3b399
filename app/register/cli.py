"""`flask --app app register verify`: find a missing or altered entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import SQLAlchemyError

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

    Exit status: 0 when every chain holds, 1 when one is broken, 2 when nothing could be checked.
    """
    reading()
    try:
        broken = [address for number, address in _chosen(slug) if not _holds(number, address)]
    except SQLAlchemyError as error:
        raise _unchecked(_("La base de données ne répond pas : %(why)s", why=error.args[0])) from error
    if broken:
        raise SystemExit(1)


def _chosen(slug: str | None) -> Sequence[Any]:
    every = sa.select(_collectives.c.id, _collectives.c.slug).order_by(_collectives.c.slug)
    if slug is None:
        return db.session.execute(every).all()
    found = db.session.execute(every.where(_collectives.c.slug == slug)).all()
    if not found:
        raise _unchecked(_("Aucun collectif à l’adresse « %(slug)s ».", slug=slug))
    return found


def _unchecked(message: str) -> SystemExit:
    click.echo(message, err=True)
    return SystemExit(2)


def _holds(collective_id: int, slug: str) -> bool:
    faults = list(verify(collective_id))
    for fault in faults:
        click.echo(f"{slug} : {fault}", err=True)
    if not faults:
        told = ngettext(
            "%(num)d acte, tout se tient.", "%(num)d actes, tout se tient.", length(collective_id)
        )
        click.echo(f"{slug} : {told}")
    return not faults
