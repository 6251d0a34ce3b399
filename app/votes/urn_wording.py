"""What a recount of an archive says, and what is wrong with a ballot, a key or an archive, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.votes.urn.faults import InvalidUrn
from app.votes.urn.recount import Recount
from app.votes.urn.tally import Counts

FAULTS = {
    "ballot_twice": _l("un même bulletin y est deux fois"),
    "broken_chain": _l("la chaîne des événements est rompue"),
    "credential_twice": _l("un même code de vote y est inscrit deux fois"),
    "data_without_event": _l("des données y sont sans l’événement qui les annonce"),
    "decryption_twice": _l("un même scrutateur y dépouille deux fois"),
    "impossible_question": _l("une question n’a pas de réponse possible"),
    "missing_decryption": _l("le résultat y est alors qu’il manque un scrutateur"),
    "no_count": _l("les parts des scrutateurs, ensemble, ne donnent aucun décompte"),
    "no_event": _l("aucun événement n’y est inscrit"),
    "no_header": _l("ce n’est pas une archive d’élection"),
    "not_a_continuation": _l(
        "la seconde archive n’est pas la suite de la première : quelque chose a été retiré"
    ),
    "not_a_credential": _l("ce n’est pas un code de vote : il en faut vingt-deux signes"),
    "not_a_number": _l("un nombre n’y est pas écrit comme il doit l’être"),
    "not_a_uuid": _l("l’identifiant de l’élection n’a pas la bonne forme"),
    "not_a_vote": _l("ces choix ne sont pas un vote possible"),
    "not_canonical": _l("un bulletin n’y est pas écrit de la seule façon admise"),
    "not_canonical_tar": _l("le fichier n’est pas écrit de la seule façon admise"),
    "not_in_group": _l("un nombre n’appartient pas au groupe"),
    "not_json": _l("un document n’est pas du JSON"),
    "not_signed": _l("un bulletin n’est pas signé"),
    "number_too_big": _l("un nombre dépasse ce qui est admis"),
    "other_election": _l("un bulletin est celui d’une autre élection"),
    "truncated": _l("le fichier est coupé"),
    "unknown_credential": _l("un bulletin vient d’un code de vote qui n’est pas inscrit"),
    "unknown_event": _l("un événement est d’un genre inconnu"),
    "unknown_file": _l("un fichier de l’archive porte un nom inconnu"),
    "unknown_group": _l("l’élection emploie un autre groupe que BELENIOS-2048"),
    "unknown_trustee": _l("une part du dépouillement n’est celle d’aucun scrutateur"),
    "unknown_version": _l("la version du format est inconnue"),
    "wrong_blank_proof": _l("la preuve du vote blanc d’un bulletin est fausse"),
    "wrong_decryption": _l("la part d’un scrutateur est fausse"),
    "wrong_election_key": _l("la clé de l’élection n’est pas celle des scrutateurs"),
    "wrong_hash": _l("un fichier a été modifié : son empreinte ne correspond pas"),
    "wrong_individual_proof": _l("la preuve d’une réponse d’un bulletin est fausse"),
    "wrong_key_proof": _l("la preuve de la clé d’un scrutateur est fausse"),
    "wrong_order": _l("les événements se suivent dans un ordre impossible"),
    "wrong_overall_proof": _l("la preuve du nombre de réponses d’un bulletin est fausse"),
    "wrong_payload": _l("un événement n’annonce pas les données qui le précèdent"),
    "wrong_result": _l("le résultat annoncé n’est pas celui des bulletins"),
    "wrong_shape": _l("un document n’a pas la forme attendue"),
    "wrong_signature": _l("la signature d’un bulletin est fausse"),
    "wrong_tally": _l("l’addition chiffrée n’est pas celle des bulletins"),
}


def fault_sentence(fault: InvalidUrn) -> str:
    """What is wrong, and where when that helps to find it."""
    return f"{FAULTS[fault.code]} ({fault.where})" if fault.where else str(FAULTS[fault.code])


def recount_lines(counted: Recount) -> list[str]:
    """What a valid archive says, line by line."""
    voters = len(counted.trackers)
    lines = [
        _("Archive exacte : %(name)s", name=counted.setup.election.name),
        ngettext("%(num)d bulletin compté", "%(num)d bulletins comptés", voters)
        + ngettext(" sur %(num)d reçu", " sur %(num)d reçus", counted.received)
        + ngettext(
            ", %(num)d code de vote inscrit",
            ", %(num)d codes de vote inscrits",
            len(counted.setup.credentials),
        ),
    ]
    if counted.counts is None:
        return [*lines, _("Pas encore de résultat : l’archive est celle d’un vote qui n’est pas dépouillé.")]
    return [*lines, *result_lines(counted, counted.counts)]


def result_lines(counted: Recount, counts: Counts) -> list[str]:
    """Each question with what each answer received."""
    lines = []
    for question, row in zip(counted.setup.election.questions, counts, strict=True):
        names = [_("Vote blanc"), *question.answers] if question.blank else list(question.answers)
        numbers = ", ".join(f"{name} {count}" for name, count in zip(names, row, strict=True))
        lines.append(_("%(question)s — %(numbers)s", question=question.text, numbers=numbers))
    return lines
