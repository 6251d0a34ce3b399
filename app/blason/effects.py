"""The effect `blason.revise`: an adopted proposal changes the blason, and the rules of decision with it.

`payload` is `{"changes": [change, …]}`, see `changes.py`; or `{"changes": [], "as_is": hash}` to adopt the
founders' draft word for word, the draft being the version of that hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.blason import changes, services
from app.blason.arms import shield
from app.blason.changes import Change, InvalidChange
from app.blason.document import Blason, InvalidBlason
from app.blason.wording import conflict, in_words, refusal, summary
from app.proposals.effects import InvalidEffect, Payload
from app.votes.rules import InvalidRules, QuestionKind

if TYPE_CHECKING:
    from app.collectives.models import Collective
    from app.votes.models import Decision

INVALID = (InvalidBlason, InvalidRules, InvalidChange)


class BlasonRevision:
    """Revise the blason."""

    kind = "blason.revise"
    question_kind = QuestionKind.BLASON
    label = _l("Réviser le blason")
    editor_endpoint = "blason.revise"

    def validate(self, collective: Collective, payload: Payload) -> None:
        """Raise InvalidEffect when nothing would change, or when it cannot."""
        if not changes_of(payload) and not payload.get("as_is"):
            raise InvalidEffect(_("Cette proposition ne change encore rien au blason : ouvrez son éditeur."))
        self._applied(collective, payload)

    def preview(self, collective: Collective, payload: Payload) -> tuple[str, Mapping[str, Any]]:
        """What changes, in words; and both shields while the revision still fits the blason of today."""
        before = services.current_blason(collective)
        told: dict[str, Any] = {"rows": [in_words(change) for change in changes_of(payload)]}
        told.update(as_is=bool(payload.get("as_is")), shield=shield)
        if not changes.conflicts(before, changes_of(payload)):
            try:
                told.update(before=before, after=changes.apply(before, changes_of(payload)))
            except INVALID as error:
                told["refusal"] = refusal(error)
        return "blason/_revision.html", told

    def summary(self, collective: Collective, payload: Payload) -> str:
        """One sentence, frozen with the decision."""
        return summary(changes_of(payload))

    def apply(self, collective: Collective, payload: Payload, decision: Decision) -> None:
        """Write the new version and put its rules in force. Raise InvalidEffect when something moved."""
        services.hold(collective)
        if moved := self.conflicts(collective, payload):
            raise InvalidEffect(" ".join(moved))
        revised = self._applied(collective, payload)
        services.write(collective, revised, decision_id=decision.id, actor_id=decision.closed_by_id)

    def conflicts(self, collective: Collective, payload: Payload) -> list[str]:
        """A sentence for each thing that moved since the revision was written."""
        version = services.current_version(collective.id)
        as_is = payload.get("as_is")
        if as_is and (version is None or version.hash != as_is):
            return [conflict("draft")]
        blason = version.blason if version else services.current_blason(collective)
        return [conflict(code) for code in changes.conflicts(blason, changes_of(payload))]

    def _applied(self, collective: Collective, payload: Payload) -> Blason:
        try:
            return changes.apply(services.current_blason(collective), changes_of(payload))
        except INVALID as error:
            raise InvalidEffect(refusal(error)) from error


def changes_of(payload: Payload) -> list[Change]:
    """The changes of a payload; none while it is blank."""
    found = payload.get("changes", [])
    return list(found) if isinstance(found, list | tuple) else []
