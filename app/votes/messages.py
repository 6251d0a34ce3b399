"""The sentences of refusals, from codes: one place, so that they are said the same way everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from app.votes.roll import InvalidRoll


def invalid_roll(refusal: InvalidRoll, names: Mapping[int, str]) -> str:
    """Why the roll cannot be drawn up, and what to do."""
    person = names.get(refusal.params.get("person", 0), _("quelqu’un"))
    holder = names.get(refusal.params.get("holder", 0), _("quelqu’un"))
    if refusal.code == "proxy_over_limit":
        return _(
            "%(person)s détient %(held)d pouvoirs et la règle en permet %(limit)d : "
            "il faut en retirer avant d’ouvrir la décision.",
            person=person,
            held=refusal.params["held"],
            limit=refusal.params["limit"],
        )
    if refusal.code == "proxy_cycle":
        return _(
            "%(person)s et %(holder)s se sont donné pouvoir l’un à l’autre : "
            "il faut retirer l’un des deux pouvoirs avant d’ouvrir la décision.",
            person=person,
            holder=holder,
        )
    if refusal.code == "proxy_chain":
        return _(
            "%(person)s a donné pouvoir à %(holder)s, qui a donné le sien à quelqu’un d’autre : "
            "un pouvoir ne se transmet pas. Retirez l’un des deux avant d’ouvrir la décision.",
            person=person,
            holder=holder,
        )
    if refusal.code == "recused_stranger":
        return _("Une personne en déport n’est pas membre du collectif.")
    return _("Personne ne pourrait voter : il n’y a aucun·e votant·e sur la liste.")
