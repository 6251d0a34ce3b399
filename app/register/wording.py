"""The register in sentences: features say how their acts are told; an act nobody described stays readable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.typography import one_stop

# What acts are about, for the filter and for acts that nobody described. Features add theirs.
_families: dict[str, Any] = {
    "collective": _l("Collectif"),
    "member": _l("Membres"),
    "proxy": _l("Pouvoirs"),
    "attendance": _l("Émargement"),
    "slip": _l("Billets d’accès"),
    "rulebook": _l("Règles de décision"),
    "decision": _l("Décisions"),
    "deliberation": _l("Délibérations"),
    "proposal": _l("Propositions"),
    "blason": _l("Blason"),
    "charter": _l("Charte"),
}
_VERBS = {
    "added": _l("ajout"),
    "adopted": _l("adoption"),
    "amended": _l("modification"),
    "cancelled": _l("annulation"),
    "changed": _l("changement"),
    "closed": _l("clôture"),
    "created": _l("création"),
    "drafted": _l("rédaction"),
    "erased": _l("effacement"),
    "invited": _l("invitation"),
    "issued": _l("remise"),
    "left": _l("départ"),
    "opened": _l("ouverture"),
    "rejected": _l("rejet"),
    "revised": _l("révision"),
    "revoked": _l("révocation"),
    "withdrawn": _l("retrait"),
}


@dataclass(frozen=True)
class Act:
    """An entry of the register, as a sentence needs it; `names` knows the people it mentions."""

    kind: str
    actor_id: int | None
    subject_id: int | None
    payload: Mapping[str, Any]
    names: Mapping[int, str]

    @property
    def actor(self) -> str:
        """Who did it; the platform itself when nobody did."""
        return _("La plateforme") if self.actor_id is None else self.name(self.actor_id)

    def name(self, person: Any) -> str:
        """The name a member now bears; people who asked for it have none any more."""
        known = self.names.get(person) if isinstance(person, int) else None
        return known or _("une personne dont le nom est effacé")

    def person(self, key: str) -> str:
        """The name of the member whose identifier is at `key` of the payload."""
        return self.name(self.payload.get(key))


Sentence = Callable[[Act], str]
_sentences: dict[str, Sentence] = {}
_places: dict[str, tuple[str, str, str | None]] = {}


def describe(kind: str, sentence: Sentence) -> None:
    """Tell acts of `kind` by `sentence(act)`, a whole French sentence."""
    _sentences[kind] = sentence


def name_family(noun: str, label: Any) -> None:
    """Name, in the filter, the acts whose kind begins with `noun`; `label` is a lazy string."""
    _families[noun] = label


def locate(subject_kind: str, endpoint: str, argument: str, *, key: str | None = None) -> None:
    """Link acts about `subject_kind` to the page `endpoint`.

    Its `argument` is the subject's identifier, or what the payload holds at `key`.
    """
    _places[subject_kind] = (endpoint, argument, key)


def place(
    subject_kind: str | None, subject_id: int | None, payload: Mapping[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """The endpoint and arguments of a subject's page, None when it has none."""
    if subject_kind not in _places:
        return None
    endpoint, argument, key = _places[subject_kind]
    value = payload.get(key) if key else subject_id
    return None if value is None else (endpoint, {argument: value})


def family(kind: str) -> str:
    """What acts of `kind` are about, in words."""
    noun = kind.partition(".")[0]
    return str(_families.get(noun, noun))


def tell(act: Act) -> str:
    """The act in a sentence."""
    described = _sentences.get(act.kind)
    return one_stop(described(act) if described else _fallback(act))


def _fallback(act: Act) -> str:
    verb = act.kind.rpartition(".")[2]
    return _(
        "%(what)s : %(verb)s, par %(who)s.",
        what=family(act.kind),
        verb=_VERBS.get(verb, verb.replace("_", " ")),
        who=act.actor,
    )


_FAULTS = {
    "gap": _l("registre : l’acte n° %(number)d manque"),
    "relinked": _l("registre : l’acte n° %(number)d n’est plus relié au précédent"),
    "altered": _l("registre : l’acte n° %(number)d a été modifié"),
    "cut": _l("registre : les actes qui suivaient le n° %(number)d ont été retirés"),
}


def fault(code: str, number: int) -> str:
    """What is wrong with the chain at entry `number`."""
    return str(_FAULTS[code] % {"number": number})
