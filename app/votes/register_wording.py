"""How the acts of decisions are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.register.wording import Act, describe, locate, name_family
from app.votes.labels import OBJECTION_ACTS, PHASES
from app.votes.models import Phase
from app.votes.wording import mode_label, result_label

_CLOSED_BECAUSE = {
    "deadline": _l("l’échéance est passée"),
    "everyone": _l("tout le monde s’est exprimé"),
    "scrutineers": _l("les scrutateurs ont tous déchiffré leur part"),
}
_URNS = {
    "prepared": _l("%(who)s prépare une urne vérifiable pour la décision n° %(number)s."),
    "given_up": _l("%(who)s revient à l’urne simple pour la décision n° %(number)s."),
    "scrutineers": _l("%(who)s nomme les trois scrutateurs de la décision n° %(number)s."),
    "window": _l("%(who)s ouvre des inscriptions à l’urne de la décision n° %(number)s."),
    "hat": _l("%(who)s revient aux fiches tirées d’un chapeau pour la décision n° %(number)s."),
    "listed": _l(
        "%(who)s publie %(credentials)s codes de vote pour %(registered)s inscriptions, "
        "décision n° %(number)s."
    ),
    "opened": _l(
        "%(who)s ouvre l’urne vérifiable de la décision n° %(number)s, d’empreinte %(fingerprint)s."
    ),
    "closed": _l(
        "L’urne vérifiable de la décision n° %(number)s est close : %(ballots)s bulletins comptent."
    ),
    "part": _l("%(who)s déchiffre sa part de l’urne de la décision n° %(number)s."),
    "envelope": _l(
        "%(who)s ouvre l’enveloppe cachetée d’un scrutateur absent et déchiffre sa part "
        "de l’urne de la décision n° %(number)s."
    ),
    "counted": _l(
        "L’urne de la décision n° %(number)s est dépouillée ; empreinte de l’archive : %(archive)s."
    ),
}
_COUNTS = {
    "typed": _l("%(who)s saisit un comptage de la salle pour la décision n° %(number)s."),
    "confirmed": _l("%(who)s confirme le comptage de la salle pour la décision n° %(number)s."),
    "withdrawn": _l("%(who)s retire un comptage de la salle pour la décision n° %(number)s."),
}


def _opened(act: Act) -> str:
    eligible = ngettext("%(num)d voix au plus", "%(num)d voix au plus", int(act.payload["eligible"]))
    return _(
        "%(who)s ouvre la décision n° %(number)s, en mode « %(mode)s » (%(eligible)s).",
        who=act.actor,
        number=act.subject_id,
        mode=mode_label(act.payload["mode"]),
        eligible=eligible,
    )


def _phase(act: Act) -> str:
    return _(
        "Décision n° %(number)s : le groupe passe à l’étape « %(phase)s ».",
        number=act.subject_id,
        phase=PHASES[Phase(act.payload["phase"])][0],
    )


def _closed(act: Act) -> str:
    why = str(_CLOSED_BECAUSE.get(act.payload.get("because", ""), "")) or _(
        "close par %(who)s", who=act.actor
    )
    return _(
        "La décision n° %(number)s est close (%(why)s). Résultat : %(result)s.",
        number=act.subject_id,
        why=why,
        result=result_label(act.payload["result"]).lower(),
    )


def _cancelled(act: Act) -> str:
    return _("%(who)s annule la décision n° %(number)s.", who=act.actor, number=act.subject_id)


def _recused(act: Act) -> str:
    return _(
        "%(name)s se met en déport de la décision n° %(number)s.",
        name=act.person("member"),
        number=act.subject_id,
    )


def _counted(act: Act) -> str:
    told = str(_COUNTS[act.kind.rpartition(".")[2]])
    return told % {"who": act.actor, "number": act.subject_id}


def _urn(act: Act) -> str:
    told = str(_URNS[act.kind.rpartition(".")[2]])
    return told % {**act.payload, "who": act.actor, "number": act.subject_id}


def _objection(act: Act) -> str:
    happened = {kind.value: told for kind, told in OBJECTION_ACTS.items()}
    return _(
        "Décision n° %(number)s : %(what)s (%(who)s).",
        number=act.subject_id,
        what=str(happened[act.kind.rpartition(".")[2]]).lower(),
        who=act.actor,
    )


def _rules(act: Act) -> str:
    if act.payload.get("decision"):
        return _(
            "De nouvelles règles de décision entrent en vigueur, par la décision n° %(number)s.",
            number=act.payload["decision"],
        )
    return _("%(who)s fixe les premières règles de décision.", who=act.actor)


def init_app() -> None:
    """Describe the acts, and link them to their decision."""
    describe("decision.opened", _opened)
    describe("decision.phase_changed", _phase)
    describe("decision.closed", _closed)
    describe("decision.cancelled", _cancelled)
    describe("decision.recused", _recused)
    for count in _COUNTS:
        describe(f"room_count.{count}", _counted)
    for done in _URNS:
        describe(f"urn.{done}", _urn)
    for happened in OBJECTION_ACTS:
        describe(f"objection.{happened.value}", _objection)
    describe("rulebook.adopted", _rules)
    name_family("room_count", _l("Comptages de la salle"))
    name_family("urn", _l("Urnes vérifiables"))
    name_family("objection", _l("Objections"))
    locate("decision", "votes.show", "decision_id")
