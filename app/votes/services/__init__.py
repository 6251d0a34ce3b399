"""Every act on a decision. Services flush and never commit; they raise `app.errors.Refused`."""

from app.votes.services.casting import cast, express
from app.votes.services.closure import cancel, close, close_due
from app.votes.services.following import (
    amend_text,
    follow,
    follower_of,
    next_step_exists,
    reopen,
    runoff,
    step_down,
)
from app.votes.services.locks import take_place
from app.votes.services.objections import (
    accept_amendment,
    ask_test,
    offer_amendment,
    record_test,
    withdraw_objection,
)
from app.votes.services.opening import applicable_step, cascade, open_decision
from app.votes.services.recusing import recuse
from app.votes.services.room_counts import confirm_room_count, type_room_count, withdraw_room_count
from app.votes.services.rounds import advance, note

__all__ = [
    "accept_amendment",
    "advance",
    "amend_text",
    "applicable_step",
    "ask_test",
    "cancel",
    "cascade",
    "cast",
    "close",
    "close_due",
    "confirm_room_count",
    "express",
    "follow",
    "follower_of",
    "next_step_exists",
    "note",
    "offer_amendment",
    "open_decision",
    "record_test",
    "recuse",
    "reopen",
    "runoff",
    "step_down",
    "take_place",
    "type_room_count",
    "withdraw_objection",
    "withdraw_room_count",
]
