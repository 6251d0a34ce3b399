"""From a blason to its drawing: words into quarters."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.blason.document import Blason, ItemKind
from app.blason.draw import Arms, Quarter, draw
from app.blason.wording import cascade_in_short, more
from app.register.chain import canonical
from app.votes.rules import QuestionKind
from app.votes.rules_wording import kind_label


def arms(blason: Blason) -> Arms:
    """What the shield of `blason` shows, in the reader's language."""
    aims, values, prohibitions, rules = quarter_titles()
    quarters = (
        _items(blason, aims, ItemKind.PURPOSE, ItemKind.OBJECTIVE),
        _items(blason, values, ItemKind.VALUE),
        _items(blason, prohibitions, ItemKind.PROHIBITION),
        Quarter(rules, _rules(blason)),
    )
    said = " ".join(
        f"{quarter.title}{_(' :')} {' ; '.join(quarter.sentences) or quarter.blank}." for quarter in quarters
    )
    return Arms(
        name=blason.name,
        quarters=quarters,
        title=_("Blason de « %(name)s »", name=blason.name),
        description=said,
        more=more,
    )


def quarter_titles() -> tuple[str, str, str, str]:
    """What the four quarters are called, in the reader's language."""
    return _("Finalités et objectifs"), _("Valeurs"), _("Interdits"), _("Règles démocratiques")


def _items(blason: Blason, title: str, *kinds: ItemKind) -> Quarter:
    sentences = tuple(item.text for item in blason.of_kind(*kinds))
    return Quarter(title, sentences, blank=_("encore à écrire"))


def _rules(blason: Blason) -> tuple[str, ...]:
    """One sentence for all the kinds of question that share a cascade."""
    shared: dict[str, list[str]] = {}
    for kind in QuestionKind:
        shared.setdefault(cascade_in_short(blason.rules.cascade(kind)), []).append(kind_label(kind))
    if len(shared) == 1:
        return (_("Toute question : %(rule)s", rule=next(iter(shared))),)
    return tuple(
        _(
            "%(kinds)s : %(rule)s",
            kinds=", ".join((names[0], *(name.lower() for name in names[1:]))),
            rule=rule,
        )
        for rule, names in shared.items()
    )


def shield(blason: Blason, prefix: str = "arms", *, words: bool = True) -> Markup:
    """The drawing, ready for a page; drawn once for each blason and language."""
    return _drawn(canonical(blason.to_document()), get_locale().language, prefix, words)


@lru_cache(maxsize=64)
def _drawn(document: str, language: str, prefix: str, words: bool) -> Markup:
    import json

    # Every text of the drawing is escaped by `draw`.
    return Markup(draw(arms(Blason.from_document(json.loads(document))), prefix, words=words))  # noqa: S704
