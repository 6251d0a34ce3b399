"""Times of a session as its screens write them: hours on the clock, timers that browsers count down."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from flask_babel import to_user_timezone
from markupsafe import Markup

from app.db import now
from app.workshops.models import AgendaItem

_TIME = Markup('<time datetime="{}">{}</time>')


def hour(value: datetime | None) -> Markup:
    """`18:05`, in the collective's zone; empty for None."""
    if value is None:
        return Markup("")
    return _TIME.format(value.isoformat(), clock_time(value))


def clock_time(value: datetime) -> str:
    """`18:05`, in the collective's zone, bare."""
    return to_user_timezone(value).strftime("%H:%M")


def left(item: AgendaItem) -> int | None:
    """Seconds left on the timer of an item, 0 once it has rung; None when none is set."""
    if item.timer_ends_at is not None:
        return max(0, int((item.timer_ends_at - now()).total_seconds()))
    return item.timer_left


def counted(seconds: int) -> str:
    """`12:05`; over an hour `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def milliseconds(value: datetime) -> int:
    """Since 1970, as browsers count."""
    return int(value.timestamp() * 1000)


def in_minutes(length: timedelta) -> int:
    """Whole minutes, towards zero: a delay of forty seconds is none yet."""
    return int(length.total_seconds() / 60)


def init_app(app: Flask) -> None:
    """Give them to templates."""
    app.jinja_env.filters.update(
        hour=hour,
        counted=counted,
        milliseconds=milliseconds,
        in_minutes=in_minutes,
        timer_left=left,
        clock_time=clock_time,
    )
