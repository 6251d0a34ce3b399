"""What a proposed charter would change for venues, before anyone votes."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from app.accreditation import policies
from app.accreditation.impact import Fate
from app.accreditation.routes import Answer, bp
from app.accreditation.services.reexamining import HELD, impact_of
from app.accreditation.wording import FATES, product_names
from app.charter import changes
from app.charter.changes import InvalidChange
from app.charter.document import InvalidDocument
from app.charter.services import current_charter
from app.charter.wording import refusal
from app.errors import Refused
from app.proposals.reading import find_proposal
from app.web import acting_member, render, requires

SHOWN = 200


@bp.get("/propositions/<int:proposal_id>/lieux-touches")
@requires(policies.can_take_part)
def impact(proposal_id: int) -> Answer:
    """The venues that would gain, lose or change rate if this proposal were adopted today."""
    proposal = find_proposal(g.collective.id, proposal_id, acting_member())
    if proposal.effect_kind != "charter.amend":
        raise Refused(_("Cette proposition ne change pas la charte."))
    before = current_charter(g.collective.id)
    try:
        after = changes.apply(before, proposal.effect_payload.get("changes", []))
    except (InvalidChange, InvalidDocument) as error:
        raise Refused(refusal(error)) from error
    # Those that are accredited first: it is they who have something to lose.
    touched = (row for row in impact_of(g.collective.id, before, after) if row.is_felt)
    rows = sorted(touched, key=lambda row: row.venue.state not in HELD)
    return render(
        "accreditation/impact.html",
        proposal=proposal,
        groups=[(fate, [row for row in rows if row.fate is fate]) for fate in Fate],
        total=len(rows),
        shown=SHOWN,
        fates=FATES,
        products=product_names(before) | product_names(after),
    )
