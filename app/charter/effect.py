"""The effect `charter.amend`: an adopted proposal changes the charter by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.charter import changes, conflicts, services
from app.charter.changes import Change, InvalidChange
from app.charter.diff import ClauseDiff, Fate, clauses
from app.charter.document import Charter, InvalidDocument
from app.charter.rate_wording import rules_changed
from app.charter.wording import FATES, conflict, refusal, summary
from app.proposals.effects import InvalidEffect, Payload
from app.register.chain import canonical
from app.votes.rules import QuestionKind

if TYPE_CHECKING:
    from app.collectives.models import Collective
    from app.votes.models import Decision


class CharterAmendment:
    """`payload` is `{"changes": [change, …]}`, see `changes.py`."""

    kind = "charter.amend"
    question_kind = QuestionKind.CHARTER
    label = _l("Changer la charte")
    editor_endpoint = "charter.edit"

    def validate(self, collective: Collective, payload: Payload) -> None:
        if not _changes(payload):
            raise InvalidEffect(
                _("Cette proposition ne change encore rien à la charte : ouvrez son éditeur.")
            )
        _applied(collective, payload)

    def preview(self, collective: Collective, payload: Payload) -> tuple[str, Mapping[str, Any]]:
        if not _changes(payload):
            return "charter/_blank.html", {}
        version = services.current_version(collective.id)
        try:
            before, after, rows = _compared(version.document if version else "", canonical(_changes(payload)))
        except (InvalidChange, InvalidDocument) as error:
            return "charter/_unreadable.html", {"refusal": refusal(error)}
        return "charter/_diff.html", {
            "rows": rows,
            "fates": FATES,
            "rules": rules_changed(before, after),
        }

    def summary(self, collective: Collective, payload: Payload) -> str:
        # Frozen with the decision, hence in the language of the source, whoever happens to press the button.
        with force_locale("fr"):
            return summary(_changes(payload))

    def apply(self, collective: Collective, payload: Payload, decision: Decision) -> None:
        services.hold(collective)  # of two closings, the second sees what the first wrote
        moved = self.conflicts(collective, payload)
        if moved:
            raise InvalidEffect(" ".join(moved))
        try:
            services.amend(collective, _changes(payload), decision, summary=self.summary(collective, payload))
        except (InvalidChange, InvalidDocument) as error:
            raise InvalidEffect(refusal(error)) from error

    def conflicts(self, collective: Collective, payload: Payload) -> list[str]:
        charter = services.current_charter(collective.id)
        return [conflict(*found) for found in conflicts.conflicts(charter, _changes(payload))]


@lru_cache(maxsize=64)
def _compared(document: str, amendment: str) -> tuple[Charter, Charter, list[ClauseDiff]]:
    """The charter before and after, and what differs: words compared once, however many people read them."""
    before = Charter.from_document(json.loads(document)) if document else Charter()
    after = changes.apply(before, json.loads(amendment))
    return before, after, [row for row in clauses(before, after) if row.fate is not Fate.KEPT]


def _changes(payload: Payload) -> list[Change]:
    found = payload.get("changes", [])
    return list(found) if isinstance(found, list | tuple) else []


def _applied(collective: Collective, payload: Payload) -> None:
    try:
        changes.apply(services.current_charter(collective.id), _changes(payload))
    except (InvalidChange, InvalidDocument) as error:
        raise InvalidEffect(refusal(error)) from error
