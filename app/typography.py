"""How times and fractions are written for a reader: filters of every template."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale, to_user_timezone
from flask_babel import gettext as _
from markupsafe import Markup

_TIME = Markup('<time datetime="{}">{}</time>')
_NO_BREAK = "\u00a0"


def day(value: date | datetime | None) -> Markup:
    """`12 mars 2026` in a `<time>`, in the collective's zone for a datetime; empty for None."""
    if value is None:
        return Markup("")
    return _TIME.format(value.isoformat(), _written_day(value))


def moment(value: datetime | None) -> Markup:
    """`12 mars 2026 à 18:05` in a `<time>`, in the collective's zone; empty for None."""
    if value is None:
        return Markup("")
    time = to_user_timezone(value).strftime("%H:%M")
    words = _("%(day)s à %(time)s", day=_written_day(value), time=time)
    return _TIME.format(value.isoformat(), words.replace(" à ", f" à{_NO_BREAK}"))


def _written_day(value: date | datetime) -> str:
    if isinstance(value, datetime):
        value = to_user_timezone(value).date()
    return _written(value, get_locale().language)


@lru_cache(4096)
def _written(value: date, language: str) -> str:
    """The day in words; kept, since a page tells the same few days again and again."""
    written: str = format_date(value, "d MMMM y" if language == "fr" else "MMMM d, y", locale=language)
    if language == "fr":
        number, _space, rest = written.partition(" ")
        return f"{'1er' if number == '1' else number}{_NO_BREAK}{rest}"
    return written


def fraction(value: Fraction | str | int | None) -> str:
    """`2/3`; a whole number alone; empty for None. Raises ValueError when `value` is not a fraction."""
    return "" if value is None else str(Fraction(value))


def one_stop(sentence: str) -> str:
    """The sentence with one full stop where an abbreviated name ("Odile P.") had brought a second."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", sentence)


def init_app(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(day=day, moment=moment, fraction=fraction, one_stop=one_stop)
