"""What facilitators and scrutineers do with an urn: prepare, hand out, open, close, decrypt."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, g, request, url_for
from flask_babel import gettext as _

from app.db import db
from app.errors import Refused, Unseen
from app.members.models import Member
from app.votes.routes import Answer, bp, load, show_url
from app.votes.services import close
from app.votes.urn.canonical import loads
from app.votes.verifiable import counting, handing, policies, preparing
from app.votes.verifiable.models import UrnScrutineer
from app.votes.verifiable.reading import slips_in
from app.votes.verifiable.screen import (
    its_urn,
    my_page,
    my_part,
    preparation,
    preparation_url,
    scrutineers_form,
    whose_part,
)
from app.web import acting_member, committed, render, requires

# Public credentials are 617 digits each: a list of a thousand is longer than any form people type.
LONGEST_LIST = 16 * 1024 * 1024


@bp.get("/decisions/<int:decision_id>/urne")
@requires(policies.can_prepare_urn)
def prepare_urn(decision_id: int) -> Answer:
    """What is done and what is left, before the urn opens; then who has a slip, and the closing."""
    decision = load(decision_id)
    return preparation(decision, its_urn(decision))


@bp.post("/decisions/<int:decision_id>/urne")
@requires(policies.can_prepare_urn)
def begin_urn(decision_id: int) -> Answer:
    """Choose the verifiable urn for a secret decision."""
    decision = load(decision_id)
    preparing.prepare(decision, acting_member())
    return committed(preparation_url(decision), _("L’urne vérifiable est à préparer : la page dit comment."))


@bp.post("/decisions/<int:decision_id>/urne/simple")
@requires(policies.can_prepare_urn)
def give_up_urn(decision_id: int) -> Answer:
    """Go back to the simple urn, before anything is open."""
    decision = load(decision_id)
    preparing.give_up(decision, acting_member())
    return committed(show_url(decision), _("La décision garde l’urne simple."))


@bp.post("/decisions/<int:decision_id>/urne/scrutateurs")
@requires(policies.can_prepare_urn)
def name_scrutineers(decision_id: int) -> Answer:
    """Name the three scrutineers."""
    decision, form = load(decision_id), scrutineers_form()
    if not form.validate_on_submit():
        return preparation(decision, its_urn(decision), form), 422
    try:
        preparing.choose_scrutineers(decision, _people(form.chosen), acting_member())
    except Refused as refusal:
        if refusal.status != 422:
            raise
        db.session.rollback()
        decision = load(decision_id)
        form.form_errors.append(refusal.message)
        return preparation(decision, its_urn(decision), form), 422
    return committed(
        preparation_url(decision), _("Les trois scrutateurs sont nommés : chacun fait maintenant sa clé.")
    )


@bp.post("/decisions/<int:decision_id>/urne/ouverture")
@requires(policies.can_prepare_urn)
def open_urn(decision_id: int) -> Answer:
    """Check everything, and take ballots from now on."""
    decision = load(decision_id)
    preparing.open_urn(decision, acting_member())
    return committed(preparation_url(decision), _("L’urne est ouverte."))


@bp.post("/decisions/<int:decision_id>/urne/emargement")
@requires(policies.can_prepare_urn)
def hand_slip(decision_id: int) -> Answer:
    """Note that someone drew a slip and signed."""
    decision = load(decision_id)
    member_id = request.form.get("member_id", 0, type=int)
    if not 0 < member_id < 2**31:
        raise Unseen
    handing.hand_slip(decision, member_id, handed=request.form.get("handed") != "no")
    return committed(f"{preparation_url(decision)}#emargement")


@bp.post("/decisions/<int:decision_id>/urne/cloture")
@requires(policies.can_prepare_urn)
def close_urn(decision_id: int) -> Answer:
    """Take no more ballots: the scrutineers decrypt."""
    decision = load(decision_id)
    counting.end_ballots(decision, acting_member())
    return committed(
        preparation_url(decision), _("L’urne est close. Chaque scrutateur déchiffre maintenant sa part.")
    )


@bp.get("/decisions/<int:decision_id>/urne/scrutateur")
@requires(policies.can_scrutinize)
def scrutineer(decision_id: int) -> Answer:
    """A scrutineer's page: their key, the slips, then their part of the count."""
    decision = load(decision_id)
    urn, mine = my_part(decision)
    part = whose_part(urn, mine, request.args.get("enveloppe", type=int))
    answer = Response(
        render(
            "votes/urn/scrutineer.html",
            decision=decision,
            urn=urn,
            mine=mine,
            slips=decision.eligible,
            codes=slips_in(urn),
            part=part,
            part_key=_public_number(part),
            public_url=url_for("votes.vote_in_urn", uuid=urn.uuid, _external=True),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/decisions/<int:decision_id>/urne/scrutateur/cle")
@requires(policies.can_scrutinize)
def send_key(decision_id: int) -> Answer:
    """Keep the public half of a key made on a scrutineer's device."""
    decision = load(decision_id)
    _urn_of_mine, mine = my_part(decision)
    sent = request.form
    preparing.accept_key(decision, mine, sent.get("public_key", ""), sent.get("seal_key", ""))
    return committed(my_page(decision), _("Votre clé est enregistrée. Gardez sa phrase en lieu sûr."))


@bp.post("/decisions/<int:decision_id>/urne/scrutateur/fiches")
@requires(policies.can_scrutinize)
def send_credentials(decision_id: int) -> Answer:
    """Keep the public halves of slips printed by a scrutineer."""
    request.max_content_length = request.max_form_memory_size = LONGEST_LIST
    decision = load(decision_id)
    _urn_of_mine, mine = my_part(decision)
    preparing.accept_credentials(decision, mine, request.form.get("credentials", ""))
    return committed(my_page(decision), _("Les fiches sont inscrites. Mettez-les dans un chapeau."))


@bp.post("/decisions/<int:decision_id>/urne/scrutateur/part")
@requires(policies.can_scrutinize)
def send_part(decision_id: int) -> Answer:
    """Keep a scrutineer's part of the count; with the last one, the decision closes."""
    decision = load(decision_id)
    urn, mine = my_part(decision)
    part = whose_part(urn, mine, request.form.get("position", type=int))
    if counting.accept_part(decision, part, request.form.get("part", ""), acting_member()):
        close(decision, None, because="scrutineers")
        return committed(show_url(decision), _("Le dépouillement est complet : voici le résultat."))
    return committed(my_page(decision), _("Cette part du dépouillement est enregistrée."))


def _public_number(mine: UrnScrutineer) -> str:
    """The number of a scrutineer's public key, which their device must find in the archive."""
    return loads(mine.public_key.encode())["public_key"] if mine.public_key else ""


def _people(chosen: list[int]) -> list[Member]:
    found = db.session.scalars(
        sa.select(Member).where(Member.id.in_(chosen), Member.collective_id == g.collective.id)
    )
    return sorted(found, key=lambda person: chosen.index(person.id))
