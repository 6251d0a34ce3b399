"""How the acts of sessions are told in the register."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.wording import Act, describe, locate, name_family


def _created(act: Act) -> str:
    return _("%(who)s prépare une séance.", who=act.actor)


def _opened(act: Act) -> str:
    return _("%(who)s ouvre la séance.", who=act.actor)


def _moved(act: Act) -> str:
    return _("%(who)s fait passer la séance à une autre séquence.", who=act.actor)


def _closed(act: Act) -> str:
    return _("%(who)s termine la séance.", who=act.actor)


def _polled(act: Act) -> str:
    return _(
        "%(who)s clôt un vote de la salle : « %(question)s ».",
        who=act.actor,
        question=act.payload.get("question"),
    )


def _question_opened(act: Act) -> str:
    return _("%(who)s ouvre en délibération une question de la séance.", who=act.actor)


def _name_hidden(act: Act) -> str:
    return _(
        "%(who)s masque un nom proposé : « %(reason)s ».", who=act.actor, reason=act.payload.get("reason")
    )


def _note_hidden(act: Act) -> str:
    return _(
        "%(who)s retire un post-it du mur : %(reason)s", who=act.actor, reason=act.payload.get("reason", "")
    )


def _note_shown(act: Act) -> str:
    return _("%(who)s remet un post-it au mur.", who=act.actor)


def _inscribed(act: Act) -> str:
    if act.payload.get("proposal"):
        return _("%(who)s propose de réviser le blason d’après la séance.", who=act.actor)
    return _("%(who)s inscrit au blason ce que la séance a réuni.", who=act.actor)


def _paper_taken(act: Act) -> str:
    return _("%(who)s note une signature pour un bulletin papier.", who=act.actor)


def _paper_stopped(act: Act) -> str:
    return _("%(who)s arrête le vote, pour dépouiller.", who=act.actor)


def _paper_counted(act: Act) -> str:
    return _("Les bulletins papier sont comptés par deux personnes d’accord.")


def init_app() -> None:
    """Describe the acts."""
    name_family("workshop", _l("Séances"))
    locate("workshop", "workshops.show", "workshop_id")
    describe("workshop.created", _created)
    describe("workshop.opened", _opened)
    describe("workshop.moved", _moved)
    describe("workshop.closed", _closed)
    describe("paper.taken", _paper_taken)
    describe("paper.stopped", _paper_stopped)
    describe("paper.counted", _paper_counted)
    name_family("paper", _l("Bulletins papier"))
    describe("workshop.polled", _polled)
    describe("workshop.question_opened", _question_opened)
    describe("workshop.name_hidden", _name_hidden)
    describe("workshop.note_hidden", _note_hidden)
    describe("workshop.note_shown", _note_shown)
    describe("workshop.inscribed", _inscribed)
