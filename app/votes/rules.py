"""The rules of decision, as data: what a collective writes in its blason and every tally obeys.

Pure. A `Rulebook` gives each kind of question its cascade: an ordered tuple of `Step`s. Everything is
checked when it is made; `InvalidRules` says what is wrong by a code and its parameters, never by a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal


class DecisionMode(StrEnum):
    """The modes, in the order people meet them. One line here enters a mode in the registry."""

    CONSENSUS = "consensus"
    CONSENT = "consent"
    OPEN_MAJORITY = "open_majority"
    SECRET_MAJORITY = "secret_majority"  # noqa: S105 - the name of a mode


class QuestionKind(StrEnum):
    """What a decision is about; each kind has its own cascade."""

    BLASON = "blason"
    CHARTER = "charter"
    ACCREDITATION = "accreditation"
    ORDINARY = "ordinary"


class Method(StrEnum):
    """What is asked: adopt one text, or choose among options."""

    ADOPT = "adopt"
    CHOOSE_ONE = "choose_one"
    APPROVAL = "approval"
    MAJORITY_JUDGMENT = "majority_judgment"


class InvalidRules(ValueError):
    """Rules that cannot be applied.

    `code` is one of: `not_a_mapping`, `unknown_field`, `missing_field`, `unknown_mode`, `unknown_value`,
    `bad_fraction`, `quorum_out_of_range`, `threshold_out_of_range`, `stand_asides_out_of_range`,
    `bad_number`, `not_a_boolean`, `threshold_missing`, `live_secret`, `unknown_kind`, `missing_kind`,
    `empty_cascade`. `params` names the field and the value, as text.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


Threshold = Literal["simple", "absolute"] | Fraction | None

