"""The vote on the rule of decision: four modes, one card each, in the words of the evening they come from."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.errors import Unseen
from app.votes.rules import DecisionMode
from app.workshops import poll_screens, polls
from app.workshops.kinds import ItemKind
from app.workshops.models import AgendaItem
from app.workshops.poll_models import Poll, PollKind
from app.workshops.screens import add_screens
from app.workshops.services.polling import Asked

RULE = "rule"
# Name, what it is, and how it goes in practice.
MODES = {
    DecisionMode.CONSENSUS.value: (
        _l("Consensus"),
        _l("Ce sur quoi tout le monde est d’accord."),
        _l("On cherche jusqu’à ce que chaque personne dise oui."),
    ),
    DecisionMode.CONSENT.value: (
        _l("Consentement"),
        _l("Ce sur quoi personne n’a d’opposition majeure : tout le monde peut « vivre avec » la décision."),
        _l("Une objection se dit, s’argumente, et améliore la proposition."),
    ),
    DecisionMode.OPEN_MAJORITY.value: (
        _l("Vote à main levée"),
        _l("La majorité décide, et chacun·e voit qui vote quoi."),
        _l("C’est rapide, et chaque personne assume son choix devant les autres."),
    ),
    DecisionMode.SECRET_MAJORITY.value: (
        _l("Vote à bulletin secret"),
        _l("La majorité décide, et personne ne sait qui a voté quoi."),
        _l("On vote sans craindre le regard des autres ; il faut une urne et un dépouillement."),
    ),
}


def rule_of(item: AgendaItem) -> Poll | None:
    """The poll on the rule of decision, once it was opened; None for another kind of vote."""
    return polls.poll_of(item, RULE) if item.settings.get("poll") == RULE else None


def _asked(item: AgendaItem, name: str) -> Asked:
    if item.settings.get("poll") != RULE or name != RULE:
        raise Unseen
    options = tuple({"key": key, "label": str(told[0])} for key, told in MODES.items())
    return Asked(RULE, PollKind.CHOICE, _("Quelle règle de décision pour notre collectif ?"), options)


def _label(poll: Poll, key: str) -> str:
    """An option's words, in the reader's language where they are ours."""
    if poll.name == RULE and key in MODES:
        return str(MODES[key][0])
    return next((str(option["label"]) for option in poll.options if option["key"] == key), key)


def init_app(app: Flask) -> None:
    """Give the vote its screens."""
    add_screens(ItemKind.VOTE, poll_screens.screens(rule_of), "poll")
    poll_screens.add_asker(ItemKind.VOTE, _asked)
    app.jinja_env.globals.update(RULE_MODES=MODES, poll_label=_label)
