"""`flask --app app members slip`: let someone in again, when nobody inside can do it."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.db import db, writing
from app.members import slips
from app.members.models import Member, MemberStatus
from app.register.words import fold

group = AppGroup("members", help="People, from the command line.")


@group.command("slip")
@click.argument("slug")
@click.argument("name")
def slip_command(slug: str, name: str) -> None:
    """Make an access slip for NAME, an active member of the collective at SLUG.

    The one they had opens nothing any more. The register says that the platform did it.
    Exit status: 0, or 2 when there is no such person.
    """
    writing()
    member = db.session.scalar(
        sa.select(Member)
        .where(
            Member.collective.has(slug=slug),
            Member.folded_name == fold(name),
            Member.status == MemberStatus.ACTIVE,
        )
        .order_by(Member.id)
        .limit(1)
    )
    if member is None:
        click.echo(
            _("Personne ne porte le nom « %(name)s » à l’adresse « %(slug)s ».", name=name, slug=slug),
            err=True,
        )
        raise SystemExit(2)
    [issued] = slips.issue([member], actor=None)
    db.session.commit()
    click.echo(_("Billet d’accès pour %(name)s :", name=member.name) + f" {issued.code}")
    click.echo(_("Il se tape sur la page « Entrer » du collectif. Un billet plus ancien n’ouvre plus rien."))