VALUES: dict[str, tuple[str, ...]] = {
    "quorum_of": ("eligible", "present"),
    "threshold_of": ("expressed", "participants", "eligible"),
    "tie": ("reject", "reopen"),
    "electorate": ("members", "present"),
    "show_results": ("live", "closing"),
}
MAJORITY_MODES = (DecisionMode.OPEN_MAJORITY, DecisionMode.SECRET_MAJORITY)
MOST_PROXIES = 20


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a cascade: a mode and the rules it is run under.

    `quorum` is the fraction of `quorum_of` that must take part (0: none). `threshold` is `"simple"`,
    `"absolute"` or a fraction of `threshold_of`; None for the modes that count no votes. `tie` says what an
    open vote does with an equality. `stand_asides_max` is the fraction of participants who may stand
    aside from a consensus. `max_proxies` is how many absent members one person may speak for.
    Raises `InvalidRules`.
    """

    mode: DecisionMode
    quorum: Fraction = Fraction(0)
    quorum_of: str = "eligible"
    threshold: Threshold = None
    threshold_of: str = "expressed"
    tie: str = "reject"
    stand_asides_max: Fraction = Fraction(0)
    max_proxies: int = 2
    electorate: str = "members"
    show_results: str = "closing"
    close_when_all: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.mode, DecisionMode):
            raise InvalidRules("unknown_mode", mode=_shown(self.mode))
        for name, allowed in VALUES.items():
            value = getattr(self, name)
            if not isinstance(value, str) or value not in allowed:
                raise InvalidRules("unknown_value", field=name, value=_shown(value))
        _check_share("quorum", self.quorum)
        _check_share("stand_asides", self.stand_asides_max)
        self._check_threshold()
        if type(self.max_proxies) is not int or not 0 <= self.max_proxies <= MOST_PROXIES:
            raise InvalidRules("bad_number", field="max_proxies", value=_shown(self.max_proxies))
        if type(self.close_when_all) is not bool:
            raise InvalidRules("not_a_boolean", field="close_when_all", value=_shown(self.close_when_all))
        if self.mode is DecisionMode.SECRET_MAJORITY and self.show_results == "live":
            raise InvalidRules("live_secret")

    def _check_threshold(self) -> None:
        if self.threshold is None:
            if self.mode in MAJORITY_MODES:
                raise InvalidRules("threshold_missing", mode=self.mode.value)
        elif isinstance(self.threshold, Fraction):
            if not 0 < self.threshold <= 1:
                raise InvalidRules("threshold_out_of_range", value=str(self.threshold))
        elif self.threshold not in ("simple", "absolute"):
            raise InvalidRules("bad_fraction", field="threshold", value=_shown(self.threshold))

    def to_document(self) -> dict[str, Any]:
        """The step as JSON: fractions are strings such as `"2/3"`, all fields are present."""
        document: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            document[field.name] = str(value) if isinstance(value, Fraction | StrEnum) else value
        return document

    @classmethod
    def from_document(cls, document: object) -> Step:
        """Read a step; a field left out has its default, an unknown one is refused. Raises `InvalidRules`."""
        if not isinstance(document, Mapping):
            raise InvalidRules("not_a_mapping", value=_shown(document))
        known = {field.name for field in fields(cls)}
        for name in document:
            if name not in known:
                raise InvalidRules("unknown_field", field=_shown(name))
        if "mode" not in document:
            raise InvalidRules("missing_field", field="mode")
        values = dict(document)
        values["mode"] = read_mode(values["mode"])
        for name in ("quorum", "stand_asides_max"):
            if name in values:
                values[name] = read_fraction(values[name], name)
        if values.get("threshold") not in (None, "simple", "absolute"):
            values["threshold"] = read_fraction(values["threshold"], "threshold")
        return cls(**values)


@dataclass(frozen=True)
class Rulebook:
    """For each kind of question, its cascade: at least one step, tried in order. Raises `InvalidRules`."""

    cascades: Mapping[QuestionKind, tuple[Step, ...]]

    def __post_init__(self) -> None:
        for kind in QuestionKind:
            if kind not in self.cascades:
                raise InvalidRules("missing_kind", kind=kind.value)
            if not self.cascades[kind]:
                raise InvalidRules("empty_cascade", kind=kind.value)

    def cascade(self, kind: QuestionKind) -> tuple[Step, ...]:
        """The steps for one kind of question, first to last."""
        return self.cascades[kind]

    def to_document(self) -> dict[str, Any]:
        """`{"blason": [step, …], "charter": […], …}`, as JSON."""
        return {kind.value: [step.to_document() for step in self.cascades[kind]] for kind in QuestionKind}

    @classmethod
    def from_document(cls, document: object) -> Rulebook:
        """Read a rulebook; strict, all kinds and no others. Raises `InvalidRules`."""
        if not isinstance(document, Mapping):
            raise InvalidRules("not_a_mapping", value=_shown(document))
        cascades = {}
        for name, steps in document.items():
            if name not in QuestionKind.__members__.values():
                raise InvalidRules("unknown_kind", kind=_shown(name))
            if not isinstance(steps, list | tuple):
                raise InvalidRules("not_a_mapping", value=_shown(steps))
            cascades[QuestionKind(name)] = tuple(Step.from_document(step) for step in steps)
        return cls(cascades)


def read_mode(value: object) -> DecisionMode:
    """The mode of that name. Raises `InvalidRules("unknown_mode")`."""
    if isinstance(value, str) and value in DecisionMode.__members__.values():
        return DecisionMode(value)
    raise InvalidRules("unknown_mode", mode=_shown(value))


def read_fraction(value: object, field: str) -> Fraction:
    """Read `"2/3"`, `"0"` or `"1"`: no sign, no point, no zero below. Raises `InvalidRules`."""
    match = re.fullmatch(r"([0-9]{1,9})(?:/([0-9]{1,9}))?", value) if isinstance(value, str) else None
    if match is None or int(match[2] or 1) == 0:
        raise InvalidRules("bad_fraction", field=field, value=_shown(value))
    return Fraction(int(match[1]), int(match[2] or 1))


def _check_share(name: str, value: object) -> None:
    if not isinstance(value, Fraction):
        raise InvalidRules("bad_fraction", field=name, value=_shown(value))
    if not 0 <= value <= 1:
        raise InvalidRules(f"{name}_out_of_range", value=str(value))


def _shown(value: object) -> str:
    """A value someone sent, short enough to be repeated to them."""
    return str(value)[:80]
