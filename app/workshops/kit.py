"""« Imprimer la soirée »: all that an evening on paper needs, told as data for the pages of `kit_pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno
import sqlalchemy as sa
from flask import current_app, request, url_for
from flask_babel import get_locale, to_user_timezone
from flask_babel import gettext as _

from app.charter.print_blocks import blocks
from app.collectives.models import Collective
from app.db import db
from app.members.mail import public_url
from app.members.models import Member, MemberStatus
from app.members.slips import IssuedSlip
from app.typography import day
from app.votes.rules import DecisionMode
from app.votes.rules_wording import MODES, MOTTOS
from app.votes.tally import MODES as RULES
from app.votes.wording import CHOICES, HELPS
from app.workshops import codes
from app.workshops.group_models import Group
from app.workshops.kinds import ItemKind
from app.workshops.kit_ballots import option_ballots
from app.workshops.models import AgendaItem, Participant, Workshop
from app.workshops.reading import room_of
from app.workshops.tables import rows_of

# Lines left for people whose name nobody knows yet.
EMPTY_LINES, SLIPS, BALLOTS = 20, 24, 8


def told(workshop: Workshop, collective: Collective) -> dict[str, Any]:
    """The words of every page. Five SQL statements."""
    room = room_of(workshop)
    return {
        "language": get_locale().language,
        "title": workshop.title,
        "collective": collective.name,
        "when": _(
            "%(day)s à %(time)s", day=day(workshop.starts_at).striptags(), time=_clock(workshop.starts_at)
        ),
        "place": workshop.place,
        "code": codes.spell(workshop.code),
        "address": address(workshop),
        "words": _words(),
        "names": _names(workshop),
        "empty_lines": EMPTY_LINES,
        "slips": SLIPS,
        "items": [
            {
                "hour": _clock(room.slot(item).planned_start),
                "minutes": item.minutes,
                "title": item.title,
                "text": blocks(item.text),
            }
            for item in room.items
        ],
        "axes": [
            axis["label"]
            for item in room.items
            if item.kind is ItemKind.BLASON
            for axis in item.settings.get("axes", ())
        ],
        "tables": [
            {
                "name": table.name,
                "sheet": blocks(table.sheet),
                "rows": rows_of(table),
            }
            for table in _tables(workshop)
        ],
        "modes": [_mode(mode) for mode in DecisionMode],
        "ballots": BALLOTS,
        "option_ballots": option_ballots(workshop, room.items),
        "door": public_url("doors.sign_in").partition("://")[2],
        "people": [],
    }


def address(workshop: Workshop) -> str:
    """Where the square leads."""
    base: str = current_app.config["BASE_URL"] or request.url_root
    return base.rstrip("/") + url_for("rooms.enter", code=workshop.code)


def square(workshop: Workshop) -> str:
    """The square to scan, as an SVG file."""
    return _drawn(address(workshop))


def personal(issued: Sequence[IssuedSlip]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """What the personal slips say, and their squares: an SVG under the name that each slip gives it."""
    people, squares = [], {}
    for number, one in enumerate(issued, 1):
        name = f"person-{number}.svg"
        people.append({"name": one.member.name, "code": one.code, "square": name})
        squares[name] = _drawn(public_url("doors.scan", code=one.code))
    return people, squares


def _drawn(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(scale=8, border=2)


def _clock(moment: Any) -> str:
    return str(to_user_timezone(moment).strftime("%H:%M"))


def _tables(workshop: Workshop) -> list[Group]:
    """The tables of the evening, in their order."""
    return list(
        db.session.scalars(
            sa.select(Group)
            .join(AgendaItem, AgendaItem.id == Group.item_id)
            .where(AgendaItem.workshop_id == workshop.id, AgendaItem.kind == ItemKind.TABLES)
            .order_by(AgendaItem.position, Group.number)
        )
    )


def _names(workshop: Workshop) -> list[str]:
    """Members, and whoever came in already: each once."""
    members = sa.select(Member.name, Member.folded_name).filter_by(
        collective_id=workshop.collective_id, status=MemberStatus.ACTIVE
    )
    guests = sa.select(Participant.name, Participant.folded_name).filter_by(
        workshop_id=workshop.id, member_id=None
    )
    rows = db.session.execute(sa.union_all(members, guests)).all()
    return [row[0] for row in sorted(rows, key=lambda row: str(row[1]))]


def _mode(mode: DecisionMode) -> dict[str, Any]:
    """A page that explains a mode, and its ballot."""
    rules = RULES[mode]
    return {
        "name": str(MODES[mode.value]),
        "motto": str(MOTTOS[mode.value]),
        "secret": rules.SECRET,
        "choices": [
            {
                "name": str(CHOICES[choice]),
                "help": str(HELPS[choice]),
                "reason": choice in (*rules.REASON_REQUIRED, *rules.REASON_ASKED),
            }
            for choice in rules.CHOICES
        ],
        "steps": [str(step) for step in _steps(mode)],
    }


def _steps(mode: DecisionMode) -> list[str]:
    found = {
        DecisionMode.CONSENSUS: [
            _("On lit le texte. On parle jusqu’à ce que chaque personne puisse dire où elle en est."),
            _("Un seul blocage arrête la décision ; il dit pourquoi, et le groupe cherche une réponse."),
            _("Se taire n’est pas être d’accord : le silence compte contre le quorum."),
        ],
        DecisionMode.CONSENT: [
            _("Présenter : qui porte la proposition la lit. Clarifier : des questions, pas d’avis."),
            _("Réagir : un tour de parole, une fois chacun·e. Bonifier : la proposition change, ou reste."),
            _("Objecter : chacun·e consent, ou dit en quoi la proposition nuirait au collectif."),
            _("Lever : le groupe cherche une réponse. Seule la personne qui objecte dit si c’est levé."),
        ],
        DecisionMode.OPEN_MAJORITY: [
            _("On lit la question, puis on lève la main : pour, contre, je m’abstiens."),
            _("Une personne compte à voix haute et note ; une autre recompte et confirme."),
            _("Le blason dit la part qu’il faut atteindre, et ce que l’on fait d’une égalité."),
        ],
        DecisionMode.SECRET_MAJORITY: [
            _("On signe la liste, on prend un bulletin, on coche une case, on plie, on glisse dans l’urne."),
            _("Une fois le vote arrêté, deux personnes comptent chaque paquet l’une après l’autre."),
            _("Leurs deux comptes doivent être les mêmes. Blancs et nuls sont comptés à part et annoncés."),
            _("À égalité, la proposition est rejetée : personne n’a de voix double."),
        ],
    }
    return found[mode]


def _words() -> dict[str, str]:
    return {
        "poster": _("Entrez dans la séance"),
        "scan": _("Scannez le carré, ou tapez ce code"),
        "no_account": _("Un prénom suffit. Pas de téléphone ? Dites-le à l’accueil : vous comptez autant."),
        "attendance": _("Feuille de présence"),
        "name": _("Nom ou prénom"),
        "signature": _("Signature"),
        "arrived": _("Arrivée"),
        "proxy": _("Pouvoir donné à"),
        "slip": _("Mon billet"),
        "personal": _("Scannez, ou tapez ce code à l’adresse"),
        "keep": _("Ce billet est à vous seul·e : qui le tient entre sous votre nom."),
        "my_name": _("Mon nom :"),
        "run_sheet": _("Le déroulé, pour qui anime"),
        "real_times": _("Vraie heure"),
        "minutes": _("min"),
        "notes": _("Notes"),
        "post_its": _("Collez ici vos post-it"),
        "group": _("Groupe :"),
        "questions": _("Les questions et sous-questions à se poser, les points à éclaircir"),
        "modalities": _("Au regard du blason : les modalités opérationnelles qui conviennent le mieux"),
        "needs": _("Ce dont nous avons besoin, consensuel ou non, remarques"),
        "reporter": _("Rapporteur·e :"),
        "reference": _("Fiche de repères"),
        "ballot": _("Bulletin"),
        "question": _("Question :"),
        "why": _("Pourquoi :"),
        "fold": _("Ne signez pas. Pliez en quatre."),
        "signed": _("Nom :"),
        "rules": _("Comment on décide"),
        "tally": _("Compté par"),
        "confirmed": _("Confirmé par"),
        "result": _("Résultat"),
        "afterwards": _(
            "Tout ce qui est sur ces feuilles se saisit après coup, avec les vraies heures : "
            "le résultat est le même."
        ),
    }
