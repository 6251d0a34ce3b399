"""What a proposal would change: the registry of effects, in which a feature registers those it offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from flask_babel import lazy_gettext as _l

from app.votes.rules import QuestionKind

if TYPE_CHECKING:
    from app.collectives.models import Collective
    from app.votes.models import Decision

Payload = Mapping[str, Any]


class InvalidEffect(Exception):
    """An effect that cannot be; `message` is a whole French sentence for the person who composed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Effect(Protocol):
    """What a feature says of the change it offers. `payload` is JSON the feature alone understands.

    `editor_endpoint` is the page where the change is composed; it takes `proposal_id`, and saves by
    `proposals.services.set_effect_payload`. None when there is nothing to compose.
    """

    @property
    def kind(self) -> str: ...
    @property
    def question_kind(self) -> QuestionKind: ...
    @property
    def label(self) -> Any: ...
    @property
    def editor_endpoint(self) -> str | None: ...

    def validate(self, collective: Collective, payload: Payload) -> None:
        """Raise InvalidEffect when the payload is empty or is not one."""

    def preview(self, collective: Collective, payload: Payload) -> tuple[str, Mapping[str, Any]]:
        """The template fragment, and its context, that show what would change."""

    def summary(self, collective: Collective, payload: Payload) -> str:
        """One sentence, frozen with the decision: « Charte : réécrit L4, ajoute L1.b »."""

    def apply(self, collective: Collective, payload: Payload, decision: Decision) -> None:
        """Make the change, in the closing's transaction. Raise InvalidEffect when it no longer can be."""

    def conflicts(self, collective: Collective, payload: Payload) -> list[str]:
        """A sentence for each thing that moved since the change was composed; empty when it still fits."""


class NoEffect:
    """A decision that changes no document: it commits the people who took it."""

    kind = "none"
    question_kind = QuestionKind.ORDINARY
    label = _l("Décider, sans changer de texte")
    editor_endpoint = None

    def validate(self, collective: Collective, payload: Payload) -> None:
        if payload:
            raise InvalidEffect(str(_l("Cette proposition ne change aucun texte : rien n’est à remplir.")))

    def preview(self, collective: Collective, payload: Payload) -> tuple[str, Mapping[str, Any]]:
        return "proposals/effects/_none.html", {}

    def summary(self, collective: Collective, payload: Payload) -> str:
        return ""

    def apply(self, collective: Collective, payload: Payload, decision: Decision) -> None:
        """Nothing to write: the decision itself is the result."""

    def conflicts(self, collective: Collective, payload: Payload) -> list[str]:
        return []


_effects: dict[str, Effect] = {}


def register_effect(effect: Effect) -> None:
    """Offer `effect` to proposers. The same kind registered again takes the place of the first."""
    _effects[effect.kind] = effect


def effect_of(kind: str) -> Effect:
    """The effect of that kind. Raises KeyError when no feature offers it."""
    return _effects[kind]


def all_effects() -> Iterator[Effect]:
    """Every effect a proposer may choose, in the order in which features registered them."""
    yield from _effects.values()


register_effect(NoEffect())
